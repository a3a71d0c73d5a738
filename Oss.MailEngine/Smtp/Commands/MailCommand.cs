using System.Globalization;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.Queue;
using Oss.MailEngine.Smtp.Client;

namespace Oss.MailEngine.Smtp.Commands;

/// <summary>MAIL FROM (RFC 5321 4.1.1.2) with the parameters of SIZE (RFC 1870), 8BITMIME (RFC 6152), BINARYMIME (RFC 3030), SMTPUTF8 (RFC 6531), DSN (RFC 3461),
/// REQUIRETLS (RFC 8689), MT-PRIORITY (RFC 6710) and AUTH (RFC 4954 5).</summary>
internal static partial class MailCommand
{
    private const int MaxEnvelopeId = 100;
    private const int MaxSizeDigits = 20;

    public static readonly SmtpCommand Row = new("MAIL", SmtpCommand.Everywhere, SmtpStates.Greeted, HandleAsync)
    {
        Keywords = static session =>
        [
            $"SIZE {session.MessageLimit}", "8BITMIME", "SMTPUTF8", "DSN",
            // It makes a promise about the way here, too (RFC 8689 2).
            .. session.Connection.IsEncrypted ? (string[])["REQUIRETLS"] : [],
            "MT-PRIORITY",
        ],
    };

    private static async Task HandleAsync(SmtpSession session, byte[] argument, CancellationToken cancellationToken)
    {
        if (session.IsSubmission && !session.MayRelay)
            session.Error("530 5.7.0 Authentication is required");
        else if (SmtpPath.TryParse(argument, "FROM:") is not { } path)
            session.Error("501 5.5.4 MAIL reads like MAIL FROM:<name@example.org>");
        else if (Read(session, path, out var refusal) is not { } transaction)
            session.Error(refusal!);
        // The null sender is for notifications, a user's read receipts among them (RFC 8098 3); it claims to be nobody.
        else if (session.User is { } user && path.Address.Length > 0 && !await session.Services.Outbound.MaySendAsAsync(user, path.Address, cancellationToken))
        {
            const string NotYours = "553 5.7.1 This sender address is not yours";
            TransactionTrace.Refused(session, transaction.Id, path.Address, "", NotYours, null);
            session.Error(NotYours);
        }
        else if (!await session.AskPolicyAsync(policy => policy.MailAsync(path.Address, transaction.DeclaredSize, transaction.Id.ToString("N"), cancellationToken)))
        {
            if (session.User is null && session.MayRelay)
                await NoteUseAsync(session, path.Address, cancellationToken);
            session.Transaction = transaction;
            session.Reply(TryLower(session, transaction) ? "250 2.3.6 0 is the new priority assigned to the message" : "250 2.1.0 Sender OK");
        }
    }

    // Whoever could call his mail urgent without being known would be the first at every door (RFC 6710 5.1); who calls it less urgent is believed.
    private static bool TryLower(SmtpSession session, SmtpTransaction transaction)
    {
        if (transaction.Priority <= 0 || session.MayRelay || session.IsLmtp)
            return false;
        transaction.Priority = 0;
        return true;
    }

    private static async Task NoteUseAsync(SmtpSession session, string sender, CancellationToken cancellationToken)
    {
        var account = (await session.Services.Outbound.OwnerOfAsync(sender, cancellationToken))?.CanonicalName;
        UsedWithoutLogin(session.Services.Log, session.Connection.Id, session.Connection.RemoteAddress, sender, account ?? "nobody here");
        session.Services.Options.UsedWithoutLogin(new UseWithoutLogin(session.Connection.RemoteAddress, sender, account));
    }

    [LoggerMessage(2105, LogLevel.Information, "{ConnectionId}: {Address} sends without a login as <{Sender}>, who is {Account}.")]
    private static partial void UsedWithoutLogin(ILogger log, string connectionId, System.Net.IPAddress? address, string sender, string account);

    private static SmtpTransaction? Read(SmtpSession session, SmtpPath path, out string? refusal)
    {
        var transaction = new SmtpTransaction(path.Address);
        refusal = null;
        foreach (var (name, value) in path.Parameters)
        {
            refusal = session.IsExtended ? Read(session, transaction, name.ToUpperInvariant(), value) : "555 5.5.4 Unknown parameter";
            if (refusal is not null)
                return null;
        }

        if (transaction.IsUtf8 || !OutgoingMessage.NeedsUtf8(path.Address))
            return transaction;

        refusal = "553 5.6.7 The address needs SMTPUTF8";
        return null;
    }

    private static string? Read(SmtpSession session, SmtpTransaction transaction, string name, string value)
    {
        switch (name)
        {
            case "SIZE":
                return ReadSize(value, session.MessageLimit, transaction);
            case "BODY" when value.ToUpperInvariant() is "7BIT" or "8BITMIME":
                return null;
            case "BODY" when value.Equals("BINARYMIME", StringComparison.OrdinalIgnoreCase):
                transaction.Body = MessageBody.Binary;
                return null;
            case "BODY":
                return "501 5.5.4 BODY is 7BIT, 8BITMIME or BINARYMIME";
            case "SMTPUTF8" when value.Length == 0:
                transaction.IsUtf8 = true;
                return null;
            case "RET" when value.ToUpperInvariant() is "FULL" or "HDRS":
                transaction.Return = value.Equals("FULL", StringComparison.OrdinalIgnoreCase) ? DsnReturn.Full : DsnReturn.Headers;
                return null;
            case "ENVID" when value.Length <= MaxEnvelopeId && XText.IsValid(value):
                transaction.EnvelopeId = value;
                return null;
            case "RET" or "ENVID":
                return "501 5.5.4 RET is FULL or HDRS, ENVID is xtext";
            case "REQUIRETLS" when value.Length == 0 && session.Connection.IsEncrypted:
                transaction.RequireTls = true;
                return null;
            case "REQUIRETLS":
                return "530 5.7.10 REQUIRETLS needs TLS on the way here";
            case "MT-PRIORITY" when ReadPriority(value) is { } priority:
                transaction.Priority = priority;
                return null;
            case "MT-PRIORITY":
                return "501 5.5.2 MT-PRIORITY is a number from -9 to 9";
            // Who authenticated elsewhere is believed of nobody (RFC 4954 5).
            case "AUTH":
                return null;
            default:
                return "555 5.5.4 Unknown parameter";
        }
    }

    // A zero has no sign and no digit has a zero before it (RFC 6710 8).
    private static int? ReadPriority(string value) => value switch
    {
        ['0'] => 0,
        [>= '1' and <= '9' and var digit] => digit - '0',
        ['-', >= '1' and <= '9' and var digit] => '0' - digit,
        _ => null,
    };

    private static string? ReadSize(string value, long limit, SmtpTransaction transaction)
    {
        if (value.Length is 0 or > MaxSizeDigits || !value.All(char.IsAsciiDigit))
            return "501 5.5.4 SIZE is a number";
        // Twenty digits may come, which is more than a long has (RFC 1870 3).
        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size > limit)
            return "552 5.3.4 The message is larger than this server takes";

        transaction.DeclaredSize = size;
        return null;
    }
}
