using System.Globalization;

namespace Oss.Web.Shared;

/// <summary>Amounts of storage as people read them, in powers of 1024.</summary>
internal static class Octets
{
    public const long MiB = 1L << 20;
    public const long GiB = 1L << 30;

    /// <summary>What a person wrote like <c>2 GB</c>, <c>1,5 GB</c>, <c>500 MB</c> or a number of bytes; <see langword="null"/> when it is none.</summary>
    public static long? Parse(string text)
    {
        var given = text.Trim().ToUpperInvariant();
        var (unit, digits) = given switch
        {
            [.. var number, 'G', 'B'] => (GiB, number),
            [.. var number, 'M', 'B'] => (MiB, number),
            [.. var number, 'K', 'B'] => (1L << 10, number),
            [.. var number, 'B'] => (1, number),
            _ => (1, given),
        };
        // A comma is a German decimal point, and nobody writes thousands of gigabytes with separators.
        return decimal.TryParse(digits.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= long.MaxValue / unit ? (long)(amount * unit) : null;
    }

    public static string Text(long octets) => octets switch
    {
        >= GiB => string.Create(CultureInfo.CurrentCulture, $"{octets / (double)GiB:0.##} GB"),
        >= MiB => string.Create(CultureInfo.CurrentCulture, $"{octets / (double)MiB:0.#} MB"),
        >= 1L << 10 => string.Create(CultureInfo.CurrentCulture, $"{octets / 1024.0:0.#} KB"),
        _ => string.Create(CultureInfo.CurrentCulture, $"{octets} B"),
    };
}
