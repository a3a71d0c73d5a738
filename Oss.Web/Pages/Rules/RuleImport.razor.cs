using System.Globalization;
using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Rules;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Rules;

/// <summary>Brings a script of another system over, and says what was changed and what could not be.</summary>
public sealed partial class RuleImport(ImportScript import, ErrorTexts errors)
{
    /// <summary>The mailbox.</summary>
    [Parameter, EditorRequired]
    public Guid Mailbox { get; set; }

    /// <summary>Who imports.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>Whether the form is shown when somebody asks for it: owners of mailboxes seldom do.</summary>
    [Parameter]
    public bool IsFolded { get; set; }

    /// <summary>Told when the mailbox has other rules now, so that the page shows them.</summary>
    [Parameter]
    public EventCallback Imported { get; set; }

    /// <summary>What was pasted.</summary>
    [SupplyParameterFromForm(FormName = "import")]
    private ImportInput? Input { get; set; }

    private ImportedRules? Outcome { get; set; }

    private string? Refusal { get; set; }

    private async Task RunAsync()
    {
        try
        {
            Outcome = await import.ExecuteAsync(
                Mailbox, Input?.Script ?? "", Input?.Separator ?? "", Input?.EvenInPart == true, (Input?.Order ?? Guid.NewGuid()).ToString("D", CultureInfo.InvariantCulture), Actor, CancellationToken.None);
            if (Outcome.Order is not null)
                await Imported.InvokeAsync();
        }
        catch (DomainException e)
        {
            Refusal = errors.For(e.Error);
        }
    }

    internal sealed class ImportInput
    {
        public Guid? Order { get; set; }

        public string? Script { get; set; }

        public string? Separator { get; set; }

        public bool EvenInPart { get; set; }
    }
}
