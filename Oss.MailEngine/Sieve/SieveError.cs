namespace Oss.MailEngine.Sieve;

/// <summary>One thing that is wrong with a script, and where, in a sentence for its author.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
/// <param name="Sentence">What is wrong and, where it can be known, what would be right.</param>
public sealed record SieveError(int Line, int Column, string Sentence)
{
    /// <summary>The script, when it is not the one asked about but one that it includes.</summary>
    public string? Script { get; init; }

    /// <summary>As it is shown: <c>line 3, column 5: …</c></summary>
    public override string ToString() => (Script is null ? "" : $"script \"{Script}\", ") + $"line {Line}, column {Column}: {Sentence}";
}

/// <summary>Where something stands in a script; both count from 1.</summary>
internal readonly record struct SievePosition(int Line, int Column);

/// <summary>Ends the reading or the running of a script.</summary>
internal sealed class SieveException(SievePosition at, string sentence) : Exception(sentence)
{
    public SieveError Error { get; } = new(at.Line, at.Column, sentence);
}
