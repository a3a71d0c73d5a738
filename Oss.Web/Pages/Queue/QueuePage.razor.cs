using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.MailQueue;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Queue;

/// <summary>What is in the queue: counted by state, destination and reason, and message by message. Filter and place are in the address.</summary>
public sealed partial class QueuePage(SearchQueue queue, ConsoleActor console, IStringLocalizer<Texts> texts)
{
    /// <summary>How they stand.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    /// <summary>Where they go.</summary>
    [SupplyParameterFromQuery]
    public string? Destination { get; set; }

    /// <summary>What put them off.</summary>
    [SupplyParameterFromQuery]
    public string? Reason { get; set; }

    /// <summary>Part of an address.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>The part behind this row.</summary>
    [SupplyParameterFromQuery]
    public string? Older { get; set; }

    /// <summary>The part before this row.</summary>
    [SupplyParameterFromQuery]
    public string? Newer { get; set; }

    /// <summary>Anything for the end of the list.</summary>
    [SupplyParameterFromQuery]
    public string? Oldest { get; set; }

    private QueueSearch Search { get; set; } = new();

    private QueueSummary? Summary { get; set; }

    private Slice<QueuedMessageRow> Found { get; set; } = new([], null, null);

    private bool MayChange => console.Get() is { Role: Role.Operator, TenantId: null };

    private string Url => QueueUrl.Of(Search);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        Search = QueueUrl.Search(State, Destination, Reason, Query);
        (Summary, Found) = await queue.LookAsync(Search, Asked.Cut(Older, Newer, Oldest), console.Get(), CancellationToken.None);
    }

    private string With((string Name, string Value) part) => QueueUrl.Of(part.Name switch
    {
        "state" => Search with { State = Enum.Parse<QueueState>(part.Value) },
        "destination" => Search with { Destination = part.Value },
        _ => Search with { Reason = part.Value },
    });

    private string? Meaning(string reason) => texts[$"QueueReason.{reason}"] is { ResourceNotFound: false } known ? known.Value : null;
}

/// <summary>The list's address and what it asks for.</summary>
internal static class QueueUrl
{
    public const string Path = "/queue";

    public static string Of(QueueSearch search) => QueryUrl.Of(Path, ("state", search.State?.ToString()), ("destination", search.Destination), ("reason", search.Reason), ("q", search.Text));

    public static QueueSearch Search(string? state, string? destination, string? reason, string? query) =>
        new(Enum.TryParse<QueueState>(state, out var known) && Enum.IsDefined(known) ? known : null, Cut(destination), Cut(reason), Cut(query));

    private static string? Cut(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim() is { Length: > QueueSearch.TextLength } long_ ? long_[..QueueSearch.TextLength] : text.Trim();
}
