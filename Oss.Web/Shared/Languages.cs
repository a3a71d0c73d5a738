using System.Globalization;

namespace Oss.Web.Shared;

/// <summary>The console's languages.</summary>
internal static class Languages
{
    /// <summary>For readers whose browser asks for none of ours.</summary>
    public const string Default = "en";

    /// <summary>All of them.</summary>
    public static string[] All { get; } = ["en", "de"];

    /// <summary>The reader's.</summary>
    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
}
