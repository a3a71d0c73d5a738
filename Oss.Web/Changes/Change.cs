using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Localization;
using Oss.Domain;
using Oss.Web.Shared;

namespace Oss.Web.Changes;

/// <summary>The one way a form is answered: the change is done or refused, and a redirect leads back to the page, which says so.</summary>
public sealed class Change(Notices notices, ErrorTexts errors, IStringLocalizer<Texts> texts)
{
    /// <summary>Does it.</summary>
    /// <param name="page">Path of the page that has the form.</param>
    /// <param name="form">Which of its forms.</param>
    /// <param name="typed">What was typed, to be there again after a refusal.</param>
    /// <param name="change">The change; returns what is to be shown.</param>
    public async Task<IResult> RunAsync(string page, string form, IReadOnlyDictionary<string, string?> typed, Func<Task<Done>> change)
    {
        try
        {
            var done = await change();
            notices.Leave(done.Page ?? page, new Notice(form, false, string.Format(System.Globalization.CultureInfo.CurrentCulture, texts[done.Text], done.Arguments), new Dictionary<string, string>(), done.Secret));
            return Results.Redirect(done.Page ?? page);
        }
        catch (DomainException e) when (e.Error is not DomainError.Forbidden)
        {
            notices.Leave(page, new Notice(form, true, errors.For(e.Error), typed.ToDictionary(field => field.Key, field => field.Value ?? ""), null));
            return Results.Redirect(page);
        }
    }
}

/// <summary>What a change that is done says.</summary>
/// <param name="Text">Name of the text.</param>
/// <param name="Arguments">What stands in it.</param>
public sealed record Done(string Text, params object[] Arguments)
{
    /// <summary>Another page to go on with.</summary>
    public string? Page { get; init; }

    /// <summary>A password to show once.</summary>
    public string? Secret { get; init; }

    /// <summary>Never shows the secret.</summary>
    public override string ToString() => $"Done({Text})";
}
