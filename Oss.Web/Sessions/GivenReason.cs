using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Oss.Domain.Access;

namespace Oss.Web.Sessions;

/// <summary>Why the signed-in person looks at other people's things and changes them, in the own words: a ticket's number, say. Given once, it stands in every entry of the audit until another is given or
/// an hour has passed. It is in a cookie that only this platform can read, and that counts for this person alone.</summary>
public sealed class GivenReason(IHttpContextAccessor http, IDataProtectionProvider protection)
{
    private const string Cookie = "oss-reason";
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>The reason; <see langword="null"/> when none is given.</summary>
    public string? Get()
    {
        if (http.HttpContext is not { } context || context.Request.Cookies[Cookie] is not { Length: > 0 } cookie)
            return null;

        try
        {
            return Protector(context).Unprotect(cookie);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Gives one; an empty one takes back what was given.</summary>
    public void Set(string? reason)
    {
        var context = http.HttpContext!;
        var options = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = Kept, IsEssential = true };
        if (reason?.Trim() is { Length: > 0 } given)
            context.Response.Cookies.Append(Cookie, Protector(context).Protect(given[..Math.Min(given.Length, Actor.ReasonLength)], Kept), options);
        else
            context.Response.Cookies.Delete(Cookie, options);
    }

    private ITimeLimitedDataProtector Protector(HttpContext context) => protection.CreateProtector("Oss.Web.Reason", context.User.Identity?.Name ?? "").ToTimeLimitedDataProtector();
}
