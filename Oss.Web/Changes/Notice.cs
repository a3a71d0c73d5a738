using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Oss.Web.Changes;

/// <summary>What a change left for the page that is shown next, once: that it is done, or why it was refused and what had been typed.</summary>
/// <param name="Form">Which form of the page.</param>
/// <param name="Refused">Whether it was refused.</param>
/// <param name="Sentence">In the reader's language.</param>
/// <param name="Typed">Fields to fill in again; never a password.</param>
/// <param name="Secret">A generated password to read out now.</param>
public sealed record Notice(string Form, bool Refused, string Sentence, IReadOnlyDictionary<string, string> Typed, string? Secret)
{
    /// <summary>Never shows the secret.</summary>
    public override string ToString() => $"Notice({Form})";
}

/// <summary>Carries a <see cref="Notice"/> from the answer to a form over the redirect to the page, in a cookie that only this platform can read: so Back and
/// Reload repeat nothing, any node can serve the page, and a password shown once is nowhere kept.</summary>
public sealed class Notices(IHttpContextAccessor http, IDataProtectionProvider protection)
{
    private const string Cookie = "oss-notice";
    // The text of an automatic reply is the longest that anybody types, and the last that anybody wants to type again.
    private const int MaxTyped = 10_000;
    private const int MaxTypedTogether = 12_000;
    private static readonly ChunkingCookieManager Cookies = new();
    private static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private bool _taken;
    private Notice? _notice;

    /// <summary>Leaves a notice for the page at this path.</summary>
    public void Leave(string page, Notice notice)
    {
        var (typed, left) = (new Dictionary<string, string>(), MaxTypedTogether);
        foreach (var (field, value) in notice.Typed.OrderBy(field => field.Value.Length))
        {
            typed[field] = value[..Math.Min(value.Length, Math.Min(MaxTyped, left))];
            left -= typed[field].Length;
        }

        var context = http.HttpContext!;
        Cookies.AppendResponseCookie(context, Cookie, Protector(context).Protect(JsonSerializer.Serialize(notice with { Typed = typed }, Json)), Options(page, Kept));
    }

    /// <summary>The notice for this page, if there is one; it is gone with this answer.</summary>
    public Notice? Take()
    {
        if (_taken)
            return _notice;

        _taken = true;
        var context = http.HttpContext!;
        if (Cookies.GetRequestCookie(context, Cookie) is not { Length: > 0 } cookie)
            return null;

        Cookies.DeleteCookie(context, Cookie, Options(context.Request.Path, null));
        try
        {
            return _notice = JsonSerializer.Deserialize<Notice>(Protector(context).Unprotect(cookie));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether this form of the page was sent a moment ago and refused.</summary>
    public bool IsRefused(string form) => Refused(form) is not null;

    /// <summary>What had been typed into a field of a form that was refused; else what is to stand there.</summary>
    public string? Typed(string form, string field, string? otherwise) => Refused(form)?.Typed.TryGetValue(field, out var typed) is true ? typed : otherwise;

    private Notice? Refused(string form) => Take() is { Refused: true } notice && notice.Form == form ? notice : null;

    // Somebody who signs in at the same browser afterwards must not read it.
    private IDataProtector Protector(HttpContext context) => protection.CreateProtector("Oss.Web.Notice", context.User.Identity?.Name ?? "");

    // A page's address may say what it shows of its list; a cookie knows paths only.
    private static CookieOptions Options(string page, TimeSpan? kept) =>
        new() { Path = page.Split('?')[0], HttpOnly = true, SameSite = SameSiteMode.Strict, MaxAge = kept, IsEssential = true };
}
