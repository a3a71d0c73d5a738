using System.Text;

namespace Oss.Domain.Addresses;

/// <summary>
/// An address in its one normalised form: local part in lower case and Unicode NFC, domain as A-labels. Two spellings that a
/// person would call the same address are one value, so that the database's unique index decides who owns it.
/// </summary>
public sealed record EmailAddress
{
    /// <summary>Octets of the local part in UTF-8 (RFC 5321 4.5.3.1.1).</summary>
    public const int MaxLocalPartOctets = 64;

    /// <summary>Octets of a whole address in UTF-8 (RFC 5321 4.5.3.1.3, less the angle brackets).</summary>
    public const int MaxLength = 254;

    private const string AllowedPunctuation = "!#$%&'*+-/=?^_`{|}~.";

    private EmailAddress(string localPart, DomainName domain) => (LocalPart, Domain) = (localPart, domain);

    /// <summary>The normalised part before the <c>@</c>.</summary>
    public string LocalPart { get; }

    /// <summary>The domain.</summary>
    public DomainName Domain { get; }

    /// <summary>The whole address, as stored and compared.</summary>
    public string Value => $"{LocalPart}@{Domain.Value}";

    /// <summary>Reads an address; <see langword="null"/> when it is none, or one of a form that is not served: quoted local
    /// parts and address literals belong to no mailbox.</summary>
    public static EmailAddress? TryParse(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength || text.LastIndexOf('@') is not (> 0 and var at))
            return null;

        return DomainName.TryParse(text[(at + 1)..]) is { } domain && NormaliseLocalPart(text[..at]) is { } localPart
            && Encoding.UTF8.GetByteCount(localPart) + 1 + domain.Value.Length <= MaxLength
            ? new EmailAddress(localPart, domain)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>The address with everything from the first <c>+</c> of the local part removed (RFC 5233), or
    /// <see langword="null"/> when there is no detail to remove.</summary>
    public EmailAddress? WithoutDetail() =>
        LocalPart.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus ? new EmailAddress(LocalPart[..plus], Domain) : null;

    private static string? NormaliseLocalPart(string text)
    {
        if (!IsWellFormed(text))
            return null;

        // Lower-casing can undo NFC and the other way round; twice is a fixed point.
        var folded = text.Normalize(NormalizationForm.FormC).ToLowerInvariant().Normalize(NormalizationForm.FormC).ToLowerInvariant();
        return Encoding.UTF8.GetByteCount(folded) <= MaxLocalPartOctets && IsDotAtom(folded) ? folded : null;
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }

    // A slash names a directory once the address names a mailbox on disk; it is allowed by RFC 5322 and refused here.
    private static bool IsDotAtom(string text) =>
        text[0] != '.' && text[^1] != '.' && !text.Contains("..", StringComparison.Ordinal)
        && text.EnumerateRunes().All(rune => rune.IsAscii
            ? char.IsAsciiLetterOrDigit((char)rune.Value) || (AllowedPunctuation.Contains((char)rune.Value, StringComparison.Ordinal) && rune.Value != '/')
            : Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.SpacingCombiningMark);
}
