using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Queue;
using Oss.MailEngine.Smtp.Client.Login;
using Oss.MailEngine.TransportSecurity;

namespace Oss.MailEngine.Smtp.Client;

/// <summary>What a server said: one reply for each recipient, in their order.</summary>
/// <param name="Replies">The replies that decide.</param>
/// <param name="Notifies">Whether the server tells senders of success itself (DSN).</param>
internal sealed record TransactionResult(IReadOnlyList<SmtpReply> Replies, bool Notifies)
{
    /// <summary>Whether the message went in TLS.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>What protected it, in words.</summary>
    public string? Protection { get; init; }
}

/// <summary>How the opening of a connection came out.</summary>
/// <param name="Connection">The connection; or nothing.</param>
/// <param name="Failure">The reply that says why there is none.</param>
/// <param name="Fault">What was wrong with its protection, whether or not that mattered.</param>
internal sealed record SmtpOpening(SmtpClientConnection? Connection, SmtpReply? Failure, TlsFault? Fault)
{
    /// <summary>Whether TLS was begun and did not work.</summary>
    public bool IsTlsBroken { get; init; }

    /// <summary>The address that was sent from; nothing without a connection.</summary>
    public IPAddress? Source { get; init; }
}

/// <summary>What a connection is opened with.</summary>
/// <param name="HostName">This node.</param>
/// <param name="Source">The address to send from; the system chooses without one.</param>
/// <param name="Certificates">Looks at the server's.</param>
/// <param name="Time">The clock.</param>
internal sealed record SmtpClientSettings(string HostName, IPAddress? Source, ServerCertificateCheck Certificates, TimeProvider Time)
{
    /// <summary>What to log in with; <see langword="null"/> to servers that take mail from anybody.</summary>
    public SmartHostLogin? Login { get; init; }
}

/// <summary>A connection to the next server: SMTP or LMTP, commands in one go where the server allows it (RFC 2920), many messages one after the other.</summary>
internal sealed class SmtpClientConnection : IAsyncDisposable
{
    private readonly SocketConnection _socket;
    private readonly MailConnection _connection;
    private readonly bool _isLmtp;
    private readonly TlsDemand _demand;
    private SmtpExtensions _server = SmtpExtensions.None;
    private TlsFault? _certificateFault;
    private int _messages;

    private SmtpClientConnection(SocketConnection socket, HopAddress address, bool isLmtp, TlsDemand demand, TimeProvider time)
    {
        (_socket, _isLmtp, Address, _demand) = (socket, isLmtp, address, demand);
        _connection = new MailConnection(socket, time);
    }

    /// <summary>The server.</summary>
    public HopAddress Address { get; }

    public bool IsEncrypted => _connection.IsEncrypted;

    /// <summary>What protects it, in words for the trace; <see langword="null"/> when nothing does.</summary>
    public string? Protection => !IsEncrypted ? null
        : _demand.Level == TlsLevel.Opportunistic || (_demand.Level == TlsLevel.Encrypted && _certificateFault is not null) ? (_certificateFault is null ? "certificate holds" : $"not verified: {_certificateFault.Text}")
        : _demand.IsTesting ? $"{_demand.By}, testing{(_certificateFault is null ? "" : $": {_certificateFault.Text}")}"
        : $"verified by {_demand.By}";

    /// <summary>Whether commands are still understood over it.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>Whether another message may be sent over it.</summary>
    public bool TakesAnother => IsUsable && _messages < Lower(_server.MaxMessages, SmtpClientLimits.MessagesPerConnection);

    /// <summary>Those of a message's recipients that fit into one transaction: the first ones, as many as the server takes, of as many domains (RFC 9422).</summary>
    public IReadOnlyList<QueuedRecipient> Fitting(IEnumerable<QueuedRecipient> waiting)
    {
        var most = Lower(_server.MaxRecipients, QueueLimits.RecipientsPerTransaction);
        var domains = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. waiting.Take(most).TakeWhile(r => _server.MaxDomains == 0 || !domains.Add(r.Address[(r.Address.LastIndexOf('@') + 1)..]) || domains.Count <= _server.MaxDomains)];
    }

    /// <summary>Connects, greets and encrypts where the server offers it.</summary>
    public static async Task<SmtpOpening> OpenAsync(SmtpClientSettings settings, HopAddress address, bool isLmtp, TlsDemand demand, CancellationToken cancellationToken)
    {
        var opening = await OpenAsync(settings, address, isLmtp, demand, tryTls: true, cancellationToken);
        // A server whose TLS does not work still gets its mail, as before there was TLS (RFC 7435); unless TLS was demanded.
        return opening.IsTlsBroken && !demand.IsEnforced
            ? await OpenAsync(settings, address, isLmtp, demand, tryTls: false, cancellationToken) with { Fault = opening.Fault }
            : opening;
    }

    /// <summary>Sends a message to its recipients.</summary>
    public async Task<TransactionResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (message.Refusal(_server) is { } refusal)
            return new TransactionResult([.. message.Recipients.Select(_ => refusal)], false);

        var replies = new SmtpReply?[message.Recipients.Count];
        try
        {
            _messages++;
            await SendAsync(message, replies, cancellationToken);
            IsUsable = IsUsable && !replies.Any(r => r!.IsClosing);
        }
        catch (Exception e) when (e is IOException or TimeoutException or ConnectionAbortedException or ConnectionResetException or SmtpProtocolException or UnsendableMessageException or InvalidOperationException)
        {
            IsUsable = false;
            // The message is what is wrong: no wait mends it, and its sender is to know now.
            if (e is UnsendableMessageException)
                return new TransactionResult([.. replies.Select(r => r is { IsPositive: false } final ? final : new SmtpReply(554, [$"5.6.0 {e.Message}"]))], false);

            var text = e is SmtpProtocolException or TimeoutException ? e.Message : "The connection was lost.";
            for (var i = 0; i < replies.Length; i++)
                replies[i] = replies[i] is { IsPermanent: true } final ? final : new SmtpReply(451, [$"4.4.2 {text}"]);
        }

        return new TransactionResult([.. replies.Select(r => r!)], _server.Dsn) { IsEncrypted = IsEncrypted, Protection = Protection };
    }

    /// <summary>Asks whether the server takes mail for a recipient, without sending any.</summary>
    /// <returns>Its reply to the recipient; a temporary one when it takes nothing from nobody; 451 when the connection was lost.</returns>
    public async Task<SmtpReply> VerifyAsync(string address, CancellationToken cancellationToken)
    {
        if (!OutgoingMessage.IsSendable(address))
            return new SmtpReply(501, ["5.1.3 The address is not well-formed"]);
        var isUtf8 = OutgoingMessage.NeedsUtf8(address);
        if (isUtf8 && !_server.SmtpUtf8)
            return new SmtpReply(550, ["5.6.7 The address needs SMTPUTF8"]);

        try
        {
            var sender = await AskAsync(isUtf8 ? "MAIL FROM:<> SMTPUTF8" : "MAIL FROM:<>", SmtpClientLimits.Mail, cancellationToken);
            // One that takes nothing from nobody says nothing about its mailboxes.
            return sender.IsPositive ? await AskAsync($"RCPT TO:<{address}>", SmtpClientLimits.Recipient, cancellationToken) : new SmtpReply(451, sender.Lines);
        }
        catch (Exception e) when (e is IOException or TimeoutException or ConnectionAbortedException or ConnectionResetException or SmtpProtocolException or InvalidOperationException)
        {
            IsUsable = false;
            return new SmtpReply(451, ["4.4.2 The connection was lost."]);
        }
    }

    /// <summary>Whether the server still waits for a message; it may have hung up, or said goodbye, while the connection was idle.</summary>
    public bool IsQuiet() => IsUsable && !_connection.HasBufferedInput() && !(_socket.IsReadable());

    /// <summary>Says goodbye and closes.</summary>
    public async Task QuitAsync()
    {
        try
        {
            if (IsUsable)
            {
                _connection.WriteLine("QUIT");
                await _connection.FlushAsync(CancellationToken.None);
            }
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException or InvalidOperationException)
        {
            // It is gone already.
        }

        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        IsUsable = false;
        try
        {
            await _connection.DisposeAsync();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A TLS goodbye to a peer that hung up.
        }

        await _socket.DisposeAsync();
    }

    // What a server did not say is nought.
    private static int Lower(int said, int most) => said > 0 ? Math.Min(said, most) : most;

    private static async Task<SmtpOpening> OpenAsync(SmtpClientSettings settings, HopAddress address, bool isLmtp, TlsDemand demand, bool tryTls, CancellationToken cancellationToken)
    {
        SmtpClientConnection? connection = null;
        try
        {
            using var deadline = new CancellationTokenSource(SmtpClientLimits.Connect, settings.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            var socket = await SocketConnection.OpenAsync(address.EndPoint.ToString(), address.EndPoint, settings.Source, either.Token);
            connection = new SmtpClientConnection(socket, address, isLmtp, demand, settings.Time);
            var greeted = await connection.GreetAsync(settings, tryTls, cancellationToken) with { Source = (socket.LocalEndPoint as IPEndPoint)?.Address };
            if (greeted.Failure is null)
                return greeted with { Connection = connection };

            await connection.DisposeAsync();
            return greeted;
        }
        catch (Exception e) when (e is IOException or TimeoutException or SocketException or SmtpProtocolException or ConnectionAbortedException or ConnectionResetException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            if (connection is not null)
                await connection.DisposeAsync();
            var text = e is SocketException socket ? Said(socket.SocketErrorCode) : e is OperationCanceledException ? "no answer" : e.Message;
            return new SmtpOpening(null, new SmtpReply(451, [$"4.4.1 No connection to {address.Host}: {text}"]), null);
        }
    }

    // The sender reads it in a report.
    private static string Said(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "the connection was refused",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "the connection was lost",
        SocketError.TimedOut => "no answer",
        SocketError.HostUnreachable or SocketError.HostDown => "the host cannot be reached",
        SocketError.NetworkUnreachable or SocketError.NetworkDown => "the network cannot be reached",
        SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable => "this machine has no address of that kind",
        _ => "the network failed",
    };

    private async Task<SmtpOpening> GreetAsync(SmtpClientSettings settings, bool tryTls, CancellationToken cancellationToken)
    {
        var greeting = await ReadReplyAsync(SmtpClientLimits.Greeting, cancellationToken);
        if (!greeting.IsPositive)
            return new SmtpOpening(null, greeting, null);

        if (await HelloAsync(settings.HostName, cancellationToken) is { } refusal)
            return new SmtpOpening(null, refusal, null);

        if (!_server.StartTls || !tryTls)
            return WithoutTls("offers no TLS");

        var goAhead = await AskAsync("STARTTLS", SmtpClientLimits.Hello, cancellationToken);
        if (!goAhead.IsPositive)
            return WithoutTls("refused TLS");

        // What was said in clear is forgotten (RFC 3207 4.2), extensions too.
        _server = SmtpExtensions.None;
        if (!await _connection.StartTlsAsync(_demand.Name ?? Address.Host, (certificate, sent) => _certificateFault = settings.Certificates.Check(_demand, Address.Host, certificate, sent), SmtpClientLimits.Tls, cancellationToken))
            return new SmtpOpening(null, _demand.Refuse("7.10", $"TLS with {Address.Host} failed"), new TlsFault(TlsFault.Invalid, "the handshake failed")) { IsTlsBroken = true };

        var fault = _demand.Level >= TlsLevel.Certificate ? _certificateFault : null;
        if (fault is not null && _demand.IsEnforced)
            return new SmtpOpening(null, _demand.Refuse("7.5", $"{Address.Host} cannot prove who it is, which {_demand.By} requires: {fault.Text}"), fault);

        var failure = await HelloAsync(settings.HostName, cancellationToken);
        if (failure is null && _demand.NeedsKeyword && !_server.RequireTls)
            failure = _demand.Refuse("7.30", $"The sender requires verified TLS all the way, and {Address.Host} does not promise it");
        if (failure is null && settings.Login is { } login)
            failure = await new SmtpLogin(login, Address.Host, (line, ct) => AskAsync(line, SmtpClientLimits.Mail, ct)).LogInAsync(_server.Mechanisms, cancellationToken);
        return new SmtpOpening(null, failure, fault);
    }

    private SmtpOpening WithoutTls(string what) =>
        new(null, _demand.IsEnforced ? _demand.Refuse("7.10", $"{Address.Host} {what}, which {_demand.By} requires") : null, new TlsFault(TlsFault.NoStartTls, what));

    private async Task<SmtpReply?> HelloAsync(string hostName, CancellationToken cancellationToken)
    {
        var reply = await AskAsync($"{(_isLmtp ? "LHLO" : "EHLO")} {hostName}", SmtpClientLimits.Hello, cancellationToken);
        if (reply.IsPositive)
        {
            _server = SmtpExtensions.Read(reply);
            return null;
        }

        if (_isLmtp || !reply.IsPermanent)
            return reply;
        var old = await AskAsync($"HELO {hostName}", SmtpClientLimits.Hello, cancellationToken);
        return old.IsPositive ? null : old;
    }

    private async Task SendAsync(OutgoingMessage message, SmtpReply?[] replies, CancellationToken cancellationToken)
    {
        var asked = new List<int>();
        for (var i = 0; i < replies.Length; i++)
        {
            if (!OutgoingMessage.IsSendable(message.Recipients[i].Address))
                replies[i] = new SmtpReply(501, ["5.1.3 The address is not well-formed"]);
            else if (OutgoingMessage.NeedsUtf8(message.Recipients[i].Address) && !(_server.SmtpUtf8 && message.Envelope.IsUtf8))
                replies[i] = new SmtpReply(550, ["5.6.7 The address needs SMTPUTF8"]);
            else
                asked.Add(i);
        }

        if (asked.Count == 0)
            return;

        List<string> commands = [message.Mail(_server), .. asked.Select(i => message.Rcpt(message.Recipients[i], _server))];
        if (_server.Pipelining)
            commands.Add("DATA");
        var answers = await AskAllAsync(commands, cancellationToken);
        for (var i = 0; i < asked.Count; i++)
            replies[asked[i]] = answers[0].IsPositive || answers[i + 1].IsClosing ? answers[i + 1] : answers[0];
        var accepted = answers[0].IsPositive ? asked.Where(i => replies[i]!.IsPositive).ToList() : [];
        var goAhead = _server.Pipelining ? answers[^1] : accepted.Count > 0 ? await AskAsync("DATA", SmtpClientLimits.Data, cancellationToken) : new SmtpReply(503, []);
        if (!goAhead.IsIntermediate)
        {
            accepted.ForEach(i => replies[i] = goAhead.IsPositive ? new SmtpReply(451, ["4.5.0 The server answered DATA out of turn"]) : goAhead);
            accepted.Clear();
        }

        if (accepted.Count == 0)
        {
            await AbandonAsync(goAhead, cancellationToken);
            return;
        }

        await SendDataAsync(message, cancellationToken);
        SmtpReply? one = null;
        foreach (var i in accepted)
            replies[i] = _isLmtp ? await ReadReplyAsync(SmtpClientLimits.DataEnd, cancellationToken) : one ??= await ReadReplyAsync(SmtpClientLimits.DataEnd, cancellationToken);
    }

    // Nobody gets it. A server that wants the data all the same gets an empty message for nobody (RFC 2920 3.1), which it refuses.
    private async Task AbandonAsync(SmtpReply goAhead, CancellationToken cancellationToken)
    {
        if (goAhead.IsIntermediate)
            await AskAsync(".", SmtpClientLimits.DataEnd, cancellationToken);
        IsUsable = (await AskAsync("RSET", SmtpClientLimits.Hello, cancellationToken)).IsPositive;
    }

    private async Task SendDataAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        await using var content = message.Envelope.Body == MessageBody.EightBit && !_server.EightBitMime ? await SevenBitForm.OpenAsync(message, cancellationToken) : message.OpenContent();
        if (!await DotStuffedWriter.WriteAsync(_connection, content, cancellationToken))
            throw new UnsendableMessageException("The message has a CR or LF alone and cannot be sent as lines.");
        await _connection.FlushAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<SmtpReply>> AskAllAsync(List<string> commands, CancellationToken cancellationToken)
    {
        var answers = new List<SmtpReply>(commands.Count);
        if (!_server.Pipelining)
        {
            foreach (var command in commands)
                answers.Add(answers is [{ IsPositive: false }, ..] ? answers[0] : await AskAsync(command, SmtpClientLimits.Recipient, cancellationToken));
            return answers;
        }

        EnsureInStep();
        foreach (var command in commands)
            _connection.WriteLine(command);
        await _connection.FlushAsync(cancellationToken);
        foreach (var _ in commands)
            answers.Add(await ReadReplyAsync(SmtpClientLimits.Recipient, cancellationToken));
        return answers;
    }

    private async Task<SmtpReply> AskAsync(string command, TimeSpan patience, CancellationToken cancellationToken)
    {
        EnsureInStep();
        _connection.WriteLine(command);
        await _connection.FlushAsync(cancellationToken);
        return await ReadReplyAsync(patience, cancellationToken);
    }

    // A reply to what was not asked: from here on every reply would be taken for another command's.
    private void EnsureInStep()
    {
        if (_connection.HasBufferedInput())
            throw new SmtpProtocolException("The server answered what it was not asked.");
    }

    private async Task<SmtpReply> ReadReplyAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = _connection.Time.GetTimestamp();
        var lines = new List<string>();
        var code = 0;
        while (lines.Count < SmtpClientLimits.ReplyLines)
        {
            var line = await _connection.ReadLineAsync(SmtpClientLimits.ReplyLine, patience - _connection.Time.GetElapsedTime(start), cancellationToken);
            if (line.Kind == LineKind.End)
                throw new IOException("The server hung up.");
            if (line.Kind != LineKind.Complete || !TryRead(line.Octets, out var number, out var isLast, out var text) || (lines.Count > 0 && number != code))
                throw new SmtpProtocolException("The server's reply is not well-formed.");

            code = number;
            lines.Add(text);
            if (isLast)
                return new SmtpReply(code, lines);
        }

        throw new SmtpProtocolException("The server's reply has no end.");
    }

    private static bool TryRead(ReadOnlySpan<byte> line, out int code, out bool isLast, out string text)
    {
        (code, isLast, text) = (0, true, "");
        if (line.Length < 3 || line[0] is < (byte)'2' or > (byte)'5' || !int.TryParse(line[..3], NumberStyles.None, CultureInfo.InvariantCulture, out code)
            || (line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-')))
            return false;

        isLast = line.Length == 3 || line[3] == ' ';
        // The text goes into logs and notifications.
        text = line.Length > 4 ? new string([.. Encoding.UTF8.GetString(line[4..]).Select(c => char.IsControl(c) ? ' ' : c)]) : "";
        return true;
    }
}

/// <summary>The server does not speak SMTP as it must be spoken; the connection is of no more use.</summary>
internal sealed class SmtpProtocolException(string message) : Exception(message);

/// <summary>A message that cannot be sent as it is, to any server; the connection, in the middle of it, is of no more use.</summary>
internal sealed class UnsendableMessageException(string message) : Exception(message);
