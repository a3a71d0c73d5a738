using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Oss.Domain.Audit;

/// <summary>Section <c>Oss:Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>PEM file of the key that signs checkpoints; made when it is missing. It is not in the database, whose administrator it is to hold to its word. Without
    /// a path the key lives as long as the process.</summary>
    public string KeyPath { get; set; } = "";

    /// <summary>A file to which each checkpoint is appended, on another machine or a medium that is written once; empty for none.</summary>
    public string AnchorPath { get; set; } = "";

    /// <summary>Entries after which a checkpoint is signed.</summary>
    public int CheckpointEntries { get; set; } = 1000;

    /// <summary>Time after which a checkpoint is signed when anything was sealed.</summary>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromHours(1);
}

/// <summary>Signs checkpoints.</summary>
public sealed class AuditSigningKey(IOptions<AuditOptions> options) : IDisposable
{
    private readonly Lazy<ECDsa> _key = new(() => Load(options.Value.KeyPath));

    /// <summary>The public half: SubjectPublicKeyInfo, base64.</summary>
    public string PublicKey => Convert.ToBase64String(_key.Value.ExportSubjectPublicKeyInfo());

    /// <summary>Signs a checkpoint.</summary>
    public AuditCheckpoint Sign(long sequence, string hash, DateTime at)
    {
        var checkpoint = new AuditCheckpoint { Sequence = sequence, Hash = hash, At = at, PublicKey = PublicKey, Signature = "" };
        lock (_key)
            checkpoint.Signature = Convert.ToBase64String(_key.Value.SignData(Encoding.UTF8.GetBytes(checkpoint.Statement()), HashAlgorithmName.SHA256));
        return checkpoint;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_key.IsValueCreated)
            _key.Value.Dispose();
    }

    private static ECDsa Load(string path)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (path.Length == 0)
            return key;

        try
        {
            using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            file.Write(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
            file.Flush(flushToDisk: true);
        }
        catch (IOException) when (File.Exists(path))
        {
            key.ImportFromPem(File.ReadAllText(path));
        }

        return key;
    }
}
