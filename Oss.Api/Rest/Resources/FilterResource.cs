using System.Text;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Rules;

namespace Oss.Api.Rest.Resources;

/// <summary>What a mailbox's filters would do with a message, and filters of other systems brought over.</summary>
internal static class FilterResource
{
    public static void MapFilters(this RouteGroupBuilder api)
    {
        api.Post("/mailboxes/{mailbox}/rules/trial", "TryRules", ApiScopes.ReadMailboxes, "Says what a mailbox's filters would do with a message: one given, or one in the mailbox, for which X-Reason is needed. Nothing is stored or sent.", TryAsync)
            .Takes<TrialBody>().Returns<TrialShown>().Asks().Reasoned();
        api.Post("/mailboxes/{mailbox}/rules/import", "ImportRules", ApiScopes.WriteMailboxes, "Brings a script of Horde's Ingo, of Open-Xchange or of a Cyrus server over: as rules, when rules say all of it.", ImportAsync)
            .Takes<ImportBody>().Returns<ImportShown>();
    }

    private static async Task<Reply> TryAsync(RestCall call, string mailbox, Desk desk)
    {
        var body = await call.ReadAsync<TrialBody>();
        TrialMessage message = body.Message is { } text ? new TrialMessage.Given(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"))) : new TrialMessage.Stored(body.Folder, body.Uid, body.MessageId);
        var trial = await desk.Trial.ExecuteAsync(await desk.FindAsync(call, mailbox), message, body.Sender, call.Actor, call.Aborted);
        return Reply.Say(new TrialShown(trial.Actions, trial.Error, trial.Trace));
    }

    private static async Task<Reply> ImportAsync(RestCall call, string mailbox, Desk desk)
    {
        var body = await call.ReadAsync<ImportBody>();
        var imported = await desk.Import.ExecuteAsync(
            await desk.FindAsync(call, mailbox), body.Script, body.Separator ?? ".", body.EvenInPart, $"{call.Actor.Name}/{call.IdempotencyKey ?? Guid.CreateVersion7().ToString()}", call.Actor, call.Aborted);
        var (script, order) = (imported.Script, imported.Order);
        return Reply.Say(new ImportShown(
            script.Script, script.Changes, script.Problems, script.Lost, script.Rules.Forwarding, script.Rules.AutoReply, script.Rules.Spam, script.Rules.Rules,
            order is null ? null : new ChangeBody(order.Id, order.State, imported.Replayed, order.ErrorCode, order.ErrorText)));
    }

    /// <summary>Finds mailboxes and does what is asked.</summary>
    internal sealed class Desk(GetMailbox mailboxes, GetAddress addresses, TryRules trial, ImportScript import)
    {
        public TryRules Trial => trial;

        public ImportScript Import => import;

        public async Task<Guid> FindAsync(RestCall call, string mailbox) => (await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses)).Id;
    }
}

/// <summary>The message that filters are tried on: its text, or where it is in the mailbox.</summary>
/// <param name="Message">Header and body; absent for a message of the mailbox.</param>
/// <param name="Folder">Its folder; absent for INBOX, or with a Message-ID for any.</param>
/// <param name="Uid">Its IMAP UID there.</param>
/// <param name="MessageId">Its Message-ID, when its UID is not known.</param>
/// <param name="Sender">The envelope's sender; absent for what the message says of it.</param>
internal sealed record TrialBody(string? Message = null, string? Folder = null, uint? Uid = null, string? MessageId = null, string? Sender = null);

/// <summary>What filters would do with a message.</summary>
/// <param name="Actions">What would be done, one line each, and of what would not be, why.</param>
/// <param name="Error">Why a script did not come to its end; the message is kept then.</param>
/// <param name="Trace">Each script that runs, each test with its answer, each action, with where it stands.</param>
internal sealed record TrialShown(IReadOnlyList<string> Actions, ScriptProblem? Error, IReadOnlyList<string> Trace);

/// <summary>A script of another system.</summary>
/// <param name="Script">Its text.</param>
/// <param name="Separator">The hierarchy separator of the old server: a dot unless said otherwise.</param>
/// <param name="EvenInPart">Whether the rules are wanted though something is lost.</param>
internal sealed record ImportBody(string Script, string? Separator = null, bool EvenInPart = false);

/// <summary>What became of a script of another system.</summary>
/// <param name="Script">The script as it runs here.</param>
/// <param name="Changes">What was changed in it.</param>
/// <param name="Problems">What could not be brought over.</param>
/// <param name="Lost">What the rules do not say.</param>
/// <param name="Forwarding">The forwarding recognised.</param>
/// <param name="AutoReply">The automatic reply recognised.</param>
/// <param name="Spam">What becomes of spam.</param>
/// <param name="Rules">The rules recognised.</param>
/// <param name="Change">The order that gave the mailbox those rules; absent when something is lost and nobody asked for them all the same.</param>
internal sealed record ImportShown(
    string Script, IReadOnlyList<ScriptProblem> Changes, IReadOnlyList<ScriptProblem> Problems, IReadOnlyList<ScriptProblem> Lost, Forwarding? Forwarding, AutoReply? AutoReply, SpamHandling Spam,
    IReadOnlyList<MailRule> Rules, ChangeBody? Change);
