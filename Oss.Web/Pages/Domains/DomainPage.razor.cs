using Microsoft.AspNetCore.Components;
using Oss.Domain.Access;
using Oss.Domain.Domains;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Domains;

/// <summary>One domain: who owns it, its keys, and which records its DNS should have and has.</summary>
public sealed partial class DomainPage(GetDomainRecords domains, ConsoleActor console)
{
    /// <summary>The domain, in either form.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    private DomainRecords Found { get; set; } = null!;

    private bool MayChange { get; set; }

    // A way into networks behind the platform is the provider's alone.
    private bool MayRelay { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var actor = console.Get();
        MayChange = actor.Role != Role.Auditor;
        MayRelay = actor is { Role: Role.Operator, TenantId: null } && console.MayChange;
        Found = await domains.ExecuteAsync(Name, actor, CancellationToken.None);
    }
}
