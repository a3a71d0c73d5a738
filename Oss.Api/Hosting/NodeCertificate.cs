using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Oss.Api.Hosting;

/// <summary>
/// The one certificate of the node, for HTTPS and for STARTTLS on every mail port. Read from the configured PEM files and
/// read again when they change, so that a renewal needs no restart; without a setting, a self-signed one is made
/// once below the data directory and renewed before it ends.
/// </summary>
public sealed class NodeCertificate
{
    private static readonly TimeSpan SelfSignedLifetime = TimeSpan.FromDays(397);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    private readonly string _certificatePath;
    private readonly string _keyPath;
    private readonly string? _selfSignedFor;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private X509Certificate2? _current;
    private DateTime _readFrom;

    /// <summary>Loads or makes the certificate, so that a bad setting ends the start and not a handshake.</summary>
    public NodeCertificate(OssOptions options, TimeProvider time)
    {
        _time = time;
        var configured = options.Certificate.Path.Length > 0;
        _certificatePath = configured ? Path.GetFullPath(options.Certificate.Path) : options.DataPath("certificates", "node.pem");
        _keyPath = !configured ? options.DataPath("certificates", "node.key")
            : options.Certificate.KeyPath.Length > 0 ? Path.GetFullPath(options.Certificate.KeyPath) : _certificatePath;
        _selfSignedFor = configured ? null : options.EffectiveHostName();
        if (configured && !File.Exists(_certificatePath))
            throw new ConfigurationException($"Oss:Certificate:Path names {_certificatePath}, which does not exist.");

        Current();
    }

    /// <summary>The certificate to use for a handshake now.</summary>
    public X509Certificate2 Current()
    {
        lock (_gate)
        {
            if (_selfSignedFor is not null && NeedsSelfSigned())
                WriteSelfSigned(_selfSignedFor);

            var written = File.GetLastWriteTimeUtc(_certificatePath);
            if (_current is null || (written != _readFrom && CanRead()))
            {
                _current = Read();
                _readFrom = written;
            }

            return _current;
        }
    }

    private X509Certificate2 Read()
    {
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(_certificatePath, _keyPath);
            // A key that came from PEM is not usable by every TLS stack until it went through PKCS#12.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The certificate {_certificatePath} with the key {_keyPath} cannot be used: {e.Message}");
        }
    }

    // A renewal writes two files; between the two writes they do not match, and the old certificate serves on.
    private bool CanRead()
    {
        try
        {
            Read().Dispose();
            return true;
        }
        catch (ConfigurationException)
        {
            return false;
        }
    }

    private bool NeedsSelfSigned()
    {
        if (!File.Exists(_certificatePath) || !File.Exists(_keyPath))
            return true;

        _current ??= Read();
        return _current.NotAfter.ToUniversalTime() - _time.GetUtcNow().UtcDateTime < RenewBefore;
    }

    private void WriteSelfSigned(string hostName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={hostName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(hostName);
        if (hostName != "localhost")
            names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));

        var now = _time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.Add(SelfSignedLifetime));
        Directory.CreateDirectory(Path.GetDirectoryName(_certificatePath)!);
        WritePrivately(_keyPath, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(_certificatePath, certificate.ExportCertificatePem() + "\n");
    }

    private static void WritePrivately(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using var writer = new StreamWriter(path, options);
        writer.WriteLine(text);
    }
}
