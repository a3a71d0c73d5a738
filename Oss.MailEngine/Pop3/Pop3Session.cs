using System.Buffers;
using System.Globalization;
using System.Text;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Sasl;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Pop3;

/// <summary>One POP3 connection (RFC 1939). The messages are those of the moment of login: a client that hangs blocks neither delivery nor IMAP.</summary>
internal sealed class Pop3Session(MailConnection connection, MailEngineOptions options, MailStorage storage, SaslLogin login)
{
    private static readonly Dictionary<string, (bool Authenticated, Func<Pop3Session, string, CancellationToken, Task> Handle)> Commands = new()
    {
        ["USER"] = (false, (s, a, _) => s.UserAsync(a)),
        ["PASS"] = (false, (s, a, ct) => s.PassAsync(a, ct)),
        ["AUTH"] = (false, (s, a, ct) => s.AuthAsync(a, ct)),
        ["STLS"] = (false, (s, _, ct) => s.StartTlsAsync(ct)),
        ["STAT"] = (true, (s, _, _) => s.OkAsync($"{s.Left.Count()} {s.Left.Sum(m => m.WireSize)}")),
        ["LIST"] = (true, (s, a, _) => s.ListAsync(a, m => m.WireSize.ToString(CultureInfo.InvariantCulture))),
        ["UIDL"] = (true, (s, a, _) => s.ListAsync(a, s.Uidl)),
        ["RETR"] = (true, (s, a, ct) => s.RetrieveAsync(a, null, ct)),
        ["TOP"] = (true, (s, a, ct) => s.TopAsync(a, ct)),
        ["DELE"] = (true, (s, a, _) => s.DeleteAsync(a)),
        ["RSET"] = (true, (s, _, _) => s.ResetAsync()),
        ["NOOP"] = (true, (s, _, _) => s.OkAsync("")),
    };

    private readonly HashSet<uint> _deleted = [];
    private Folder? _inbox;
    private FolderSnapshot? _snapshot;
    private string? _user;
    private int _errors;
    private bool _finished;

    private IEnumerable<StoredMessage> Left => _snapshot!.Messages.Where(m => !_deleted.Contains(m.Uid));

    private bool MayLogIn => connection.IsEncrypted || connection.IsLocal;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await OkAsync($"{options.HostName} POP3 ready");
        try
        {
            while (!_finished)
            {
                if (!connection.HasBufferedInput())
                    await connection.FlushAsync(cancellationToken);
                var line = await connection.ReadLineAsync(Pop3Limits.CommandLine, Pop3Limits.Patience, cancellationToken);
                if (line.Kind == LineKind.End)
                    return;
                await HandleAsync(line, cancellationToken);
            }
        }
        catch (TimeoutException)
        {
            // RFC 1939 3: without a QUIT nothing is deleted, and nothing is said.
        }

        await connection.FlushAsync(cancellationToken);
    }

    private async Task HandleAsync(Line line, CancellationToken cancellationToken)
    {
        var words = Encoding.UTF8.GetString(line.Octets).Split(' ', 2);
        var verb = words[0].ToUpperInvariant();
        var argument = words.Length > 1 ? words[1] : "";
        if (line.Kind != LineKind.Complete)
            await ErrorAsync("The line is too long or not well-formed");
        else if (verb == "CAPA")
            Capabilities();
        else if (verb == "QUIT")
            await QuitAsync(cancellationToken);
        else if (!Commands.TryGetValue(verb, out var command))
            await ErrorAsync("Unknown command");
        else if (command.Authenticated != _snapshot is not null)
            await ErrorAsync(_snapshot is null ? "Log in first" : "Logged in already");
        else
            await command.Handle(this, argument, cancellationToken);
    }

    private void Capabilities()
    {
        List<string> lines = ["TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING", "IMPLEMENTATION Oss"];
        if (!connection.IsEncrypted && _snapshot is null)
            lines.Add("STLS");
        if (MayLogIn && _snapshot is null)
            lines.AddRange(["USER", $"SASL {string.Join(' ', SaslLogin.Mechanisms)}"]);
        connection.WriteLine("+OK Capabilities follow");
        lines.ForEach(connection.WriteLine);
        connection.WriteLine(".");
    }

    private Task UserAsync(string name)
    {
        if (!MayLogIn)
            return ErrorAsync("[SYS/PERM] Encryption is required first: STLS");
        if (name.Length == 0)
            return ErrorAsync("USER takes a name");
        _user = name;
        return OkAsync("Now the password");
    }

    private async Task PassAsync(string password, CancellationToken cancellationToken)
    {
        if (_user is null)
            await ErrorAsync("USER first");
        else
            await EnterAsync(await login.LoginAsync(connection, MailService.Pop3, _user, password, cancellationToken), cancellationToken);
        _user = null;
    }

    private async Task AuthAsync(string argument, CancellationToken cancellationToken)
    {
        if (!MayLogIn)
        {
            await ErrorAsync("[SYS/PERM] Encryption is required first: STLS");
            return;
        }

        var words = argument.Split(' ', 2);
        await EnterAsync(
            await login.RunAsync(connection, MailService.Pop3, words[0], words.Length > 1 ? words[1] : null, text => ChallengeAsync(text, cancellationToken), cancellationToken),
            cancellationToken);
    }

    private async Task<string?> ChallengeAsync(string text, CancellationToken cancellationToken)
    {
        connection.WriteLine($"+ {text}");
        await connection.FlushAsync(cancellationToken);
        var line = await connection.ReadLineAsync(SaslLogin.MaxLineOctets, Pop3Limits.Patience, cancellationToken);
        return line.Kind == LineKind.End ? null : line.Kind == LineKind.Complete ? Encoding.ASCII.GetString(line.Octets) : "*";
    }

    private async Task EnterAsync((SaslResult Result, MailboxAccount? Account) outcome, CancellationToken cancellationToken)
    {
        if (outcome.Account is not { } account)
        {
            await ErrorAsync(outcome.Result switch
            {
                SaslResult.Rejected => "[AUTH] User name or password is wrong",
                SaslResult.Denied => "[SYS/PERM] POP3 is not enabled for this account",
                SaslResult.Unavailable => "[SYS/TEMP] Try again later",
                _ => "The login was not understood",
            });
            return;
        }

        try
        {
            _inbox = storage.Open(account).Inbox;
            _snapshot = await _inbox.SyncAsync(cancellationToken);
            await OkAsync($"{_snapshot.Messages.Length} messages");
        }
        catch (IOException)
        {
            await ErrorAsync("[SYS/TEMP] The mailbox is out of reach; try again later");
        }
    }

    private async Task StartTlsAsync(CancellationToken cancellationToken)
    {
        if (connection.IsEncrypted)
        {
            await ErrorAsync("TLS is on already");
            return;
        }

        _user = null;
        await connection.FlushAsync(cancellationToken);
        _finished = !await connection.UpgradeToTlsAsync("+OK Go ahead\r\n"u8.ToArray(), options.Certificate, Pop3Limits.Patience, cancellationToken);
    }

    private async Task ListAsync(string argument, Func<StoredMessage, string> what)
    {
        if (argument.Length > 0)
        {
            if (Find(argument) is { } found)
                await OkAsync($"{argument} {what(found)}");
            else
                await ErrorAsync("There is no such message");
            return;
        }

        connection.WriteLine("+OK");
        for (var i = 0; i < _snapshot!.Messages.Length; i++)
        {
            if (!_deleted.Contains(_snapshot.Messages[i].Uid))
                connection.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1} {what(_snapshot.Messages[i])}"));
        }

        connection.WriteLine(".");
    }

    // Dovecot's default %08Xu%08Xv, unless a migration brought another along.
    private string Uidl(StoredMessage message) => message.Uidl ?? string.Create(CultureInfo.InvariantCulture, $"{message.Uid:X8}{_snapshot!.UidValidity:X8}");

    private Task TopAsync(string argument, CancellationToken cancellationToken) =>
        argument.Split(' ') is [var number, var lines] && int.TryParse(lines, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? RetrieveAsync(number, count, cancellationToken)
            : ErrorAsync("TOP takes a message number and a number of lines");

    private async Task RetrieveAsync(string number, int? bodyLines, CancellationToken cancellationToken)
    {
        if (Find(number) is not { } message || await _inbox!.OpenAsync(message.Uid, cancellationToken) is not { } content)
        {
            await ErrorAsync("There is no such message");
            return;
        }

        await using (content)
        {
            connection.WriteLine($"+OK {message.WireSize} octets");
            await SendAsync(content, bodyLines, cancellationToken);
        }
    }

    private async Task SendAsync(Stream content, int? bodyLines, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            var stuffing = new DotStuffing(bodyLines);
            int read;
            while (!stuffing.IsDone && (read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                stuffing.Write(buffer.AsSpan(0, read), connection.Output);
                // A slow client holds the reading back, not the memory.
                await connection.FlushAsync(cancellationToken);
            }

            if (!stuffing.AtLineStart)
                connection.Output.Write("\r\n"u8);
            connection.WriteLine(".");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Task DeleteAsync(string number)
    {
        if (Find(number) is not { } message)
            return ErrorAsync("There is no such message");
        _deleted.Add(message.Uid);
        return OkAsync("Marked");
    }

    private Task ResetAsync()
    {
        _deleted.Clear();
        return OkAsync("");
    }

    private async Task QuitAsync(CancellationToken cancellationToken)
    {
        _finished = true;
        try
        {
            if (_deleted.Count > 0)
                await _inbox!.ExpungeAsync(_deleted, cancellationToken);
            await OkAsync("Goodbye");
        }
        catch (IOException)
        {
            await ErrorAsync("[SYS/TEMP] Some messages were not deleted");
        }
    }

    private StoredMessage? Find(string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= _snapshot!.Messages.Length
            && !_deleted.Contains(_snapshot.Messages[n - 1].Uid)
            ? _snapshot.Messages[n - 1]
            : null;

    private Task OkAsync(string text)
    {
        connection.WriteLine(text.Length > 0 ? $"+OK {text}" : "+OK");
        return Task.CompletedTask;
    }

    private Task ErrorAsync(string text)
    {
        connection.WriteLine($"-ERR {text}");
        _finished |= ++_errors >= Pop3Limits.Errors;
        return Task.CompletedTask;
    }
}
