using System.Text;
using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Rules;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Rules;

/// <summary>Tries the mailbox's filters on a message: one that was pasted, or one chosen from the mailbox, with a reason for who looks at somebody else's mail.</summary>
public sealed partial class RuleTrial(TryRules rules, ErrorTexts errors)
{
    private const string FirstFolder = "INBOX";

    /// <summary>The mailbox.</summary>
    [Parameter, EditorRequired]
    public Guid Mailbox { get; set; }

    /// <summary>Who asks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>What was pasted.</summary>
    [SupplyParameterFromForm(FormName = "trial")]
    private TrialInput? Input { get; set; }

    /// <summary>What was chosen.</summary>
    [SupplyParameterFromForm(FormName = "trial-stored")]
    private PickInput? Pick { get; set; }

    private ScriptTrial? Outcome { get; set; }

    private FolderListing? Listing { get; set; }

    private string? Refusal { get; set; }

    private bool NeedsReason => Actor.Role != Role.MailUser;

    private string Folder => Pick?.Folder is { Length: > 0 } folder ? folder : FirstFolder;

    // Lines end as they do on the wire, whatever the browser sent.
    private Task RunAsync() => OrRefuseAsync(async () => Outcome = await rules.ExecuteAsync(
        Mailbox, new TrialMessage.Given(Encoding.UTF8.GetBytes((Input?.Message ?? "").ReplaceLineEndings("\r\n"))), Input?.Sender, Actor, CancellationToken.None));

    private Task PickAsync() => OrRefuseAsync(async () =>
    {
        var actor = NeedsReason ? Actor with { Reason = Pick?.Reason?.Trim() } : Actor;
        if (Pick?.Uid is { } uid)
            Outcome = await rules.ExecuteAsync(Mailbox, new TrialMessage.Stored(Folder, uid, null), null, actor, CancellationToken.None);
        else
            Listing = await rules.ListAsync(Mailbox, Folder, actor, CancellationToken.None);
    });

    private async Task OrRefuseAsync(Func<Task> act)
    {
        try
        {
            await act();
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

    internal sealed class PickInput
    {
        public string? Reason { get; set; }

        public string? Folder { get; set; }

        public uint? Uid { get; set; }
    }
}
