using System.Text;
using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Rules;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Rules;

/// <summary>Tries the mailbox's active script on a message that was pasted.</summary>
public sealed partial class RuleTrial(GetRules rules, ErrorTexts errors)
{
    /// <summary>The mailbox.</summary>
    [Parameter, EditorRequired]
    public Guid Mailbox { get; set; }

    /// <summary>Who asks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>What was pasted.</summary>
    [SupplyParameterFromForm(FormName = "trial")]
    private TrialInput? Input { get; set; }

    private ScriptTrial? Outcome { get; set; }

    private string? Refusal { get; set; }

    private async Task RunAsync()
    {
        try
        {
            // Lines end as they do on the wire, whatever the browser sent.
            var message = Encoding.UTF8.GetBytes((Input?.Message ?? "").ReplaceLineEndings("\r\n"));
            Outcome = await rules.TryAsync(Mailbox, message, (Input?.Sender ?? "").Trim(), Actor, CancellationToken.None);
        }
        catch (DomainException e)
        {
            Refusal = errors.For(e.Error);
        }
    }

    internal sealed class TrialInput
    {
        public string? Sender { get; set; }

        public string? Message { get; set; }
    }
}
