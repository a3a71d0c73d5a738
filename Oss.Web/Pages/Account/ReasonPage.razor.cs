using Microsoft.AspNetCore.Components;
using Oss.Web.Sessions;

namespace Oss.Web.Pages.Account;

/// <summary>Asks why somebody looks at what is another's, before it is shown.</summary>
public sealed partial class ReasonPage(GivenReason reason)
{
    /// <summary>Where to go on.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    private string? Given => reason.Get();
}
