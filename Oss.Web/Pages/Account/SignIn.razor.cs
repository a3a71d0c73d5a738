using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Oss.Domain.Access;

namespace Oss.Web.Pages.Account;

/// <summary>Signs a person in; works without scripts. Five wrong passwords lock the account for a while.</summary>
public sealed partial class SignIn(SignInManager<ConsoleUser> signIn, NavigationManager navigation)
{
    private string? Problem { get; set; }

    /// <summary>The name typed.</summary>
    [SupplyParameterFromForm]
    public string? UserName { get; set; }

    /// <summary>The password typed.</summary>
    [SupplyParameterFromForm]
    public string? Password { get; set; }

    /// <summary>Where to go afterwards; only within the console.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    private async Task SubmitAsync()
    {
        var result = await signIn.PasswordSignInAsync(UserName ?? "", Password ?? "", isPersistent: false, lockoutOnFailure: true);
        if (result.Succeeded)
            navigation.NavigateTo(IsLocal(ReturnUrl) ? ReturnUrl! : "/");
        else
            Problem = result.IsLockedOut ? "LockedOut" : "WrongPassword";
    }

    // "//host" and "/\host" are addresses of other servers to a browser.
    private static bool IsLocal(string? url) => url is ['/'] or ['/', not ('/' or '\\'), ..];
}
