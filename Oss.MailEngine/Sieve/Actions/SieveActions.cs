using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve.Actions;

/// <summary>The actions of a run, and whether the implicit keep still stands (RFC 5228 2.10.2).</summary>
/// <param name="keepsInInbox">Whether keep means INBOX, so that filing there is the same; at an IMAP event the message is wherever it is.</param>
internal sealed class SieveActions(bool keepsInInbox)
{
    private static readonly Sentence RefusedAndDelivered =
        new("A message cannot be refused and delivered at the same time.", "Eine Nachricht kann nicht zugleich abgewiesen und zugestellt werden.");

    private readonly List<SieveAction> _actions = [];
    private bool _isKeptImplicitly = true;

    /// <summary>Adds an action; the same thing asked for twice is done once (RFC 5228 2.10.3).</summary>
    /// <exception cref="SieveException">It cannot go together with one before it, or there are too many.</exception>
    public void Add(Call call, SieveAction action, bool cancelsKeep)
    {
        if (cancelsKeep)
            _isKeptImplicitly = false;
        if (Conflict(action) is { } conflict)
            throw new SieveException(call.At, conflict);
        if (Merge(action))
            return;

        _actions.Add(action);
        Limit(call, _actions.Count, SieveLimits.Actions, new("actions", "Aktionen"));
        Limit(call, _actions.Count(a => a is SieveAction.Redirect), SieveLimits.Redirects, new("redirects", "Weiterleitungen"));
        Limit(call, _actions.Count(a => a is SieveAction.Notify), SieveLimits.Notifications, new("notifications", "Benachrichtigungen"));
    }

    /// <summary>All actions; the implicit keep last, with the flags and edits of the script's end.</summary>
    public IReadOnlyList<SieveAction> Complete(SieveRun run)
    {
        if (_isKeptImplicitly && !_actions.Any(action => action is SieveAction.Keep))
            _actions.Add(new SieveAction.Keep(run.Message, run.Flags, IsImplicit: true));
        return _actions;
    }

    // The last flags win (RFC 5232 3).
    private bool Merge(SieveAction action)
    {
        for (var i = 0; i < _actions.Count; i++)
        {
            SieveAction? merged = (_actions[i], action) switch
            {
                (SieveAction.Keep, SieveAction.Keep b) => b,
                (SieveAction.FileInto a, SieveAction.FileInto b) when a.Folder == b.Folder => b with { Create = a.Create || b.Create },
                (SieveAction.Keep a, SieveAction.FileInto b) when IsInbox(b.Folder) => a with { Message = b.Message, Flags = b.Flags },
                (SieveAction.FileInto a, SieveAction.Keep b) when IsInbox(a.Folder) => b,
                (SieveAction.Redirect a, SieveAction.Redirect b) when IsSame(a.Address, b.Address) => a,
                (SieveAction.Discard, SieveAction.Discard) => action,
                // RFC 5436 2.7: no second notification of the same to the same address.
                (SieveAction.Notify a, SieveAction.Notify b) when a.Notification.Method == b.Notification.Method && a.Notification.Message == b.Notification.Message => a,
                (SieveAction.MarkDuplicate a, SieveAction.MarkDuplicate b) when a.Identifier == b.Identifier => b,
                _ => null,
            };
            if (merged is null)
                continue;
            _actions[i] = merged;
            return true;
        }

        return false;
    }

    // RFC 5429 2.4 for reject, RFC 5230 4.7 for vacation.
    private Sentence? Conflict(SieveAction action) => action switch
    {
        SieveAction.Reject when _actions.Any(a => a is SieveAction.Reject) =>
            new("The message is refused already; one 'reject' is enough.", "Die Nachricht wird schon abgewiesen; ein 'reject' genügt."),
        SieveAction.Reject when _actions.Any(a => a is SieveAction.Keep or SieveAction.FileInto or SieveAction.Redirect or SieveAction.Vacation) =>
            RefusedAndDelivered,
        SieveAction.Keep or SieveAction.FileInto or SieveAction.Redirect when _actions.Any(a => a is SieveAction.Reject) =>
            RefusedAndDelivered,
        SieveAction.Vacation when _actions.Any(a => a is SieveAction.Reject) =>
            new("A message that is refused gets no vacation reply.", "Eine abgewiesene Nachricht bekommt keine Abwesenheitsnotiz."),
        SieveAction.Vacation when _actions.Any(a => a is SieveAction.Vacation) =>
            new("'vacation' was done already; a script may do it once.", "'vacation' ist schon geschehen; ein Skript darf es einmal."),
        _ => null,
    };

    // The local part is its owner's, case and all (RFC 5321 2.4).
    private static bool IsSame(string a, string b) =>
        MailAddresses.LocalPart(a) == MailAddresses.LocalPart(b) && MailAddresses.Domain(a).Equals(MailAddresses.Domain(b), StringComparison.OrdinalIgnoreCase);

    private bool IsInbox(string folder) => keepsInInbox && folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase);

    private static void Limit(Call call, int count, int limit, Sentence what)
    {
        if (count > limit)
            throw new SieveException(call.At, $"A script may ask for {limit} {what.English} at most.", $"Ein Skript darf höchstens {limit} {what.German} verlangen.");
    }
}
