using System.Globalization;

namespace Oss.Web.Shared;

/// <summary>What an address asks for, as far as it makes sense: whoever mistypes one gets the list, not an error.</summary>
internal static class Asked
{
    /// <summary>An id, or none.</summary>
    public static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;

    /// <summary>Rows to skip.</summary>
    public static int Offset(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var offset) ? (int)Math.Clamp(offset, 0, int.MaxValue) : 0;
}
