using Microsoft.AspNetCore.Components;
using Oss.Domain.Access;
using Oss.Web.Changes;
using Oss.Web.Shared;

namespace Oss.Web.Pages.ApiClients;

/// <summary>One API client: what it is allowed, when it was last used, its secret, its end.</summary>
public sealed partial class ApiClientPage(ManageApiClients clients, ConsoleActor console, Notices notices)
{
    /// <summary>The client.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    private ApiClientView Client { get; set; } = null!;

    private string Url => ApiClientChanges.PageOf(Client.Name);

    private IReadOnlyList<string>? Scopes => Refused is { } typed ? typed.TryGetValue("scopes", out var scopes) ? scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries) : null : Client.Scopes;

    private IReadOnlyDictionary<string, string>? Refused => notices.Take() is { Refused: true, Form: "client" } notice ? notice.Typed : null;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Client = await clients.GetAsync(Name, console.Get(), CancellationToken.None);

    private string? Typed(string field, string? otherwise) => Refused?.TryGetValue(field, out var typed) is true ? typed : otherwise;
}
