using Microsoft.AspNetCore.Components;
using Oss.Web.Changes;

namespace Oss.Web.Pages.Account;

/// <summary>Signs a person in; works without scripts. After a refusal the name is still there.</summary>
public sealed partial class SignIn(Notices notices)
{
    /// <summary>Where to go afterwards; only within the console.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    private string UserName => notices.Take()?.Typed.GetValueOrDefault("userName") ?? "";
}
