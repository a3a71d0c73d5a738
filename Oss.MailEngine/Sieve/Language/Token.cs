namespace Oss.MailEngine.Sieve.Language;

internal enum TokenKind
{
    Identifier,
    Tag,
    Number,
    Text,

    /// <summary>One of <c>; , ( ) [ ] { }</c>.</summary>
    Mark,
    End,
}

/// <summary>One token: identifiers and tags in lower case, strings with escapes resolved and CRLF as line ending.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, long Number, SievePosition At)
{
    /// <summary>Where it begins in the script, in characters.</summary>
    public int Start { get; init; }

    /// <summary>How long it is as written.</summary>
    public int Length { get; init; }

    public bool Is(char mark) => Kind == TokenKind.Mark && Text[0] == mark;

    /// <summary>How an error names it.</summary>
    public Sentence Described => Kind switch
    {
        TokenKind.End => new("the end of the script", "das Ende des Skripts"),
        TokenKind.Text => new("a string", "eine Zeichenkette"),
        TokenKind.Tag => Sentence.Quoted($"':{Text}'"),
        _ => Sentence.Quoted($"'{Text}'"),
    };
}
