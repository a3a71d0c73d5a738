namespace Oss.MailEngine.ManageSieve;

/// <summary>When a command may come (RFC 5804 2).</summary>
[Flags]
internal enum ManageSieveStates
{
    BeforeLogin = 1,
    AfterLogin = 2,
    Any = BeforeLogin | AfterLogin,
}

/// <summary>Answers a command.</summary>
internal delegate Task ManageSieveHandler(ManageSieveSession session, ManageSieveInput input, CancellationToken cancellationToken);

/// <summary>One row of the protocol's table.</summary>
internal sealed record ManageSieveCommand(string Verb, ManageSieveStates States, ManageSieveHandler Handle);

/// <summary>Ends a command with NO: a response code such as <c>(QUOTA/MAXSIZE)</c> or none, and a text for the user.</summary>
internal sealed class ManageSieveRefusal(string? code, string text) : Exception(text)
{
    public string? Code => code;
}
