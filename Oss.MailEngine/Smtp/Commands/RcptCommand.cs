using Microsoft.Extensions.Logging;
using Oss.MailEngine.Delivery;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Policy;
using Oss.MailEngine.Queue;
using Oss.MailEngine.Smtp.Client;

namespace Oss.MailEngine.Smtp.Commands;

/// <summary>RCPT TO (RFC 5321 4.1.1.3) with the parameters of DSN (RFC 3461): who gets the message is decided here, by the directory; what is taken here is delivered.</summary>
internal static partial class RcptCommand
{
    /// <summary>The message is larger than a recipient takes (RFC 3463 3.3, X.2.3).</summary>
    public const string TooLarge = "552 5.2.3 The message is larger than this mailbox takes";

    private const int MaxOriginalRecipient = 500;

    public static readonly SmtpCommand Row = new("RCPT", SmtpCommand.Everywhere, SmtpStates.Sender | SmtpStates.Recipients, HandleAsync)
    {
        Keywords = static _ => [$"LIMITS RCPTMAX={SmtpLimits.Recipients}"],
    };

    private static async Task HandleAsync(SmtpSession session, byte[] argument, CancellationToken cancellationToken)
    {
        var transaction = session.Transaction!;
        if (SmtpPath.TryParse(argument, "TO:") is not { } path || path.Address.Length == 0)
            session.Error("501 5.5.4 RCPT reads like RCPT TO:<name@example.org>");
        else if (Read(session, path, out var wrong) is not { } recipient)
            session.Error(wrong!);
        else if (!transaction.IsUtf8 && OutgoingMessage.NeedsUtf8(path.Address))
            session.Error("553 5.6.7 The address needs SMTPUTF8");
        else if (transaction.Recipients.Count >= SmtpLimits.Recipients)
            session.Reply("452 4.5.3 Too many recipients; send the rest in another message");
        else
        {
            var address = path.Address.Equals("postmaster", StringComparison.OrdinalIgnoreCase) ? $"postmaster@{session.HostName}" : path.Address;
            var route = Relayed(session, address, await session.Services.Outbound.Resolver.ResolveAsync(address, cancellationToken));
            if ((route.IsKnown ? await NoRoomAsync(session, transaction.DeclaredSize, route, cancellationToken) : Refusal(route.Resolution)) is { } refusal)
                Refuse(session, path.Address, refusal);
            // A forward's targets are not asked for: who wrote to it knows nothing of them.
            else if (route is { Mailboxes.Count: 0, Relays: [{ IsForward: false, MustBeKnownThere: true } there] } && await session.Services.Outbound.Verification.RefusalAsync(there, cancellationToken) is { } unknown)
                Refuse(session, path.Address, unknown);
            // Asked last: nobody learns from greylisting who has a mailbox here, and nothing is counted for who has none.
            else if (session.Policy is { } policy && await policy.RcptAsync(address, cancellationToken) is { } finding)
                Refuse(session, path.Address, finding);
            else
            {
                transaction.Recipients.Add(recipient with { Route = route });
                session.Reply("250 2.1.5 Recipient OK");
            }
        }
    }

    // Only who logged in, or comes from a network that may, reaches other platforms through here.
    private static RecipientRoute Relayed(SmtpSession session, string address, RecipientRoute route) =>
        route.Resolution is RecipientResolution.UnknownDomain && !route.IsKnown && session.MayRelay && OutgoingMessage.IsSendable(address)
            ? route with { Relays = [new RelayTarget(address, address, null, IsForward: false)] }
            : route;

    private static EnvelopeRecipient? Read(SmtpSession session, SmtpPath path, out string? refusal)
    {
        var recipient = new EnvelopeRecipient(path.Address, RecipientRoute.Nowhere);
        refusal = null;
        foreach (var (name, value) in path.Parameters)
        {
            if (session.IsExtended && name.Equals("NOTIFY", StringComparison.OrdinalIgnoreCase) && ReadNotify(value) is { } notify)
                recipient = recipient with { Notify = notify };
            else if (session.IsExtended && name.Equals("ORCPT", StringComparison.OrdinalIgnoreCase) && value.Length <= MaxOriginalRecipient
                && value.Split(';', 2) is [var type, var original] && XText.IsValid(type) && (IsUtf8(session, type) ? XText.Escaped(original) : original) is var ascii && XText.IsValid(ascii))
                recipient = recipient with { OriginalRecipient = $"{type};{ascii}" };
            else
            {
                refusal = session.IsExtended && name.ToUpperInvariant() is "NOTIFY" or "ORCPT"
                    ? "501 5.5.4 NOTIFY is NEVER or a list of SUCCESS, FAILURE, DELAY; ORCPT is a type and xtext"
                    : "555 5.5.4 Unknown parameter";
                return null;
            }
        }

        return recipient;
    }

    private static bool IsUtf8(SmtpSession session, string type) => session.Transaction!.IsUtf8 && type.Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static DsnNotify? ReadNotify(string value)
    {
        if (value.Equals("NEVER", StringComparison.OrdinalIgnoreCase))
            return DsnNotify.Never;

        var notify = DsnNotify.Unspecified;
        foreach (var word in value.Split(','))
        {
            switch (word.ToUpperInvariant())
            {
                case "SUCCESS":
                    notify |= DsnNotify.Success;
                    break;
                case "FAILURE":
                    notify |= DsnNotify.Failure;
                    break;
                case "DELAY":
                    notify |= DsnNotify.Delay;
                    break;
                default:
                    return null;
            }
        }

        return notify;
    }

    private static string Refusal(RecipientResolution resolution) => resolution switch
    {
        RecipientResolution.UnknownUser => "550 5.1.1 There is no such mailbox here",
        RecipientResolution.UnknownDomain => "550 5.7.1 Relaying denied",
        RecipientResolution.Suspended { Temporary: true } => "450 4.2.1 The mailbox takes no mail at present; try again",
        RecipientResolution.Suspended => "550 5.2.1 The mailbox takes no mail",
        _ => "451 4.3.0 The directory is out of reach; try again",
    };

    // One mailbox of several that is full is told after the data: the others get their copies.
    private static async ValueTask<string?> NoRoomAsync(SmtpSession session, long size, RecipientRoute route, CancellationToken cancellationToken)
    {
        if (route is not { Mailboxes: [var mailbox], Relays.Count: 0 })
            return null;
        if (size > mailbox.MaxMessageBytes)
            return TooLarge;
        if (mailbox is { QuotaBytes: null, QuotaMessages: null, Pool: null })
            return null;
        if (size > mailbox.QuotaBytes)
            return "552 5.2.2 The message is larger than the whole mailbox";

        if (size > mailbox.Pool?.Bytes)
            return "552 5.2.2 The message is larger than all the storage that the mailbox shares";

        try
        {
            return await session.Services.Storage.Open(mailbox).Quota.HasRoomForAsync(size, cancellationToken) ? null : "452 4.2.2 The mailbox is full; try again later";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            return "451 4.3.0 The mailbox is out of reach; try again";
        }
    }

    private static void Refuse(SmtpSession session, string recipient, string refusal, string? rule = null)
    {
        TransactionTrace.Refused(session, session.Transaction!.Id, session.Transaction.Sender, recipient, refusal, rule);
        Refused(session.Services.Log, session.Connection.Id, session.Transaction!.Sender, recipient, refusal);
        if (refusal[0] == '5')
            session.Error(refusal);
        else
            session.Reply(refusal);
    }

    private static void Refuse(SmtpSession session, string recipient, PolicyFinding finding)
    {
        Refuse(session, recipient, finding.Reply, finding.Rule);
        if (finding.Effect.Action == PolicyAction.Disconnect)
            session.Finish();
    }

    [LoggerMessage(2101, LogLevel.Information, "{ConnectionId}: from <{Sender}> to <{Recipient}> refused: {Reply}")]
    private static partial void Refused(ILogger log, string connectionId, string sender, string recipient, string reply);
}
