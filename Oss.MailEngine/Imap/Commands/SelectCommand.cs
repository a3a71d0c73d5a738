using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>SELECT (RFC 3501 6.3.1), with what a client that was here before has missed (RFC 7162 3.2.5).</summary>
internal static class SelectCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken) => OpenAsync(session, request, readOnly: false, cancellationToken);

    public static async Task OpenAsync(ImapSession session, ImapRequest request, bool readOnly, CancellationToken cancellationToken)
    {
        var name = session.FolderArgument(request);
        var known = Parameters(session, request.Arguments);
        request.Arguments.ExpectEnd();

        // Whatever becomes of it, the folder selected before is not selected any more.
        if (session.Selected is not null && session.Has(ImapExtensions.QResync | ImapExtensions.Rev2))
            session.WriteLine("* OK [CLOSED] The folder selected before is closed");
        session.Selected = null;

        var access = await session.FindAsync(name, AclRights.Read, cancellationToken);
        // Who may change nothing has it read only (RFC 4314 5.2).
        readOnly |= (access.Rights & AclRights.AnyWrite) == 0;
        var folder = access.Folder;
        var snapshot = await folder.SyncAsync(cancellationToken);
        var selected = session.Selected = new SelectedFolder(session, access, snapshot, readOnly, readOnly ? snapshot.UidNext : folder.ClaimRecent(snapshot));
        Describe(session, selected);
        if (known is not null && known.UidValidity == snapshot.UidValidity)
            TellMissed(session, selected, known);
        session.Ok(request, $"[{(readOnly ? "READ-ONLY" : "READ-WRITE")}] Selected");
    }

    private static void Describe(ImapSession session, SelectedFolder selected)
    {
        var isRev2 = session.Has(ImapExtensions.Rev2);
        var snapshot = selected.View;
        var keywords = string.Concat(selected.Folder.Keywords.Select(keyword => " " + keyword));
        session.WriteLine($"* FLAGS ({ImapFlags.All}{keywords})");
        session.WriteLine($"* {snapshot.Messages.Length} EXISTS");
        if (!isRev2)
        {
            session.WriteLine($"* {selected.RecentCount} RECENT");
            if (!session.Has(ImapExtensions.UidOnly) && FirstUnseen(snapshot) is > 0 and var unseen)
                session.WriteLine($"* OK [UNSEEN {unseen}] The first unseen message");
        }

        session.WriteLine($"* OK [UIDVALIDITY {snapshot.UidValidity}] UIDs are valid");
        session.WriteLine($"* OK [UIDNEXT {snapshot.UidNext}] The next UID");
        session.WriteLine(selected.ReadOnly ? "* OK [PERMANENTFLAGS ()] Read only" : $"* OK [PERMANENTFLAGS ({Permanent(selected.Access.Flags, keywords)})] Flags that stay");
        session.WriteLine($"* OK [MAILBOXID ({ObjectId.Of(selected.Folder)})] The folder's own id");
        session.WriteLine($"* OK [HIGHESTMODSEQ {snapshot.HighestModSeq}] The last change");
        if (isRev2)
            session.WriteLine($"* LIST () \"/\" {session.Shown(selected.Access.Path)}");
    }

    private static string Permanent(FlagMask allowed, string keywords) =>
        allowed == FlagMask.All ? $"{ImapFlags.All}{keywords} \\*" : ImapFlags.Names(allowed.Flags, isRecent: false) + (allowed.Keywords ? keywords + " \\*" : "");

    private static KnownState? Parameters(ImapSession session, ImapParser arguments)
    {
        KnownState? known = null;
        if (arguments.TryTake(' '))
        {
            arguments.Parenthesised(() =>
            {
                switch (arguments.Atom().ToUpperInvariant())
                {
                    case "CONDSTORE":
                        session.Enabled |= ImapExtensions.CondStore;
                        break;
                    case "QRESYNC" when session.Has(ImapExtensions.QResync):
                        arguments.Expect(' ');
                        known = KnownState.Parse(arguments);
                        break;
                    default:
                        throw new ImapSyntaxException("SELECT takes CONDSTORE, and QRESYNC when it is enabled");
                }
            });
        }

        return known;
    }

    private static void TellMissed(ImapSession session, SelectedFolder selected, KnownState known)
    {
        var largest = Math.Max(selected.View.UidNext - 1, 1);
        var first = known.FirstDoubtful(selected);
        Predicate<uint> isKnown = uid => uid >= first && (known.Uids?.Contains(uid, largest) ?? true);
        IEnumerable<(uint, uint)> ranges = known.Uids?.Resolve(largest) ?? [(1, largest)];
        if (Vanished.Since(selected, known.ModSeq, isKnown, ranges) is { Length: > 0 } uids)
            session.WriteLine($"* VANISHED (EARLIER) {uids}");
        for (var index = 0; index < selected.Messages.Length; index++)
        {
            var message = selected.Messages[index];
            if (message.ModSeq > known.ModSeq && (known.Uids?.Contains(message.Uid, largest) ?? true))
                session.WriteLine(selected.FlagsLine(message, index));
        }
    }

    private static int FirstUnseen(FolderSnapshot snapshot)
    {
        var index = 0;
        foreach (var message in snapshot.Messages)
        {
            index++;
            if (!message.Flags.HasFlag(MessageFlags.Seen))
                return index;
        }

        return 0;
    }

    /// <summary>What a client knows of a folder from its last visit.</summary>
    private sealed record KnownState(uint UidValidity, ulong ModSeq, SequenceSet? Uids, List<(uint Number, uint Uid)> Sample)
    {
        public static KnownState Parse(ImapParser arguments)
        {
            arguments.Expect('(');
            var validity = arguments.Number();
            arguments.Expect(' ');
            var modSeq = (ulong)arguments.LongNumber();
            SequenceSet? uids = null;
            var sample = new List<(uint, uint)>();
            if (arguments.TryTake(' ') && arguments.Peek != '(')
            {
                uids = arguments.SequenceSet();
                _ = arguments.TryTake(' ');
            }

            if (arguments.TryTake('('))
            {
                var numbers = Numbers(arguments.SequenceSet());
                arguments.Expect(' ');
                sample = [.. numbers.Zip(Numbers(arguments.SequenceSet()))];
                arguments.Expect(')');
            }

            arguments.Expect(')');
            return new KnownState(validity, modSeq, uids, sample);
        }

        /// <summary>The first UID that the sample of numbers and UIDs does not show to be where it was (RFC 7162 3.2.5.2).</summary>
        public uint FirstDoubtful(SelectedFolder selected)
        {
            var first = 1u;
            foreach (var (number, uid) in Sample)
            {
                if (number > selected.Messages.Length || selected.Messages[(int)number - 1].Uid != uid)
                    break;
                first = uid + 1;
            }

            return first;
        }

        private static IEnumerable<uint> Numbers(SequenceSet set) =>
            set.Resolve(uint.MaxValue).SelectMany(range => Enumerable.Range(0, (int)Math.Min(range.Last - range.First + 1L, ImapLimits.Sample)).Select(i => range.First + (uint)i)).Take(ImapLimits.Sample);
    }
}
