using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>STORE (RFC 3501 6.4.6).</summary>
internal static class StoreCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var set = request.Arguments.SequenceSet();
        request.Arguments.Expect(' ');
        var item = request.Arguments.Atom().ToUpperInvariant();
        request.Arguments.Expect(' ');
        var (flags, keywords) = ImapFlags.Parse(request.Arguments.FlagsOrList().Where(n => !n.Equals("\\Recent", StringComparison.OrdinalIgnoreCase)));
        request.Arguments.ExpectEnd();
        var silent = item.EndsWith(".SILENT", StringComparison.Ordinal);
        var change = (silent ? item[..^".SILENT".Length] : item) switch
        {
            "FLAGS" => FlagChange.Replace,
            "+FLAGS" => FlagChange.Add,
            "-FLAGS" => FlagChange.Remove,
            _ => throw new ImapSyntaxException("STORE takes FLAGS, +FLAGS or -FLAGS"),
        };

        var selected = session.Writable();
        var uids = selected.Uids(set, request.ByUid);
        var before = selected.Messages;
        var snapshot = await selected.Folder.StoreFlagsAsync(uids, change, flags, keywords, cancellationToken);
        selected.Update(snapshot, request.TellsExpunges, silent ? [.. uids] : null).ForEach(session.WriteLine);
        if (!silent)
            TellUnchanged(session, selected, uids, before);
        session.Ok(request, "Stored");
    }

    // STORE answers with the flags of each message named, also where nothing changed (RFC 3501 6.4.6).
    private static void TellUnchanged(ImapSession session, SelectedFolder selected, List<uint> uids, MessageList before)
    {
        var wanted = uids.ToHashSet();
        var old = before.Where(m => wanted.Contains(m.Uid)).ToDictionary(m => m.Uid);
        for (var i = 0; i < selected.Messages.Length; i++)
        {
            var message = selected.Messages[i];
            if (old.TryGetValue(message.Uid, out var was) && was.Flags == message.Flags && was.Keywords.SequenceEqual(message.Keywords))
                session.WriteLine($"* {i + 1} FETCH (UID {message.Uid} FLAGS ({selected.FlagsOf(message)}))");
        }
    }
}
