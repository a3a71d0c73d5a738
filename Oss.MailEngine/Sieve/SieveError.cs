namespace Oss.MailEngine.Sieve;

/// <summary>One thing that is wrong with a script, and where, in a sentence for its author.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
/// <param name="Sentence">What is wrong and, where it can be known, what would be right.</param>
public sealed record SieveError(int Line, int Column, Sentence Sentence)
{
    internal SieveError(SievePosition at, string english, string german)
        : this(at.Line, at.Column, new Sentence(english, german))
    {
    }

    /// <summary>The script, when it is not the one asked about but one that it includes.</summary>
    public string? Script { get; init; }

    /// <summary>The sentence with its place: <c>line 3, column 5: …</c></summary>
    public Sentence Whole => new(
        (Script is null ? "" : $"script \"{Script}\", ") + $"line {Line}, column {Column}: {Sentence.English}",
        (Script is null ? "" : $"Skript \"{Script}\", ") + $"Zeile {Line}, Spalte {Column}: {Sentence.German}");

    /// <summary><see cref="Whole"/> in English.</summary>
    public override string ToString() => Whole.English;
}

/// <summary>Where something stands in a script; both count from 1.</summary>
internal readonly record struct SievePosition(int Line, int Column);

/// <summary>Ends the reading or the running of a script.</summary>
internal sealed class SieveException(SievePosition at, Sentence sentence) : Exception(sentence.English)
{
    public SieveException(SievePosition at, string english, string german)
        : this(at, new Sentence(english, german))
    {
    }

    public SieveError Error { get; } = new(at.Line, at.Column, sentence);
}
