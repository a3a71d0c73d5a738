using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Oss.Domain.Access;
using Oss.Web.Sessions;

namespace Oss.Web.Layout;

/// <summary>What stands around every page: where one can go, who one is, in which language.</summary>
public sealed partial class ConsoleLayout(NavigationManager navigation, GivenReason reason)
{
    [CascadingParameter]
    private HttpContext? Http { get; set; }

    private Actor? Person => Http is not null && ConsoleSession.User(Http) is { } user ? user.ToActor() : null;

    private bool MustChangePassword => Http is not null && ConsoleSession.User(Http) is { MustChangePassword: true };

    // With the query: a reader who changes the language stays where he is.
    private string Here => "/" + navigation.ToBaseRelativePath(navigation.Uri);

    private string Path => Here.Split('?', '#')[0];

    private static IEnumerable<(string Path, string Text)> Places(Actor person)
    {
        yield return ("/", "Mailboxes");
        yield return ("/messages", "Messages");
        yield return ("/orders", "Orders");
        yield return ("/tenants", "Tenants");
        yield return ("/domains", "Domains");
        yield return ("/products", "Products");
        if (person is { Role: Role.Operator or Role.Support or Role.Auditor, TenantId: null })
            yield return ("/queue", "Queue");
        yield return ("/quarantine", "Quarantine");
        yield return ("/usage", "UsageStatistics");
        yield return ("/audit", "Audit");
        if (person.Role is Role.Operator or Role.TenantAdmin)
            yield return ("/api-clients", "ApiClients");
        if (person is { Role: Role.Operator, TenantId: null })
            yield return ("/users", "Users");
    }

    private bool IsHere(string path) => path == "/" ? Path == "/" || Path.StartsWith("/mailboxes", StringComparison.Ordinal) : Path.StartsWith(path, StringComparison.Ordinal);

    private string LanguageUrl(string language) => $"/account/language/{language}?returnUrl={Uri.EscapeDataString(Here)}";
}
