using System.Text;
using Oss.MailEngine.Lookups;
using Oss.MailEngine.Queue;

namespace Oss.MailEngine.Smtp.Client;

/// <summary>A message and those of its recipients that go over one connection.</summary>
/// <param name="Envelope">Its envelope.</param>
/// <param name="Recipients">The recipients of this transaction.</param>
/// <param name="Length">Octets of the content.</param>
/// <param name="OpenContent">A view of the content from its start.</param>
internal sealed record OutgoingMessage(QueuedEnvelope Envelope, IReadOnlyList<QueuedRecipient> Recipients, long Length, Func<Stream> OpenContent)
{
    /// <summary>Asked before each transaction: an operator may have deleted or held the message while it waited for its turn.</summary>
    public Func<bool> IsWanted { get; init; } = () => true;

    /// <summary>When an operator asked for this attempt; it is made even where nobody answered before that.</summary>
    public DateTimeOffset? AskedFor { get; init; }

    /// <summary>The MAIL command for a server.</summary>
    public string Mail(SmtpExtensions server)
    {
        var line = new StringBuilder($"MAIL FROM:<{Address(Envelope.Sender, server)}>");
        if (server.Size)
            line.Append(System.Globalization.CultureInfo.InvariantCulture, $" SIZE={Length}");
        if (Envelope.Body == MessageBody.EightBit && server.EightBitMime)
            line.Append(" BODY=8BITMIME");
        if (Envelope.IsUtf8)
            line.Append(" SMTPUTF8");
        if (Envelope.RequireTls && server.RequireTls)
            line.Append(" REQUIRETLS");
        if (server.Priority && Envelope.Priority != 0)
            line.Append(System.Globalization.CultureInfo.InvariantCulture, $" MT-PRIORITY={Envelope.Priority}");
        if (server.Dsn && Envelope.Return != DsnReturn.Unspecified)
            line.Append(Envelope.Return == DsnReturn.Full ? " RET=FULL" : " RET=HDRS");
        if (server.Dsn && Envelope.EnvelopeId is { } id)
            line.Append(System.Globalization.CultureInfo.InvariantCulture, $" ENVID={id}");
        return line.ToString();
    }

    /// <summary>The RCPT command for a server.</summary>
    public string Rcpt(QueuedRecipient recipient, SmtpExtensions server)
    {
        var line = new StringBuilder($"RCPT TO:<{Address(recipient.Address, server)}>");
        if (server.Dsn && recipient.Notify != DsnNotify.Unspecified)
            line.Append(" NOTIFY=").Append(Words(recipient.Notify));
        if (server.Dsn && recipient.OriginalRecipient is { } original)
            line.Append(" ORCPT=").Append(original);
        return line.ToString();
    }

    /// <summary>Why this server cannot have the message at all; <see langword="null"/> when it can.</summary>
    public SmtpReply? Refusal(SmtpExtensions server)
    {
        if (server.MaxSize > 0 && Length > server.MaxSize)
            return new SmtpReply(552, ["5.3.4 The next server takes messages of so many octets at most: " + server.MaxSize.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        if (Envelope.IsUtf8 && !server.SmtpUtf8)
            return new SmtpReply(550, ["5.6.7 The message needs SMTPUTF8, and the next server has not got it"]);
        return IsSendable(Envelope.Sender) || Envelope.Sender.Length == 0 ? null : new SmtpReply(553, ["5.1.7 The sender's address is not well-formed"]);
    }

    /// <summary>Whether an address can stand in a command without ending it: it came from a client or a forward somebody typed.</summary>
    public static bool IsSendable(string address)
    {
        var at = address.LastIndexOf('@');
        return at > 0 && at < address.Length - 1 && !address.Any(c => char.IsControl(c) || c is '<' or '>')
            && (!address.Contains(' ', StringComparison.Ordinal) || address[0] == '"') && !address.AsSpan(at).Contains(' ');
    }

    /// <summary>Whether an address needs a server with SMTPUTF8: its local part does; its domain has another form.</summary>
    public static bool NeedsUtf8(string address) => address.AsSpan(0, Math.Max(0, address.LastIndexOf('@'))).ContainsAnyExceptInRange('\0', '\x7f');

    private string Address(string address, SmtpExtensions server)
    {
        var at = address.LastIndexOf('@') + 1;
        return (Envelope.IsUtf8 && server.SmtpUtf8) || at == 0 ? address : address[..at] + (MailDns.ToAscii(address[at..]) ?? address[at..]);
    }

    private static string Words(DsnNotify notify) => notify == DsnNotify.Never
        ? "NEVER"
        : string.Join(',', new[] { DsnNotify.Success, DsnNotify.Failure, DsnNotify.Delay }.Where(n => notify.HasFlag(n)).Select(n => n.ToString().ToUpperInvariant()));
}
