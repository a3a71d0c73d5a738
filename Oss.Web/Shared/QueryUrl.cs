namespace Oss.Web.Shared;

/// <summary>Addresses of pages with what they were asked.</summary>
internal static class QueryUrl
{
    /// <summary>The address; what is absent or empty is left out.</summary>
    public static string Of(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var url = path;
        var separator = '?';
        foreach (var (name, value) in query)
        {
            if (string.IsNullOrWhiteSpace(value))
                continue;

            url += $"{separator}{name}={Uri.EscapeDataString(value.Trim())}";
            separator = '&';
        }

        return url;
    }

    /// <summary>The address with one more question.</summary>
    public static string With(string url, string name, string value) => $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";
}
