using System.Globalization;
using System.Text;

namespace Oss.Domain.Addresses;

/// <summary>A mail domain in its one normalised form: A-labels, lower case (RFC 5890, 5891). <c>Köln.de</c> and
/// <c>xn--kln-sna.de</c> are the same value.</summary>
public sealed record DomainName
{
    /// <summary>Octets of the A-label form (RFC 1035 2.3.4).</summary>
    public const int MaxLength = 253;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true, AllowUnassigned = false };

    private DomainName(string value) => Value = value;

    /// <summary>The normalised form, as stored and compared.</summary>
    public string Value { get; }

    /// <summary>The form people read.</summary>
    public string Display => Idn.GetUnicode(Value);

    /// <summary>Reads a domain name in either form; <see langword="null"/> when it is none.</summary>
    public static DomainName? TryParse(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength)
            return null;

        try
        {
            var ascii = Idn.GetAscii(text.Normalize(NormalizationForm.FormC).ToLowerInvariant()).ToLowerInvariant();
            return IsHostName(ascii) ? new DomainName(Idn.GetAscii(Idn.GetUnicode(ascii))) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    // At least two labels, and the last not all digits: an address literal without brackets is no domain.
    private static bool IsHostName(string ascii)
    {
        var labels = ascii.Split('.');
        return ascii.Length <= MaxLength && labels.Length >= 2 && !labels[^1].All(char.IsAsciiDigit)
            && labels.All(label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
                && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
    }
}
