using Microsoft.AspNetCore.Http;

namespace Oss.Web.Sessions;

/// <summary>Ways back within the console.</summary>
internal static class LocalUrl
{
    private const int MaxLength = 2000;

    /// <summary>The way if it stays on this site, else the start page. "//host" and "/\host" are other sites to a browser, which also drops
    /// the control characters in between before it looks.</summary>
    public static string OrStart(string? url) => url is { Length: <= MaxLength } and (['/'] or ['/', not ('/' or '\\'), ..]) && !url.Any(char.IsControl) ? url : "/";

    /// <summary>The page that the request came from, if it is one of this site.</summary>
    public static string Referring(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == request.Host.Value ? OrStart(from.PathAndQuery) : "/";
}
