using System.Globalization;
using System.Threading.Channels;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Imap.Search;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap;

/// <summary>Messages: search, store, copy, move, expunge, append, idle (RFC 3501 6.4, 2177, 4315, 6851).</summary>
internal sealed partial class ImapSession
{
    public async Task SearchAsync(ImapRequest request, bool byUid, CancellationToken cancellationToken)
    {
        var matches = SearchProgram(request.Arguments);
        var selected = _selected!;
        var found = new List<uint>();
        for (var i = 0; i < selected.Messages.Length; i++)
        {
            var message = selected.Messages[i];
            var content = new Lazy<MimeKit.MimeMessage?>(() => Load(selected.Folder, message.Uid, cancellationToken));
            var candidate = new SearchCandidate(
                message, (uint)i + 1, (uint)selected.Messages.Length, selected.Messages[^1].Uid, selected.IsRecent(message), () => selected.Folder.InternalDate(message), content);
            if (matches(candidate))
                found.Add(byUid ? message.Uid : (uint)i + 1);
        }

        connection.WriteLine("* SEARCH" + string.Concat(found.Select(n => " " + n.ToString(CultureInfo.InvariantCulture))));
        await CompleteAsync(request, "Done", cancellationToken);
    }

    public async Task StoreAsync(ImapRequest request, bool byUid, CancellationToken cancellationToken)
    {
        var set = request.Arguments.SequenceSet();
        request.Arguments.Expect(' ');
        var item = request.Arguments.Atom().ToUpperInvariant();
        request.Arguments.Expect(' ');
        var names = request.Arguments.Peek == '(' ? request.Arguments.List() : FlagWords(request.Arguments);
        var (flags, keywords) = ImapFlags.Parse(names.Where(n => !n.Equals("\\Recent", StringComparison.OrdinalIgnoreCase)));
        FlagChange change = item.Replace(".SILENT", "", StringComparison.Ordinal) switch
        {
            "FLAGS" => FlagChange.Replace,
            "+FLAGS" => FlagChange.Add,
            "-FLAGS" => FlagChange.Remove,
            _ => throw new ImapSyntaxException("STORE takes FLAGS, +FLAGS or -FLAGS"),
        };
        if (_selected!.ReadOnly)
        {
            No(request.Tag, "[READ-ONLY] The folder is selected read only");
            return;
        }

        var silent = item.EndsWith(".SILENT", StringComparison.Ordinal);
        var uids = Uids(set, byUid);
        var before = _selected.Messages;
        var snapshot = await _selected.Folder.StoreFlagsAsync(uids, change, flags, keywords, cancellationToken);
        var changed = _selected.Update(snapshot, expunges: byUid, silent ? [.. uids] : null);
        changed.ForEach(connection.WriteLine);
        if (!silent)
            Unchanged(uids, before);
        Ok(request, "Stored");
    }

    public async Task CopyAsync(ImapRequest request, bool byUid, bool move, CancellationToken cancellationToken)
    {
        var set = request.Arguments.SequenceSet();
        request.Arguments.Expect(' ');
        var name = FolderArgument(request);
        if (_mailbox!.FindFolder(name) is not { } target)
        {
            No(request.Tag, "[TRYCREATE] There is no such folder");
            return;
        }

        var selected = _selected!;
        if (move && selected.ReadOnly)
        {
            No(request.Tag, "[READ-ONLY] The folder is selected read only");
            return;
        }

        var copied = await selected.Folder.CopyToAsync(Uids(set, byUid), target, cancellationToken);
        if (copied is null)
        {
            No(request.Tag, "[EXPUNGEISSUED] Some messages are gone; nothing was copied");
            return;
        }

        var code = copied.Count == 0 ? "" : $"[COPYUID {(await target.SyncAsync(cancellationToken)).UidValidity} {SequenceSet.Format(copied.Select(c => c.Source))} {SequenceSet.Format(copied.Select(c => c.Target))}] ";
        if (!move)
        {
            await CompleteAsync(request, code + "Copied", cancellationToken);
            return;
        }

        if (code.Length > 0)
            connection.WriteLine($"* OK {code}Moved");
        await selected.Folder.ExpungeAsync([.. copied.Select(c => c.Source)], cancellationToken);
        await CompleteAsync(request, "Moved", cancellationToken);
    }

    public async Task ExpungeAsync(ImapRequest request, bool byUid, CancellationToken cancellationToken)
    {
        var set = byUid ? request.Arguments.SequenceSet() : null;
        if (_selected!.ReadOnly)
        {
            No(request.Tag, "[READ-ONLY] The folder is selected read only");
            return;
        }

        var deleted = await DeletedAsync(_selected, cancellationToken);
        if (set is not null)
            deleted.IntersectWith(Uids(set, byUid: true));
        await _selected.Folder.ExpungeAsync(deleted, cancellationToken);
        await CompleteAsync(request, "Expunged", cancellationToken);
    }

    public async Task AppendAsync(ImapRequest request, CancellationToken cancellationToken)
    {
        var name = FolderArgument(request);
        request.Arguments.Expect(' ');
        var (flags, keywords) = request.Arguments.Peek == '(' ? ImapFlags.Parse(request.Arguments.List()) : (MessageFlags.None, []);
        if (request.Arguments.Peek == ' ')
            request.Arguments.Expect(' ');
        DateTimeOffset? date = request.Arguments.Peek == '"' ? InternalDate(request.Arguments.AString()) : null;
        if (request.Literal is not { Length: > 0 } literal)
            throw new ImapSyntaxException("APPEND takes a message as a literal");
        if (_mailbox!.FindFolder(name) is not { } folder)
        {
            await RefuseAppendAsync(request, "[TRYCREATE] There is no such folder", cancellationToken);
            return;
        }

        if (literal.Length > options.MaxMessageBytes)
        {
            await RefuseAppendAsync(request, "[TOOBIG] The message is larger than this server takes", cancellationToken);
            return;
        }

        await using var message = storage.NewSpooledMessage();
        if (literal.Synchronizing)
            await GoAheadAsync(literal, cancellationToken);
        await foreach (var part in ReadLiteralAsync(literal, cancellationToken))
            await message.WriteAsync(part, cancellationToken);
        var rest = await connection.ReadLineAsync(ImapLimits.Command, Patience, cancellationToken);
        literal.IsEnded = true;
        if (rest is not { Kind: LineKind.Complete, Octets.Length: 0 })
            throw new ImapSyntaxException("APPEND takes one message");
        await message.CompleteAsync(cancellationToken);
        try
        {
            var stored = await folder.AppendAsync(message, flags, keywords, date, cancellationToken);
            await CompleteAsync(request, $"[APPENDUID {(await folder.SyncAsync(cancellationToken)).UidValidity} {stored.Uid}] Appended", cancellationToken);
        }
        catch (OverQuotaException)
        {
            No(request.Tag, "[OVERQUOTA] The mailbox is full");
        }
        catch (IOException)
        {
            No(request.Tag, "[UNAVAILABLE] The message could not be written; try again");
        }
    }

    public async Task IdleAsync(ImapRequest request, CancellationToken cancellationToken)
    {
        // The folder may still call back while it is told to stop, from a timer's thread: what it calls must not fail then.
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watch = _selected?.Folder.Watch(() => changed.Writer.TryWrite(true));
        connection.WriteLine("+ Idling");
        await TellAsync(expunges: true, cancellationToken);
        await connection.FlushAsync(cancellationToken);

        using var idling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var done = connection.ReadLineAsync(ImapLimits.Command, ImapLimits.Patience, idling.Token).AsTask();
        try
        {
            while (await Task.WhenAny(done, changed.Reader.WaitToReadAsync(idling.Token).AsTask()) != done)
            {
                changed.Reader.TryRead(out _);
                await TellAsync(expunges: true, cancellationToken);
                await connection.FlushAsync(cancellationToken);
            }
        }
        catch
        {
            // Two readers of one pipe are none: the line is not waited for any longer before anybody else reads.
            await idling.CancelAsync();
            await done.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }

        var line = await done;
        await idling.CancelAsync();
        _finished |= line.Kind == LineKind.End;
        if (line.Octets.AsSpan().SequenceEqual("DONE"u8) || System.Text.Encoding.ASCII.GetString(line.Octets).Equals("DONE", StringComparison.OrdinalIgnoreCase))
            await CompleteAsync(request, "Idled", cancellationToken);
        else
            Bad(request.Tag, "IDLE ends with DONE");
    }

    private static Predicate<SearchCandidate> SearchProgram(ImapParser arguments)
    {
        if (arguments.TryTakeWord("CHARSET"))
        {
            var charset = arguments.AString().ToUpperInvariant();
            if (charset is not ("UTF-8" or "US-ASCII"))
                throw new ImapRefusalException("[BADCHARSET (UTF-8 US-ASCII)] Unknown character set");
            arguments.Expect(' ');
        }

        var matches = SearchKey.ParseAll(arguments);
        arguments.ExpectEnd();
        return matches;
    }

    private static MimeKit.MimeMessage? Load(Folder folder, uint uid, CancellationToken cancellationToken)
    {
        // Search keys are evaluated one message at a time; the file is local or on a mounted volume.
        using var content = folder.OpenAsync(uid, cancellationToken).GetAwaiter().GetResult();
        try
        {
            return content is null ? null : MimeKit.MimeMessage.Load(content, cancellationToken);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // STORE answers with the flags of each message named, also where nothing changed (RFC 3501 6.4.6).
    private void Unchanged(List<uint> uids, System.Collections.Immutable.ImmutableArray<StoredMessage> before)
    {
        var wanted = uids.ToHashSet();
        var old = before.Where(m => wanted.Contains(m.Uid)).ToDictionary(m => m.Uid);
        for (var i = 0; i < _selected!.Messages.Length; i++)
        {
            var message = _selected.Messages[i];
            if (old.TryGetValue(message.Uid, out var was) && was.Flags == message.Flags && was.Keywords.SequenceEqual(message.Keywords))
                connection.WriteLine($"* {i + 1} FETCH (UID {message.Uid} FLAGS ({_selected.FlagsOf(message)}))");
        }
    }

    private async Task RefuseAppendAsync(ImapRequest request, string text, CancellationToken cancellationToken)
    {
        await DrainAsync(request, cancellationToken);
        No(request.Tag, text);
    }

    private List<uint> Uids(SequenceSet set, bool byUid)
    {
        var messages = _selected!.Messages;
        if (messages.Length == 0)
            return [];
        var largest = byUid ? messages[^1].Uid : (uint)messages.Length;
        return [.. messages.Where((m, i) => set.Contains(byUid ? m.Uid : (uint)i + 1, largest)).Select(m => m.Uid)];
    }

    // As they are now and not as this session last saw them: another may have taken the flag away.
    private static async Task<HashSet<uint>> DeletedAsync(SelectedFolder selected, CancellationToken cancellationToken) =>
        [.. (await selected.Folder.SyncAsync(cancellationToken)).Messages.Where(m => m.Flags.HasFlag(MessageFlags.Deleted)).Select(m => m.Uid)];

    private static List<string> FlagWords(ImapParser arguments)
    {
        var words = new List<string>();
        do
        {
            words.Add(arguments.Atom("\\"));
        }
        while (arguments.TryTake(' '));
        return words;
    }

    private static DateTimeOffset InternalDate(string text) =>
        DateTimeOffset.TryParseExact(text.Trim(), "d-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        || DateTimeOffset.TryParseExact(text.Trim().Insert(Math.Max(0, text.Trim().Length - 2), ":"), "d-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
            ? date
            : throw new ImapSyntaxException("A date reads like \"24-Nov-2026 10:00:00 +0100\"");
}
