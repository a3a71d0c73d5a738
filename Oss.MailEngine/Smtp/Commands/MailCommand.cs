using System.Globalization;
using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Smtp.Commands;

/// <summary>MAIL FROM (RFC 5321 4.1.1.2) with the parameters of SIZE (RFC 1870), 8BITMIME (RFC 6152), SMTPUTF8 (RFC 6531) and AUTH (RFC 4954 5).</summary>
internal static class MailCommand
{
    public static readonly SmtpCommand Row = new("MAIL", SmtpCommand.Everywhere, SmtpStates.Greeted, HandleAsync)
    {
        Keywords = static session => [$"SIZE {session.Services.Options.MaxMessageBytes}", "8BITMIME", "SMTPUTF8"],
    };

    private static async Task HandleAsync(SmtpSession session, byte[] argument, CancellationToken cancellationToken)
    {
        if (session.Listener == MailListener.Submission && session.User is null)
            session.Error("530 5.7.0 Authentication is required");
        else if (SmtpPath.TryParse(argument, "FROM:") is not { } path)
            session.Error("501 5.5.4 MAIL reads like MAIL FROM:<name@example.org>");
        else if (Read(session, path, out var refusal) is not { } transaction)
            session.Error(refusal!);
        // The null sender is for notifications, a user's read receipts among them (RFC 8098 3); it claims to be nobody.
        else if (session.User is { } user && path.Address.Length > 0 && !await OwnsAsync(session, user, path.Address, cancellationToken))
            session.Error("553 5.7.1 This sender address is not yours");
        else
        {
            session.Transaction = transaction;
            session.Reply("250 2.1.0 Sender OK");
        }
    }

    private static SmtpTransaction? Read(SmtpSession session, SmtpPath path, out string? refusal)
    {
        var transaction = new SmtpTransaction(path.Address);
        refusal = null;
        foreach (var (name, value) in path.Parameters)
        {
            refusal = !session.IsExtended ? "555 5.5.4 Unknown parameter" : name.ToUpperInvariant() switch
            {
                "SIZE" => ReadSize(value, session.Services.Options.MaxMessageBytes, transaction),
                "BODY" => value.ToUpperInvariant() is "7BIT" or "8BITMIME" ? null : "501 5.5.4 BODY is 7BIT or 8BITMIME",
                "SMTPUTF8" or "AUTH" => null,
                _ => "555 5.5.4 Unknown parameter",
            };
            if (refusal is not null)
                return null;
        }

        return transaction;
    }

    private static string? ReadSize(string value, long limit, SmtpTransaction transaction)
    {
        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            return "501 5.5.4 SIZE is a number";
        if (size > limit)
            return "552 5.3.4 The message is larger than this server takes";

        transaction.DeclaredSize = size;
        return null;
    }

    private static async Task<bool> OwnsAsync(SmtpSession session, MailboxAccount user, string sender, CancellationToken cancellationToken)
    {
        var (_, mailboxes) = await session.Services.Resolver.ResolveAsync(sender, cancellationToken);
        return mailboxes is [var mailbox] && mailbox.Id == user.Id;
    }
}
