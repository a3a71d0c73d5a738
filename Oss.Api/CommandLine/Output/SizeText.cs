using System.Globalization;
using Oss.Domain.Quotas;

namespace Oss.Api.CommandLine.Output;

/// <summary>Sizes as people write them: <c>500M</c>, <c>2G</c>, <c>1.5G</c>, <c>unlimited</c>; a bare number is bytes. K, M, G and T are powers of 1024.</summary>
internal static class SizeText
{
    private const string Units = "KMGT";
    private const int UnitBits = 10;

    /// <summary>The quota, or <see langword="null"/> when the text is none.</summary>
    public static Quota? Parse(string text)
    {
        var given = text.Trim().ToUpperInvariant().TrimEnd('B').TrimEnd('I').TrimEnd();
        if (text.Trim().ToUpperInvariant() is "UNLIMITED" or "UNBEGRENZT")
            return Quota.Unlimited;

        var unit = given.Length > 0 ? Units.IndexOf(given[^1], StringComparison.Ordinal) : -1;
        var number = (unit >= 0 ? given[..^1].TrimEnd() : given).Replace(',', '.');
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            return null;

        var bytes = value * (1L << ((unit + 1) * UnitBits));
        return bytes <= long.MaxValue && bytes == decimal.Truncate(bytes) ? Quota.OfBytes((long)bytes) : null;
    }

    /// <summary>The shortest text that says exactly this.</summary>
    public static string Of(long bytes)
    {
        var unit = -1;
        while (bytes != 0 && bytes % (1 << UnitBits) == 0 && unit < Units.Length - 1)
            (bytes, unit) = (bytes >> UnitBits, unit + 1);
        return bytes.ToString(CultureInfo.InvariantCulture) + (unit < 0 ? "" : Units[unit].ToString());
    }
}
