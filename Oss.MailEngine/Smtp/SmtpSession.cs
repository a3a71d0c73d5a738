using System.Text;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Sasl;

namespace Oss.MailEngine.Smtp;

/// <summary>One SMTP, submission or LMTP connection from greeting to goodbye. Commands come from <see cref="SmtpCommands.Table"/>; the message itself is in <c>SmtpData.cs</c>.</summary>
internal sealed partial class SmtpSession(MailConnection connection, MailListener listener, SmtpServices services)
{
    private readonly List<Recipient> _recipients = [];
    private SmtpState _state = SmtpState.Connected;
    private string _client = "";
    private bool _extended;
    private string? _sender;
    private MailboxAccount? _user;
    private int _errors;
    private bool _finished;

    private bool IsLmtp => listener == MailListener.Lmtp;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ReplyAsync($"220 {services.Options.HostName} {(IsLmtp ? "LMTP" : "ESMTP")} ready");
        try
        {
            while (!_finished)
            {
                await FlushWhenDrainedAsync(cancellationToken);
                var line = await connection.ReadLineAsync(SmtpLimits.CommandLine, SmtpLimits.CommandPatience, cancellationToken);
                if (line.Kind == LineKind.End)
                    break;
                await HandleAsync(line, cancellationToken);
            }
        }
        catch (TimeoutException)
        {
            await ReplyAsync($"421 4.4.2 {services.Options.HostName} waited too long");
        }
        catch (OperationCanceledException) when (!connection.Closed.IsCancellationRequested)
        {
            // The node stops. Nothing of an unfinished message was answered, so the peer sends it again.
            await ReplyAsync($"421 4.3.2 {services.Options.HostName} is going down");
            cancellationToken = connection.Closed;
        }

        await connection.FlushAsync(cancellationToken);
    }

    public Task ReplyAsync(string line)
    {
        connection.WriteLine(line);
        return Task.CompletedTask;
    }

    public Task QuitAsync()
    {
        _finished = true;
        return ReplyAsync("221 2.0.0 Goodbye");
    }

    public Task ResetAsync()
    {
        Forget();
        return ReplyAsync("250 2.0.0 Forgotten");
    }

    public Task HelloAsync(byte[] argument, string verb, CancellationToken cancellationToken)
    {
        var name = Encoding.UTF8.GetString(argument);
        // The name goes into the Received field: nothing that could end a comment or a line.
        if (name.Length is 0 or > 255 || name.Any(c => c is <= ' ' or > '~' or '(' or ')' or '\\' or '"' or ';' or '<' or '>'))
            return ErrorAsync($"501 5.5.4 {verb} takes the client's name");

        Forget();
        (_client, _state, _extended) = (name, SmtpState.Greeted, verb != "HELO");
        if (!_extended)
            return ReplyAsync($"250 {services.Options.HostName}");

        List<string> lines = [services.Options.HostName, "PIPELINING", $"SIZE {services.Options.MaxMessageBytes}", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"];
        if (!connection.IsEncrypted)
            lines.Add("STARTTLS");
        if (listener == MailListener.Submission && MayAuthenticate)
            lines.Add($"AUTH {string.Join(' ', SaslLogin.Mechanisms)}");
        for (var i = 0; i < lines.Count; i++)
            connection.WriteLine($"250{(i < lines.Count - 1 ? '-' : ' ')}{lines[i]}");
        return Task.CompletedTask;
    }

    public async Task StartTlsAsync(byte[] argument, CancellationToken cancellationToken)
    {
        if (connection.IsEncrypted)
            await ErrorAsync("503 5.5.1 TLS is on already");
        else if (argument.Length > 0)
            await ErrorAsync("501 5.5.4 STARTTLS takes no argument");
        else
        {
            await connection.FlushAsync(cancellationToken);
            // Everything said so far was said in clear, and is forgotten (RFC 3207 4.2).
            Forget();
            (_client, _state, _extended, _user) = ("", SmtpState.Connected, false, null);
            _finished = !await connection.UpgradeToTlsAsync("220 2.0.0 Go ahead\r\n"u8.ToArray(), services.Options.Certificate, SmtpLimits.CommandPatience, cancellationToken);
        }
    }

    public async Task AuthenticateAsync(byte[] argument, CancellationToken cancellationToken)
    {
        if (_user is not null)
        {
            await ErrorAsync("503 5.5.1 Authenticated already");
            return;
        }

        if (!MayAuthenticate)
        {
            await ErrorAsync("538 5.7.11 Encryption is required first: STARTTLS");
            return;
        }

        var words = Encoding.ASCII.GetString(argument).Split(' ', 2);
        var (result, account) = await services.Login.RunAsync(
            connection, MailService.Submission, words[0], words.Length > 1 ? words[1] : null, text => ChallengeAsync(text, cancellationToken), cancellationToken);
        _user = account;
        await (result switch
        {
            SaslResult.Accepted => ReplyAsync("235 2.7.0 Welcome"),
            SaslResult.Cancelled => ErrorAsync("501 5.7.0 Cancelled"),
            SaslResult.Malformed => ErrorAsync("501 5.5.2 Not well-formed"),
            SaslResult.UnknownMechanism => ErrorAsync("504 5.5.4 Unknown mechanism"),
            SaslResult.Unavailable => ReplyAsync("454 4.7.0 Try again later"),
            SaslResult.Denied => ErrorAsync("525 5.7.13 Sending is not enabled for this account"),
            _ => ErrorAsync("535 5.7.8 User name or password is wrong"),
        });
    }

    public async Task MailAsync(byte[] argument, CancellationToken cancellationToken)
    {
        if (listener == MailListener.Submission && _user is null)
            await ErrorAsync("530 5.7.0 Authentication is required");
        else if (SmtpPath.TryParse(argument, "FROM:") is not { } path)
            await ErrorAsync("501 5.5.4 MAIL reads like MAIL FROM:<name@example.org>");
        else if (Refusal(path) is { } refusal)
            await ErrorAsync(refusal);
        // The null sender is for notifications, a user's read receipts among them (RFC 8098 3); it claims to be nobody.
        else if (_user is not null && path.Address.Length > 0 && !await OwnsAsync(path.Address, cancellationToken))
            await ErrorAsync("553 5.7.1 This sender address is not yours");
        else
        {
            (_sender, _state) = (path.Address, SmtpState.Sender);
            await ReplyAsync("250 2.1.0 Sender OK");
        }
    }

    public async Task RecipientAsync(byte[] argument, CancellationToken cancellationToken)
    {
        if (SmtpPath.TryParse(argument, "TO:") is not { } path || path.Address.Length == 0)
            await ErrorAsync("501 5.5.4 RCPT reads like RCPT TO:<name@example.org>");
        else if (path.Parameters.Count > 0)
            await ErrorAsync("555 5.5.4 Unknown parameter");
        else if (_recipients.Count >= SmtpLimits.Recipients)
            await ReplyAsync("452 4.5.3 Too many recipients; send the rest in another message");
        else
        {
            var address = path.Address.Equals("postmaster", StringComparison.OrdinalIgnoreCase) ? $"postmaster@{services.Options.HostName}" : path.Address;
            var (resolution, mailboxes) = await services.Resolver.ResolveAsync(address, cancellationToken);
            await AnswerAsync(path.Address, resolution, mailboxes);
        }
    }

    private async Task AnswerAsync(string address, RecipientResolution resolution, IReadOnlyList<MailboxAccount> mailboxes)
    {
        if (mailboxes.Count > 0)
        {
            _recipients.Add(new Recipient(address, mailboxes));
            _state = SmtpState.Recipients;
            await ReplyAsync("250 2.1.5 Recipient OK");
            return;
        }

        var reply = resolution switch
        {
            RecipientResolution.UnknownUser => "550 5.1.1 There is no such mailbox here",
            RecipientResolution.UnknownDomain when _user is not null => "550 5.7.1 Mail to other platforms is not routed from here yet",
            RecipientResolution.UnknownDomain => "550 5.7.1 Relaying denied",
            RecipientResolution.Suspended { Temporary: true } => "450 4.2.1 The mailbox takes no mail at present; try again",
            RecipientResolution.Suspended => "550 5.2.1 The mailbox takes no mail",
            _ => "451 4.3.0 The directory is out of reach; try again",
        };
        RecipientRefused(connection.Id, _sender!, address, reply);
        await (reply[0] == '5' ? ErrorAsync(reply) : ReplyAsync(reply));
    }

    private bool MayAuthenticate => connection.IsEncrypted || connection.IsLocal;

    private async Task HandleAsync(Line line, CancellationToken cancellationToken)
    {
        if (line.Kind == LineKind.TooLong)
            await ErrorAsync("500 5.5.6 The line is too long");
        else if (line.Kind == LineKind.Malformed)
            await ErrorAsync("500 5.5.2 A line ends in CR LF and has neither inside");
        else
        {
            var space = line.Octets.AsSpan().IndexOf((byte)' ');
            var verb = Encoding.ASCII.GetString(space < 0 ? line.Octets : line.Octets.AsSpan(0, space)).ToUpperInvariant();
            var argument = space < 0 ? [] : line.Octets.AsSpan(space + 1).Trim((byte)' ').ToArray();
            if (!SmtpCommands.Table.TryGetValue(verb, out var command) || !command.Listeners.Contains(listener))
                await ErrorAsync("500 5.5.1 Unknown command");
            else if (!command.States.Contains(_state))
                await ErrorAsync(_state == SmtpState.Connected ? $"503 5.5.1 {(IsLmtp ? "LHLO" : "EHLO")} first" : "503 5.5.1 Not now");
            else
                await command.Handle(this, argument, cancellationToken);
        }
    }

    private async Task ErrorAsync(string reply)
    {
        await ReplyAsync(reply);
        if (++_errors >= SmtpLimits.Errors && !_finished)
        {
            _finished = true;
            await ReplyAsync("421 4.7.0 Too many errors");
        }
    }

    private string? Refusal(SmtpPath path)
    {
        foreach (var (name, value) in path.Parameters)
        {
            switch (name.ToUpperInvariant())
            {
                case "SIZE" when !long.TryParse(value, out var size) || size < 0:
                    return "501 5.5.4 SIZE is a number";
                case "SIZE" when long.Parse(value, System.Globalization.CultureInfo.InvariantCulture) > services.Options.MaxMessageBytes:
                    return "552 5.3.4 The message is larger than this server takes";
                case "BODY" when value.ToUpperInvariant() is not ("7BIT" or "8BITMIME"):
                    return "501 5.5.4 BODY is 7BIT or 8BITMIME";
                case "SIZE" or "BODY" or "SMTPUTF8" or "AUTH" when _extended:
                    continue;
                default:
                    return "555 5.5.4 Unknown parameter";
            }
        }

        return null;
    }

    private async Task<bool> OwnsAsync(string sender, CancellationToken cancellationToken)
    {
        var (_, mailboxes) = await services.Resolver.ResolveAsync(sender, cancellationToken);
        return mailboxes is [var mailbox] && mailbox.Id == _user!.Id;
    }

    private async Task<string?> ChallengeAsync(string text, CancellationToken cancellationToken)
    {
        connection.WriteLine($"334 {text}");
        await connection.FlushAsync(cancellationToken);
        var line = await connection.ReadLineAsync(SaslLogin.MaxLineOctets, SmtpLimits.CommandPatience, cancellationToken);
        return line.Kind == LineKind.End ? null : line.Kind == LineKind.Complete ? Encoding.ASCII.GetString(line.Octets) : "*";
    }

    private async ValueTask FlushWhenDrainedAsync(CancellationToken cancellationToken)
    {
        if (!connection.HasBufferedInput())
            await connection.FlushAsync(cancellationToken);
    }

    private void Forget()
    {
        _recipients.Clear();
        _sender = null;
        if (_state != SmtpState.Connected)
            _state = SmtpState.Greeted;
    }

    [LoggerMessage(2101, LogLevel.Information, "{ConnectionId}: from <{Sender}> to <{Recipient}> refused: {Reply}")]
    private static partial void RecipientRefused(ILogger log, string connectionId, string sender, string recipient, string reply);

    private void RecipientRefused(string connectionId, string sender, string recipient, string reply) => RecipientRefused(services.Log, connectionId, sender, recipient, reply);

    private sealed record Recipient(string Address, IReadOnlyList<MailboxAccount> Mailboxes);
}
