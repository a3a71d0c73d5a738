using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Oss.Domain.Access;

namespace Oss.Web.Pages.Self;

/// <summary>What stands around the pages of a mailbox's own user.</summary>
public sealed partial class SelfLayout(NavigationManager navigation)
{
    [CascadingParameter]
    private HttpContext? Http { get; set; }

    private MailUser? Person => Http?.Features.Get<MailUser>();

    private string Here => "/" + navigation.ToBaseRelativePath(navigation.Uri);
}
