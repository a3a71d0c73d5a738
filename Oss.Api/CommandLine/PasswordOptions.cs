using System.CommandLine;
using Oss.Domain;
using Oss.Domain.Orders;
using Oss.Domain.Passwords;

namespace Oss.Api.CommandLine;

/// <summary>Where a password comes from: never an argument, which every user of the machine could read in the list of processes.</summary>
internal sealed class PasswordOptions
{
    private readonly Option<bool> _stdin = new("--password-stdin") { Description = "Reads the password from standard input, one line." };
    private readonly Option<bool> _hash = new("--hash-stdin") { Description = "Reads a hash in Dovecot's {SCHEME} form from standard input, one line." };

    public void AddTo(Command command)
    {
        command.Add(_stdin);
        command.Add(_hash);
    }

    /// <summary>Uses the password given, or one generated, which is shown once it is set.</summary>
    public async Task<int> UseAsync(Terminal terminal, ParseResult parsed, CommandPlatform platform, Func<PasswordChange, Task<int>> use)
    {
        if (parsed.GetValue(_stdin) || parsed.GetValue(_hash))
        {
            return await terminal.Input.ReadLineAsync() is { Length: > 0 } line
                ? await use(new PasswordChange(line, parsed.GetValue(_hash)))
                : platform.Answer.Refuse(new DomainError.Validation([new Finding("password", ErrorCodes.Required, "Standard input has no password.")]));
        }

        var generated = GeneratedPassword.Create();
        var code = await use(new PasswordChange(generated, IsHash: false));
        if (code is ExitCodes.Done or ExitCodes.Accepted)
            terminal.Errors.WriteLine($"Password, shown once: {generated}");
        return code;
    }
}
