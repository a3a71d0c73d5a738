using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Trace;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Trace;

/// <summary>Where is my mail? Messages by whatever the caller knows of them, the newest first. Filter and place are in the address.</summary>
public sealed partial class MessagesPage(SearchTrace trace, ConsoleActor console)
{
    /// <summary>The envelope's sender.</summary>
    [SupplyParameterFromQuery]
    public string? Sender { get; set; }

    /// <summary>The recipient, as given or as where it leads to.</summary>
    [SupplyParameterFromQuery]
    public string? Recipient { get; set; }

    /// <summary>What the Message-ID field says.</summary>
    [SupplyParameterFromQuery(Name = "id")]
    public string? MessageId { get; set; }

    /// <summary>The client's address.</summary>
    [SupplyParameterFromQuery]
    public string? Client { get; set; }

    /// <summary>Where the message is.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    /// <summary>The customer's number.</summary>
    [SupplyParameterFromQuery]
    public string? Tenant { get; set; }

    /// <summary>The first day, UTC.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    /// <summary>The last day, UTC.</summary>
    [SupplyParameterFromQuery]
    public string? Until { get; set; }

    /// <summary>The part behind this row.</summary>
    [SupplyParameterFromQuery]
    public string? Older { get; set; }

    /// <summary>The part before this row.</summary>
    [SupplyParameterFromQuery]
    public string? Newer { get; set; }

    /// <summary>Anything for the end of the list.</summary>
    [SupplyParameterFromQuery]
    public string? Oldest { get; set; }

    private Slice<TraceRow> Found { get; set; } = new([], null, null);

    private bool OwnTenantOnly => console.Get().TenantId is not null;

    private TraceState? StateAsked => Enum.TryParse<TraceState>(State, out var state) && Enum.IsDefined(state) ? state : null;

    private string Url => QueryUrl.Of(
        "/messages", ("recipient", Recipient), ("sender", Sender), ("id", MessageId), ("client", Client), ("state", StateAsked?.ToString()), ("tenant", Tenant), ("from", From), ("until", Until));

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Found = await trace.ExecuteAsync(
        new TraceSearch
        {
            Sender = Sender, Recipient = Recipient, MessageId = MessageId, Client = Client, State = StateAsked, TenantNumber = Tenant?.Trim(), From = Asked.Day(From), Until = Asked.Day(Until)?.AddDays(1),
        },
        Asked.Cut(Older, Newer, Oldest), console.Get(), CancellationToken.None);
}
