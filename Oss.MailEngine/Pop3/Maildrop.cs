using System.Globalization;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Pop3;

/// <summary>The messages of the moment of login, by their numbers (RFC 1939 4). It holds no lock: a client that hangs blocks neither delivery nor IMAP, and what
/// another session expunges meanwhile is merely gone.</summary>
internal sealed class Maildrop(Folder inbox, FolderSnapshot snapshot, UidlFormat uidl)
{
    private readonly HashSet<uint> _deleted = [];

    // A migrated mailbox keeps the order its clients know (the uidlist's O); what came later follows by UID.
    private readonly StoredMessage[] _messages = [.. snapshot.Messages.OrderBy(m => m.Pop3Order ?? uint.MaxValue)];

    public int Count => _messages.Length;

    /// <summary>Messages that are not marked as deleted, with their numbers.</summary>
    public IEnumerable<(int Number, StoredMessage Message)> Left => _messages.Select((message, i) => (i + 1, message)).Where(m => !_deleted.Contains(m.message.Uid));

    /// <summary>The message of a number.</summary>
    /// <exception cref="Pop3RefusalException">There is none, or it is marked as deleted.</exception>
    public StoredMessage Find(string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= Count && !_deleted.Contains(_messages[n - 1].Uid)
            ? _messages[n - 1]
            : throw new Pop3RefusalException("There is no such message");

    public string Uidl(StoredMessage message) => uidl.Of(message, snapshot.UidValidity);

    /// <exception cref="Pop3RefusalException">Another session expunged it.</exception>
    public async Task<Stream> OpenAsync(StoredMessage message, CancellationToken cancellationToken) =>
        await inbox.OpenAsync(message.Uid, cancellationToken) ?? throw new Pop3RefusalException("The message is gone");

    public void Mark(StoredMessage message) => _deleted.Add(message.Uid);

    public void Reset() => _deleted.Clear();

    /// <summary>Removes what was marked.</summary>
    public async Task ExpungeAsync(CancellationToken cancellationToken)
    {
        if (_deleted.Count > 0)
            await inbox.ExpungeAsync(_deleted, cancellationToken);
    }
}
