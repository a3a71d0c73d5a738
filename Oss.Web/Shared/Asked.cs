using System.Globalization;
using Oss.Domain;

namespace Oss.Web.Shared;

/// <summary>What an address asks for, as far as it makes sense: whoever mistypes one gets the list, not an error.</summary>
internal static class Asked
{
    /// <summary>An id, or none.</summary>
    public static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;

    /// <summary>A day of the calendar, UTC, or none. Its last is no day to add one to.</summary>
    public static DateTime? Day(string? text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day) && day.Year is > 1 and < 9999 ? day : null;

    /// <summary>Rows to skip.</summary>
    public static int Offset(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var offset) ? (int)Math.Clamp(offset, 0, int.MaxValue) : 0;

    /// <summary>A part of a list.</summary>
    public static Cut Cut(string? after, string? before, string? last) =>
        new(string.IsNullOrEmpty(after) ? null : after, string.IsNullOrEmpty(before) ? null : before, last is not null);
}
