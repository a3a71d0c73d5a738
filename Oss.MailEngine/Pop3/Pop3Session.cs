using System.Text;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Pop3;

/// <summary>One POP3 connection (RFC 1939): reads commands and finds them in the table. The commands are in <c>Commands/</c>.</summary>
internal sealed class Pop3Session(MailConnection connection, Pop3Services services)
{
    private Maildrop? _maildrop;
    private int _errors;
    private bool _finished;

    public MailConnection Connection => connection;

    public Pop3Services Services => services;

    /// <summary>The name USER gave, until PASS.</summary>
    public string? User { get; set; }

    /// <summary>Whether the client takes UTF-8 in headers (RFC 6856).</summary>
    public bool IsUtf8 { get; set; }

    public bool IsEntered => _maildrop is not null;

    public Maildrop Maildrop => _maildrop ?? throw new Pop3RefusalException("Log in first");

    public bool MayLogIn => services.Login.MaySendPassword(connection);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Ok($"{services.Options.HostName} POP3 ready");
        try
        {
            while (!_finished)
            {
                if (connection.IsFlushDue())
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

    public void Ok(string text = "") => connection.WriteLine(text.Length > 0 ? $"+OK {text}" : "+OK");

    public void Error(string text)
    {
        connection.WriteLine($"-ERR {text}");
        _finished |= ++_errors >= Pop3Limits.Errors;
    }

    /// <summary>Writes an answer of many lines.</summary>
    public void Lines(string text, IEnumerable<string> lines)
    {
        Ok(text);
        foreach (var line in lines)
            connection.WriteLine(line);
        connection.WriteLine(".");
    }

    /// <summary>Ends the connection after this command.</summary>
    public void Finish() => _finished = true;

    /// <summary>Takes the snapshot that the session lives with.</summary>
    public async Task EnterAsync(MailboxAccount account, CancellationToken cancellationToken)
    {
        try
        {
            if (!services.Delay.TryEnter(account.Id))
                throw new Pop3RefusalException("[LOGIN-DELAY] You were here a moment ago");
            var inbox = services.Storage.Open(account).Inbox;
            _maildrop = new Maildrop(inbox, await inbox.SyncAsync(cancellationToken), services.Uidl);
        }
        catch (IOException)
        {
            throw new Pop3RefusalException("[SYS/TEMP] The mailbox is out of reach; try again later");
        }
    }

    /// <summary>Removes what was marked; before login there is nothing.</summary>
    public Task ExpungeAsync(CancellationToken cancellationToken) => _maildrop?.ExpungeAsync(cancellationToken) ?? Task.CompletedTask;

    private async Task HandleAsync(Line line, CancellationToken cancellationToken)
    {
        var words = Encoding.UTF8.GetString(line.Octets).Split(' ', 2);
        try
        {
            if (line.Kind != LineKind.Complete)
                throw new Pop3RefusalException("The line is too long or not well-formed");
            var command = Pop3Commands.Find(words[0].ToUpperInvariant()) ?? throw new Pop3RefusalException("Unknown command");
            if (!command.States.HasFlag(IsEntered ? Pop3States.Transaction : Pop3States.Authorization))
                throw new Pop3RefusalException(IsEntered ? "Logged in already" : "Log in first");
            await command.Handle(this, new Pop3Arguments(words.Length > 1 ? words[1] : ""), cancellationToken);
        }
        catch (Pop3RefusalException e)
        {
            Error(e.Message);
        }
    }
}
