using System.Text;

namespace Oss.MailEngine.Smtp.Client.Login;

/// <summary>Logs this server in to a smart host (RFC 4954), by the strongest mechanism that both have: SCRAM-SHA-256, PLAIN, LOGIN. In TLS only, and nothing that the server says of it is kept:
/// it might say again what it was told.</summary>
internal sealed class SmtpLogin(SmartHostLogin login, string host, Func<string, CancellationToken, Task<SmtpReply>> ask)
{
    /// <summary>Logs in.</summary>
    /// <returns>Why it did not; <see langword="null"/> when it did. Temporary: whoever mends the password does not want all mail to have come back meanwhile.</returns>
    public async Task<SmtpReply?> LogInAsync(IReadOnlyCollection<string> mechanisms, CancellationToken cancellationToken)
    {
        string password;
        try
        {
            // Read each time: a new password needs no restart.
            password = (await File.ReadAllTextAsync(login.PasswordFile, cancellationToken)).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SmtpReply(451, [$"4.7.8 The password for {host} cannot be read from its file"]);
        }

        var reply = mechanisms.Contains("SCRAM-SHA-256", StringComparer.OrdinalIgnoreCase) ? await ScramAsync(password, cancellationToken)
            : mechanisms.Contains("PLAIN", StringComparer.OrdinalIgnoreCase) ? await ask($"AUTH PLAIN {Base64($"\0{login.User}\0{password}")}", cancellationToken)
            : mechanisms.Contains("LOGIN", StringComparer.OrdinalIgnoreCase) ? await LoginAsync(password, cancellationToken)
            : null;
        return reply switch
        {
            null => new SmtpReply(451, [$"4.7.8 {host} offers no way to log in that this server has"]),
            { Code: 235 } => null,
            _ => new SmtpReply(451, [$"4.7.8 {host} does not let this server in: {reply.Code} {reply.Status}"]),
        };
    }

    private async Task<SmtpReply> LoginAsync(string password, CancellationToken cancellationToken)
    {
        var reply = await ask("AUTH LOGIN", cancellationToken);
        if (reply.Code == 334)
            reply = await ask(Base64(login.User), cancellationToken);
        return reply.Code == 334 ? await ask(Base64(password), cancellationToken) : reply;
    }

    private async Task<SmtpReply> ScramAsync(string password, CancellationToken cancellationToken)
    {
        var scram = new ScramClient(login.User, password);
        var reply = await ask($"AUTH SCRAM-SHA-256 {Base64(scram.First)}", cancellationToken);
        if (reply.Code != 334)
            return reply;
        if (Text(reply) is not { } challenge || scram.Answer(challenge) is not { } answer)
            return await ask("*", cancellationToken) is { Code: 235 } ? new SmtpReply(535, []) : new SmtpReply(501, []);

        reply = await ask(Base64(answer), cancellationToken);
        if (reply.Code != 334)
            // Let in without a proof: who cannot prove that it knows the password is not the server that was meant.
            return reply.Code == 235 ? new SmtpReply(535, []) : reply;
        return Text(reply) is { } proof && scram.IsProven(proof) ? await ask("", cancellationToken) : await ask("*", cancellationToken) is { Code: 235 } ? new SmtpReply(535, []) : new SmtpReply(501, []);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string? Text(SmtpReply reply)
    {
        var buffer = new byte[reply.Lines[^1].Length];
        return Convert.TryFromBase64String(reply.Lines[^1], buffer, out var length) ? Encoding.UTF8.GetString(buffer, 0, length) : null;
    }
}
