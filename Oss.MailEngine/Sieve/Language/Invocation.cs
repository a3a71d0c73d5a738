namespace Oss.MailEngine.Sieve.Language;

/// <summary>A command or test as it stands in the script, before anybody asked whether it exists (RFC 5228 8.2).</summary>
internal sealed record Invocation(
    string Name, SievePosition At, IReadOnlyList<Argument> Arguments, IReadOnlyList<Invocation> Tests, IReadOnlyList<Invocation>? Block);

/// <summary>One argument.</summary>
internal abstract record Argument(SievePosition At)
{
    internal sealed record Tag(SievePosition At, string Name) : Argument(At);

    internal sealed record Number(SievePosition At, long Value) : Argument(At);

    /// <summary>A string, or a list of strings in brackets; where a list is asked for, one string is a list of one.</summary>
    internal sealed record Strings(SievePosition At, IReadOnlyList<(SievePosition At, string Text)> Items, bool IsList) : Argument(At);
}
