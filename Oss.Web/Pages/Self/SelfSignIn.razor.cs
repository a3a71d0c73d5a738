using Oss.Web.Changes;

namespace Oss.Web.Pages.Self;

/// <summary>Signs the owner of a mailbox in by its address and password; works without scripts.</summary>
public sealed partial class SelfSignIn(Notices notices)
{
    private string Address => notices.Take()?.Typed.GetValueOrDefault("address") ?? "";
}
