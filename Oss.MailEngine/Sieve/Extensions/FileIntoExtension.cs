using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>fileinto</c> (RFC 5228 4.1) and how a folder is chosen by name, special use (RFC 8579) or id (RFC 9042).</summary>
internal static class FileIntoExtension
{
    public static SieveExtension Extension { get; } = new("fileinto")
    {
        Words =
        [
            new CommandRule("fileinto", new ArgumentRule("folder", ArgumentKind.Text))
            {
                Takes = Takes.Folder | Takes.Flags, Check = (call, binder) => CheckFolder(call.Find("folder"), binder), Do = FileInto,
            },
        ],
    };

    /// <summary>Warns of a constant name that no folder can have: mail would stay in INBOX.</summary>
    public static void CheckFolder(BoundValue? folder, Binder binder)
    {
        if (folder?.Texts[0].Constant is not { } name || FolderName.TryParse(name) is not null)
            return;
        var hasDot = name.Contains('.', StringComparison.Ordinal);
        binder.Warn(
            folder.At, $"\"{name}\" cannot be the name of a folder; levels are separated by '/'{(hasDot ? ", and a name has no '.'" : "")}.",
            $"\"{name}\" kann nicht der Name eines Ordners sein; Ebenen trennt '/'{(hasDot ? ", und ein Name hat keinen '.'" : "")}.");
    }

    /// <summary>The folder that a call means: the one with the id, else the one with the use, else the one named.</summary>
    public static string Choose(Call call, SieveRun run, string named)
    {
        var folder = call.TextOrNull(":mailboxid", run) is { } id && run.Context.Mailbox.FolderWithId(id) is { } byId ? byId
            : call.TextOrNull(":specialuse", run) is { } use && run.Context.Mailbox.FoldersForUse(use) is { Count: > 0 } byUse && !byUse.Contains(FolderName.TryParse(named)?.Value ?? named)
                ? byUse[0]
            : named;
        // Of several folders with the use it is the named one when that is among them (RFC 8579 4). A name that no folder can have is left to whoever performs the action: that keeps the message in INBOX and the rest of the script alive.
        return FolderName.TryParse(folder)?.Value ?? folder;
    }

    private static Flow FileInto(Call call, SieveRun run)
    {
        var folder = Choose(call, run, call.Text("folder", run));
        run.Trace(call, $"fileinto {folder}");
        run.Actions.Add(
            call, new SieveAction.FileInto(run.Target, folder, ImapFlags.Of(call, run), call.Has(":create"), call.TextOrNull(":specialuse", run)), cancelsKeep: !call.Has(":copy"));
        return Flow.Next;
    }
}
