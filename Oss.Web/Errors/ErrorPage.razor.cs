using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Oss.Web.Shared;

namespace Oss.Web.Errors;

/// <summary>A whole page that says what is wrong and what to do about it.</summary>
public sealed partial class ErrorPage(IStringLocalizer<Texts> texts)
{
    /// <summary>The HTTP status.</summary>
    [Parameter]
    public int Status { get; set; }

    /// <summary>What the log has it under.</summary>
    [Parameter]
    public string Incident { get; set; } = "";

    /// <summary>Where trying again leads.</summary>
    [Parameter]
    public string Again { get; set; } = "/";

    private string Sentence(string part) => texts[$"Status.{Status}.{part}"] is { ResourceNotFound: false } known
        ? known
        : texts[$"Status.{(Status < 500 ? 400 : 500)}.{part}"];
}
