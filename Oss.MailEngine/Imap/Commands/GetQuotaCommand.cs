using Oss.MailEngine.Imap.Wire;

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
        Write(session);
        return session.CompleteAsync(request, "Done", cancellationToken);
    }

    /// <summary>Says what is used and what there is, in units of 1024 octets, a begun one being used.</summary>
    public static void Write(ImapSession session)
    {
        var usage = session.Mailbox!.Usage();
        var resources = new List<string>();
        if (session.Account!.QuotaBytes is { } octets)
            resources.Add($"STORAGE {(usage.Bytes + 1023) / 1024} {octets / 1024}");
        if (session.Account.QuotaMessages is { } messages)
            resources.Add($"MESSAGE {usage.Messages} {messages}");
        session.WriteLine($"* QUOTA \"\" ({string.Join(' ', resources)})");
    }
}
