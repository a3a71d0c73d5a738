using System.Buffers;
using System.Text;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Directory;
using Oss.MailEngine.ManageSieve.Commands;
using Oss.MailEngine.Sieve.Scripts;

namespace Oss.MailEngine.ManageSieve;

/// <summary>One ManageSieve connection (RFC 5804): reads commands and finds them in the table. The commands are in <c>Commands/</c>.</summary>
internal sealed class ManageSieveSession(MailConnection connection, ManageSieveServices services)
{
    private ScriptStore? _scripts;
    private int _errors;
    private bool _finished;

    public MailConnection Connection => connection;

    public ManageSieveServices Services => services;

    /// <summary>Who is logged in.</summary>
    public MailboxAccount? User { get; private set; }

    public ScriptStore Scripts => _scripts ?? throw new ManageSieveRefusal(null, "Log in first");

    private TimeSpan Patience => User is null ? ManageSieveLimits.PatienceBeforeLogin : ManageSieveLimits.Patience;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        CapabilityCommand.Write(this);
        Ok($"{services.Options.HostName} ready");
        try
        {
            while (!_finished)
            {
                if (connection.IsFlushDue())
                    await connection.FlushAsync(cancellationToken);
                var literal = User is null ? ManageSieveLimits.LiteralBeforeLogin : ManageSieveLimits.Literal;
                if (await connection.ReadCommandAsync(literal, Patience, cancellationToken) is not { } input)
                    break;
                await HandleAsync(input, cancellationToken);
            }
        }
        catch (TimeoutException)
        {
            Bye("Nothing was said for too long");
        }
        catch (OperationCanceledException) when (!connection.Closed.IsCancellationRequested)
        {
            Bye(connection.EndReason ?? "The server is going down");
            cancellationToken = connection.Closed;
        }

        await connection.FlushAsync(cancellationToken);
    }

    public void Ok(string? text = null, string? code = null) => Reply("OK", code, text);

    public void Bye(string text)
    {
        _finished = true;
        Reply("BYE", null, text);
    }

    /// <summary>Ends the connection after this command.</summary>
    public void Finish() => _finished = true;

    /// <summary>Writes a string: quoted where that can hold it, else as a literal (RFC 5804 4).</summary>
    public static string Quote(string text) => text.Length <= 1000 && !text.Any(char.IsControl)
        ? "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\""
        : $"{{{Encoding.UTF8.GetByteCount(text)}}}\r\n{text}";

    public void WriteOctets(ReadOnlySpan<byte> octets) => connection.Output.Write(octets);

    /// <summary>Opens the scripts of whoever logged in.</summary>
    public void Enter(MailboxAccount account)
    {
        try
        {
            _scripts = new ScriptStore(services.Storage.Open(account).Home, services.Options.Sieve);
            User = account;
        }
        catch (IOException)
        {
            throw new ManageSieveRefusal("TRYLATER", "The mailbox is out of reach; try again later");
        }
    }

    public void Leave() => (_scripts, User) = (null, null);

    private async Task HandleAsync(ManageSieveInput input, CancellationToken cancellationToken)
    {
        try
        {
            if (input.Error == "TOOLARGE")
                throw new ManageSieveRefusal(User is null ? null : "QUOTA/MAXSIZE", "This is larger than the server takes");
            if (input.Error is { } error)
                throw new ManageSieveRefusal(null, error);
            var command = ManageSieveCommands.Find(input.Verb) ?? throw new ManageSieveRefusal(null, "Unknown command");
            if (!command.States.HasFlag(User is null ? ManageSieveStates.BeforeLogin : ManageSieveStates.AfterLogin))
                throw new ManageSieveRefusal(null, User is null ? "Log in first" : "Not after login");
            await command.Handle(this, input, cancellationToken);
        }
        catch (ManageSieveRefusal e)
        {
            Reply("NO", e.Code, e.Message);
            // A script that is wrong is no attack; a client that sends what is no command is.
            if ((User is null || input.Error is not null || ManageSieveCommands.Find(input.Verb) is null) && ++_errors >= ManageSieveLimits.Errors)
                Bye("Too many errors");
        }
        catch (Exception e) when (User is not null && e is IOException or UnauthorizedAccessException)
        {
            Reply("NO", "TRYLATER", "The scripts cannot be reached or written now; nothing was changed");
        }
    }

    private void Reply(string kind, string? code, string? text) =>
        connection.WriteLine(kind + (code is null ? "" : $" ({code})") + (text is null ? "" : $" {Quote(text)}"));
}
