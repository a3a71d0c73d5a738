using System.Globalization;
using Oss.Domain.Packages;

namespace Oss.Web.Shared;

/// <summary>Limits of products as people read them.</summary>
internal static class LimitTexts
{
    /// <summary>The limit's name in texts.</summary>
    public static string Code(ProductLimit limit) => limit.Code();

    /// <summary>An amount of what the limit limits.</summary>
    public static string Amount(ProductLimit limit, long amount) => limit.IsBytes()
        ? Octets.Text(amount)
        : amount.ToString("N0", CultureInfo.CurrentCulture);
}
