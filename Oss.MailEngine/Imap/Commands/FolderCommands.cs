using Oss.MailEngine.Connections;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap;

/// <summary>Folders: list, create, select (RFC 3501 6.3).</summary>
internal sealed partial class ImapSession
{
    public Task NamespaceAsync(ImapRequest request)
    {
        connection.WriteLine("* NAMESPACE ((\"\" \"/\")) NIL NIL");
        Ok(request, "Done");
        return Task.CompletedTask;
    }

    public async Task SelectAsync(ImapRequest request, bool readOnly, CancellationToken cancellationToken)
    {
        _selected = null;
        if (_mailbox!.FindFolder(FolderArgument(request)) is not { } folder)
        {
            No(request.Tag, "[NONEXISTENT] There is no such folder");
            return;
        }

        var snapshot = await folder.SyncAsync(cancellationToken);
        _selected = new SelectedFolder(folder, snapshot, readOnly, readOnly ? snapshot.UidNext : folder.ClaimRecent(snapshot));
        var keywords = string.Concat(folder.Keywords.Select(keyword => " " + keyword));
        connection.WriteLine($"* FLAGS ({ImapFlags.All}{keywords})");
        connection.WriteLine($"* {snapshot.Messages.Length} EXISTS");
        connection.WriteLine($"* {_selected.RecentCount} RECENT");
        if (Unseen(snapshot) is > 0 and var unseen)
            connection.WriteLine($"* OK [UNSEEN {unseen}] The first unseen message");
        connection.WriteLine($"* OK [UIDVALIDITY {snapshot.UidValidity}] UIDs are valid");
        connection.WriteLine($"* OK [UIDNEXT {snapshot.UidNext}] The next UID");
        connection.WriteLine(readOnly ? "* OK [PERMANENTFLAGS ()] Read only" : $"* OK [PERMANENTFLAGS ({ImapFlags.All}{keywords} \\*)] Flags that stay");
        Ok(request, $"[{(readOnly ? "READ-ONLY" : "READ-WRITE")}] Selected");
    }

    public Task CreateAsync(ImapRequest request)
    {
        var name = FolderArgument(request);
        return AnswerAsync(request, _mailbox!.CreateFolder(name), $"[ALREADYEXISTS] There is a folder {name.Wire} already");
    }

    public Task DeleteAsync(ImapRequest request)
    {
        var name = FolderArgument(request);
        if (_selected?.Folder.Name == name)
            _selected = null;
        return AnswerAsync(request, _mailbox!.DeleteFolder(name), "[NONEXISTENT] There is no such folder");
    }

    public Task RenameAsync(ImapRequest request)
    {
        var from = FolderArgument(request);
        request.Arguments.Expect(' ');
        var to = FolderArgument(request);
        return AnswerAsync(request, _mailbox!.RenameFolder(from, to), "[CANNOT] There is no such folder, or its new name is taken");
    }

    public Task SubscribeAsync(ImapRequest request, bool subscribed)
    {
        _mailbox!.Subscriptions.Set(FolderArgument(request), subscribed);
        return AnswerAsync(request, true, "");
    }

    public Task ListAsync(ImapRequest request, string verb)
    {
        var reference = request.Arguments.AString();
        request.Arguments.Expect(' ');
        var pattern = reference + request.Arguments.ListMailbox();
        request.Arguments.ExpectEnd();
        var folders = _mailbox!.ListFolders();
        if (pattern == reference && verb == "LIST" && pattern.Length == 0)
            connection.WriteLine("* LIST (\\Noselect) \"/\" \"\"");
        else
        {
            foreach (var folder in verb == "LIST" ? folders : _mailbox.Subscriptions.Read())
            {
                if (FolderPattern.Matches(pattern, folder.Wire))
                    connection.WriteLine($"* {verb} ({Attributes(folder, folders)}) \"/\" {ImapText.String(folder.Wire)}");
            }
        }

        Ok(request, "Done");
        return Task.CompletedTask;
    }

    public async Task StatusAsync(ImapRequest request, CancellationToken cancellationToken)
    {
        var name = FolderArgument(request);
        request.Arguments.Expect(' ');
        var items = request.Arguments.List();
        if (_mailbox!.FindFolder(name) is not { } folder)
        {
            No(request.Tag, "[NONEXISTENT] There is no such folder");
            return;
        }

        var snapshot = await folder.SyncAsync(cancellationToken);
        var values = items.Select(item => item.ToUpperInvariant() switch
        {
            "MESSAGES" => $"MESSAGES {snapshot.Messages.Length}",
            "RECENT" => "RECENT 0",
            "UIDNEXT" => $"UIDNEXT {snapshot.UidNext}",
            "UIDVALIDITY" => $"UIDVALIDITY {snapshot.UidValidity}",
            "UNSEEN" => $"UNSEEN {snapshot.Messages.Count(m => !m.Flags.HasFlag(MessageFlags.Seen))}",
            _ => throw new ImapSyntaxException($"STATUS knows no {item}"),
        }).ToList();
        connection.WriteLine($"* STATUS {ImapText.String(name.Wire)} ({string.Join(' ', values)})");
        await CompleteAsync(request, "Done", cancellationToken);
    }

    public async Task CloseAsync(ImapRequest request, bool expunge, CancellationToken cancellationToken)
    {
        var selected = _selected!;
        _selected = null;
        if (expunge && !selected.ReadOnly)
            await selected.Folder.ExpungeAsync(Deleted(selected), cancellationToken);
        Ok(request, "Closed");
    }

    private Task AnswerAsync(ImapRequest request, bool done, string refusal)
    {
        if (done)
            return CompleteAsync(request, "Done", connection.Closed);
        No(request.Tag, refusal);
        return Task.CompletedTask;
    }

    private static int Unseen(FolderSnapshot snapshot)
    {
        for (var i = 0; i < snapshot.Messages.Length; i++)
        {
            if (!snapshot.Messages[i].Flags.HasFlag(MessageFlags.Seen))
                return i + 1;
        }

        return 0;
    }

    private static string Attributes(FolderName folder, IReadOnlyList<FolderName> all) =>
        all.Any(other => other.Value.StartsWith(folder.Value + "/", StringComparison.Ordinal)) ? "\\HasChildren" : "\\HasNoChildren";
}

/// <summary>LIST's wildcards: <c>*</c> is anything, <c>%</c> anything within a level. Matched in time proportional to pattern times name, whatever the pattern.</summary>
internal static class FolderPattern
{
    public static bool Matches(string pattern, string name)
    {
        // possible[j]: whether the pattern so far can end at name[j].
        var possible = new bool[name.Length + 1];
        possible[0] = true;
        foreach (var c in pattern.Length <= 1000 ? pattern : "")
        {
            if (c is '*' or '%')
            {
                for (var j = 1; j <= name.Length; j++)
                    possible[j] |= possible[j - 1] && (c == '*' || name[j - 1] != '/');
                continue;
            }

            for (var j = name.Length; j > 0; j--)
                possible[j] = possible[j - 1] && (name[j - 1] == c || (name == "INBOX" && char.ToUpperInvariant(c) == name[j - 1]));
            possible[0] = false;
        }

        return possible[^1];
    }
}
