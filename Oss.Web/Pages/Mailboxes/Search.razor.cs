using System.Globalization;
using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Mailboxes;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Mailboxes;

/// <summary>Finds a mailbox by whatever the caller says. The query and the page are in the address, so that it can be bookmarked and Back works.</summary>
public sealed partial class Search(SearchMailboxes search, ConsoleActor actor, ErrorTexts errors)
{
    private const int PageSize = 50;

    /// <summary>What is looked for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>Rows before this page.</summary>
    [SupplyParameterFromQuery]
    public int Offset { get; set; }

    private Page<MailboxRow> Found { get; set; } = new([], 0);

    private string? Failure { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        try
        {
            Offset = Math.Max(0, Offset);
            Found = await search.ExecuteAsync(new MailboxSearch(Query ?? "", Offset, PageSize), await actor.GetAsync(), CancellationToken.None);
        }
        catch (DomainException e)
        {
            Failure = errors.For(e.Error);
        }
    }

    private string PageUrl(int offset) =>
        string.Create(CultureInfo.InvariantCulture, $"/?q={Uri.EscapeDataString(Query ?? "")}&offset={Math.Max(0, offset)}");
}
