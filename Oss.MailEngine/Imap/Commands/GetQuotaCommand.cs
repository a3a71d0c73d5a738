using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>GETQUOTA (RFC 9208 4.2). A mailbox has one quota, whose root has no name.</summary>
internal static class GetQuotaCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var root = request.Arguments.AString();
        request.Arguments.ExpectEnd();
        if (root.Length > 0)
            throw new ImapRefusalException("[NONEXISTENT] There is no such quota");
        Write(session, session.Mailbox!, "\"\"");
        return session.CompleteAsync(request, "Done", cancellationToken);
    }

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
