using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.SmtpAuthRollout;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Statistics;

/// <summary>Who could not send any more if a login became mandatory: what an operator looks at before the next dial-in network is switched over.</summary>
public sealed partial class WithoutLoginPage(ListUnauthenticatedUse uses, ConsoleActor console)
{
    private const int Rows = 100;

    /// <summary>Rows to skip.</summary>
    [SupplyParameterFromQuery]
    public string? Offset { get; set; }

    private int From => Asked.Offset(Offset);

    private Page<UnauthenticatedUseView> Found { get; set; } = new([], 0);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Found = await uses.ExecuteAsync(null, From, Rows, console.Get(), CancellationToken.None);
}
