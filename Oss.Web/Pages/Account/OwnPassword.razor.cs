using Oss.Web.Shared;

namespace Oss.Web.Pages.Account;

/// <summary>Changes the own password; the other sessions of the account end.</summary>
public sealed partial class OwnPassword(ConsoleActor console)
{
    private ConsoleActor Console => console;
}
