using System.Text;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Sasl;

namespace Oss.MailEngine.Imap;

/// <summary>Greeting, TLS and login (RFC 3501 6.1, 6.2).</summary>
internal sealed partial class ImapSession
{
    public Task CapabilityAsync(ImapRequest request)
    {
        connection.WriteLine($"* CAPABILITY {Capabilities}");
        Ok(request, "These");
        return Task.CompletedTask;
    }

    public Task NothingAsync(ImapRequest request) => CompleteAsync(request, "Done", connection.Closed);

    public Task LogoutAsync(ImapRequest request)
    {
        connection.WriteLine("* BYE Goodbye");
        Ok(request, "Logged out");
        _finished = true;
        return Task.CompletedTask;
    }

    public Task IdAsync(ImapRequest request)
    {
        connection.WriteLine("* ID (\"name\" \"Oss\")");
        Ok(request, "Done");
        return Task.CompletedTask;
    }

    public async Task StartTlsAsync(ImapRequest request, CancellationToken cancellationToken)
    {
        if (connection.IsEncrypted)
        {
            Bad(request.Tag, "TLS is on already");
            return;
        }

        await connection.FlushAsync(cancellationToken);
        _finished = !await connection.UpgradeToTlsAsync(Encoding.ASCII.GetBytes($"{request.Tag} OK Go ahead\r\n"), options.Certificate, ImapLimits.LoginPatience, cancellationToken);
    }

    public async Task LoginAsync(ImapRequest request, CancellationToken cancellationToken)
    {
        var user = request.Arguments.AString();
        request.Arguments.Expect(' ');
        var password = request.Arguments.AString();
        request.Arguments.ExpectEnd();
        if (!MayLogIn)
            No(request.Tag, "[PRIVACYREQUIRED] Encryption is required first: STARTTLS");
        else
            Enter(request, await login.LoginAsync(connection, MailService.Imap, user, password, cancellationToken));
    }

    public async Task AuthenticateAsync(ImapRequest request, CancellationToken cancellationToken)
    {
        var mechanism = request.Arguments.Atom();
        var initial = request.Arguments.TryTake(' ') ? request.Arguments.Atom("=") : null;
        if (!MayLogIn)
            No(request.Tag, "[PRIVACYREQUIRED] Encryption is required first: STARTTLS");
        else
            Enter(request, await login.RunAsync(connection, MailService.Imap, mechanism, initial, text => ChallengeAsync(text, cancellationToken), cancellationToken));
    }

    private async Task<string?> ChallengeAsync(string text, CancellationToken cancellationToken)
    {
        connection.WriteLine($"+ {text}");
        await connection.FlushAsync(cancellationToken);
        var line = await connection.ReadLineAsync(SaslLogin.MaxLineOctets, ImapLimits.LoginPatience, cancellationToken);
        return line.Kind == LineKind.End ? null : line.Kind == LineKind.Complete ? Encoding.ASCII.GetString(line.Octets) : "*";
    }

    private void Enter(ImapRequest request, (SaslResult Result, MailboxAccount? Account) outcome)
    {
        if (outcome.Account is { } account)
        {
            _mailbox = storage.Open(account);
            Ok(request, $"[CAPABILITY {Capabilities}] Welcome");
        }
        else if (outcome.Result is SaslResult.Malformed or SaslResult.Cancelled or SaslResult.UnknownMechanism)
            Bad(request.Tag, "The login was not understood");
        else
        {
            No(request.Tag, outcome.Result switch
            {
                SaslResult.Denied => "[AUTHORIZATIONFAILED] IMAP is not enabled for this account",
                SaslResult.Unavailable => "[UNAVAILABLE] Try again later",
                _ => "[AUTHENTICATIONFAILED] User name or password is wrong",
            });
        }
    }
}
