namespace Oss.MailEngine.Storage;

/// <summary>Changes to a list of messages, gathered and then made at once; nothing is copied when there are none.</summary>
internal sealed class FolderEdit(MessageList before)
{
    private readonly List<(FolderFiles Files, uint Uid, byte[] Record, ReadOnlyMemory<byte> Info, ulong ModSeq)> _added = [];
    private MessageListBuilder? _builder;

    private MessageListBuilder Builder => _builder ??= new MessageListBuilder(before);

    public void SetInfo(int index, ReadOnlySpan<byte> info, ulong modSeq) => Builder.SetInfo(before, index, info, modSeq);

    public void Remove(int index) => Builder.Remove(before, index);

    public void Add(FolderFiles files, uint uid, byte[] record, ReadOnlyMemory<byte> info, ulong modSeq) => _added.Add((files, uid, record, info, modSeq));

    public MessageList ToList()
    {
        if (_added.Count == 0)
            return _builder?.ToList() ?? before;

        _added.Sort((a, b) => a.Uid.CompareTo(b.Uid));
        if (before.Length == 0 || _added[0].Uid > before[^1].Uid)
        {
            foreach (var (files, uid, record, info, modSeq) in _added)
                Builder.Add(files, uid, record, info.Span, modSeq);
            return Builder.ToList();
        }

        // A message that was away comes back between the others.
        var merged = new MessageListBuilder();
        var next = 0;
        foreach (var message in _builder?.ToList() ?? before)
        {
            for (; next < _added.Count && _added[next].Uid < message.Uid; next++)
                merged.Add(_added[next].Files, _added[next].Uid, _added[next].Record, _added[next].Info.Span, _added[next].ModSeq);
            merged.Add(message);
        }

        for (; next < _added.Count; next++)
            merged.Add(_added[next].Files, _added[next].Uid, _added[next].Record, _added[next].Info.Span, _added[next].ModSeq);
        return merged.ToList();
    }
}
