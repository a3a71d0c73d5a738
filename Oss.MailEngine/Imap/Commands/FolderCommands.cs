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
            await selected.Folder.ExpungeAsync(await DeletedAsync(selected, cancellationToken), cancellationToken);
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
}
