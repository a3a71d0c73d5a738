namespace Oss.MailEngine.Pop3;

/// <summary>When a command may come (RFC 1939 3).</summary>
[Flags]
internal enum Pop3States
{
    Authorization = 1,
    Transaction = 2,
    Any = Authorization | Transaction,
}

/// <summary>Answers a command.</summary>
internal delegate Task Pop3Handler(Pop3Session session, Pop3Arguments arguments, CancellationToken cancellationToken);

/// <summary>One row of the protocol's table.</summary>
/// <param name="Verb">The command's keyword.</param>
/// <param name="States">When it may come.</param>
/// <param name="Handle">Answers it.</param>
internal sealed record Pop3Command(string Verb, Pop3States States, Pop3Handler Handle)
{
    /// <summary>What CAPA says because this command is here, in the session's present state.</summary>
    public Func<Pop3Session, IEnumerable<string>> Capabilities { get; init; } = static _ => [];
}
