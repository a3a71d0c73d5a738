using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>GETQUOTA (RFC 9208 4.1.1). A mailbox has one quota, whose root has no name, and may share storage with others, whose root is <see cref="PoolRoot"/>.</summary>
internal static class GetQuotaCommand
{
    /// <summary>The root of what the mailbox shares.</summary>
    public const string PoolRoot = "\"Pool\"";

    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var root = request.Arguments.AString();
        request.Arguments.ExpectEnd();
        if (root.Length == 0)
            Write(session, session.Mailbox!, "\"\"");
        else if ($"\"{root}\"" == PoolRoot && session.Mailbox!.Quota.PoolLimit is { } limit)
            await WritePoolAsync(session, session.Mailbox, limit, cancellationToken);
        else
            throw new ImapRefusalException("[NONEXISTENT] There is no such quota");
        await session.CompleteAsync(request, "Done", cancellationToken);
    }

    /// <summary>Says what the mailboxes of the pool use together, and may.</summary>
    public static async Task WritePoolAsync(ImapSession session, Mailbox mailbox, long limit, CancellationToken cancellationToken) =>
        session.WriteLine($"* QUOTA {PoolRoot} (STORAGE {(await mailbox.Quota.PoolUsageAsync(cancellationToken) + 1023) / 1024} {limit / 1024})");

    /// <summary>Says what is used and what there is, in units of 1024 octets, a begun one being used.</summary>
    public static void Write(ImapSession session, Mailbox mailbox, string root)
    {
        var (usage, limits) = (mailbox.Usage(), mailbox.Quota.Limits);
        var resources = new List<string>();
        if (limits.Bytes is { } octets)
            resources.Add($"STORAGE {(usage.Bytes + 1023) / 1024} {octets / 1024}");
        if (limits.Messages is { } messages)
            resources.Add($"MESSAGE {usage.Messages} {messages}");
        session.WriteLine($"* QUOTA {root} ({string.Join(' ', resources)})");
    }
}
