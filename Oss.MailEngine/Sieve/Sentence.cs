using System.Globalization;

namespace Oss.MailEngine.Sieve;

/// <summary>A sentence for the author of a script, in each language that its author may read. It is written in all of them where it arises, so that none is forgotten.</summary>
/// <param name="English">In English, as logs and ManageSieve (RFC 5804 1.7, <c>i-default</c>) have it.</param>
/// <param name="German">In German.</param>
public readonly record struct Sentence(string English, string German)
{
    /// <summary>Words of the author's own, which are the same in every language.</summary>
    public static Sentence Quoted(string words) => new(words, words);

    /// <summary>In a reader's language; in English where it is neither.</summary>
    public string In(CultureInfo culture) => culture.TwoLetterISOLanguageName == "de" ? German : English;

    /// <inheritdoc/>
    public override string ToString() => English;
}
