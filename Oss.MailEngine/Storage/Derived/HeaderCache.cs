namespace Oss.MailEngine.Storage.Derived;

/// <summary>
/// Headers looked at of late, of all mailboxes together, within a budget of octets; in memory only. Clients ask for the headers of whole folders at each start, and a header
/// never changes. A message is known by its folder, UIDVALIDITY, UID and the hash of its file's name: another message that got the UID, for an older Maildir was put under the
/// server, is not taken for it. Two generations: what was not asked for while the younger filled up is forgotten with the older.
/// </summary>
internal sealed class HeaderCache(long budget)
{
    private readonly Lock _gate = new();
    private Dictionary<HeaderKey, MessageHeader> _young = [];
    private Dictionary<HeaderKey, MessageHeader> _old = [];
    private long _octets;

    /// <summary>Headers that are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _young.Count + _old.Count;
        }
    }

    public MessageHeader? Find(in HeaderKey key)
    {
        lock (_gate)
        {
            if (_young.TryGetValue(key, out var header))
                return header;
            if (_old.Remove(key, out header))
                Keep(key, header);
            return header;
        }
    }

    public void Add(in HeaderKey key, MessageHeader header)
    {
        lock (_gate)
            Keep(key, header);
    }

    private void Keep(in HeaderKey key, MessageHeader header)
    {
        if (!_young.TryAdd(key, header))
            return;
        _octets += header.Weight;
        if (_octets <= budget / 2)
            return;
        (_old, _young, _octets) = (_young, [], 0);
    }
}

/// <summary>Names one message for ever.</summary>
/// <param name="Mailbox">The mailbox's id.</param>
/// <param name="Folder">The folder's directory.</param>
/// <param name="UidValidity">The folder's.</param>
/// <param name="Uid">The message's.</param>
/// <param name="Base">Hash of the base of its file's name.</param>
internal readonly record struct HeaderKey(Guid Mailbox, string Folder, uint UidValidity, uint Uid, uint Base);
