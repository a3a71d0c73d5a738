using System.Text;
using Oss.MailEngine;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Storage;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>One volume in a directory of its own with one mailbox on it, and as many nodes as a test wants that serve it.</summary>
internal sealed class StorageTree : IDisposable
{
    public const string User = "anna@example.org";

    private readonly string _root = Directory.CreateTempSubdirectory("oss-storage-").FullName;
    private int _nodes;

    public StorageTree(long? quota = null)
    {
        var id = Guid.CreateVersion7();
        Account = new MailboxAccount(id, User, NewNode().Create(id, User), quota);
    }

    public MailboxAccount Account { get; init; }

    public string Root => _root;

    public string VolumePath => Path.Combine(_root, "vol1");

    public string Maildir => Path.Combine(VolumePath, MailboxPath.Relative(User), "Maildir");

    public string Cur => Path.Combine(Maildir, "cur");

    public string UidListPath => Path.Combine(Maildir, "dovecot-uidlist");

    public string UidListText => File.ReadAllText(UidListPath, Encoding.Latin1);

    /// <summary>A node: what one process of a cluster is.</summary>
    public MailStorage NewNode(TimeProvider? time = null, Func<MailEngineOptions, MailEngineOptions>? configure = null) => new(
        (configure ?? (options => options))(new MailEngineOptions
        {
            HostName = $"node{++_nodes}.example",
            Volumes = [new VolumeOptions("vol1", VolumePath)],
            SpoolDirectory = Path.Combine(_root, "spool"),
            Certificate = () => throw new InvalidOperationException("Storage needs no certificate."),
        }),
        time ?? TimeProvider.System);

    /// <summary>For nodes that are one node started again: they share what it derives.</summary>
    public MailEngineOptions WithDerived(MailEngineOptions options) => options with { DerivedDirectory = Path.Combine(_root, "derived") };

    public string[] DerivedFiles(string pattern) => Directory.GetFiles(Path.Combine(_root, "derived"), pattern, SearchOption.AllDirectories);

    /// <summary>The mailbox as a node that has just started sees it.</summary>
    public Mailbox Open(TimeProvider? time = null) => NewNode(time).Open(Account);

    /// <summary>Puts a file below <c>cur/</c> as another program would.</summary>
    public void Put(string name, string content = "Subject: x\r\n\r\nx\r\n", string folder = "", string part = "cur") =>
        File.WriteAllText(Path.Combine(Maildir, folder, part, name), content, Encoding.Latin1);

    public void WriteUidList(string text) => File.WriteAllText(UidListPath, text, Encoding.Latin1);

    public IEnumerable<string> Files(string folder = "", string part = "cur") =>
        Directory.EnumerateFiles(Path.Combine(Maildir, folder, part)).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}

/// <summary>Messages as short as they can be.</summary>
internal static class StorageTreeExtensions
{
    public static async Task<SpooledMessage> SpoolAsync(this MailStorage storage, string text)
    {
        var message = storage.NewSpooledMessage();
        await message.WriteAsync(Encoding.Latin1.GetBytes(text), CancellationToken.None);
        await message.CompleteAsync(CancellationToken.None);
        return message;
    }

    public static async Task DeliverAsync(this MailStorage storage, Folder folder, string text)
    {
        await using var message = await storage.SpoolAsync(text);
        await folder.DeliverAsync(message, CancellationToken.None);
    }

    public static async Task<StoredMessage> AppendAsync(this MailStorage storage, Folder folder, string text, MessageFlags flags = MessageFlags.None, params string[] keywords)
    {
        await using var message = await storage.SpoolAsync(text);
        return await folder.AppendAsync(message, flags, keywords, null, CancellationToken.None);
    }

    public static async Task<string?> ReadAsync(this Folder folder, uint uid)
    {
        await using var content = await folder.OpenAsync(uid, CancellationToken.None);
        if (content is null)
            return null;
        using var reader = new StreamReader(content, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
