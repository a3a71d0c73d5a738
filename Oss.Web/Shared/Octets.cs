using System.Globalization;

namespace Oss.Web.Shared;

/// <summary>Amounts of storage as people read them, in powers of 1024.</summary>
internal static class Octets
{
    public const long MiB = 1L << 20;
    public const long GiB = 1L << 30;

    public static string Text(long octets) => octets switch
    {
        >= GiB => string.Create(CultureInfo.CurrentCulture, $"{octets / (double)GiB:0.##} GB"),
        >= MiB => string.Create(CultureInfo.CurrentCulture, $"{octets / (double)MiB:0.#} MB"),
        >= 1L << 10 => string.Create(CultureInfo.CurrentCulture, $"{octets / 1024.0:0.#} KB"),
        _ => string.Create(CultureInfo.CurrentCulture, $"{octets} B"),
    };
}
