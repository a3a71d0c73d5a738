namespace Oss.MailEngine.Imap.Search.Thread;

/// <summary>
/// Who names whom (RFC 5256 3, step 1). Senders decide what References say, so nothing here may cost what lies around: while messages are linked only the way up is kept, for a place that
/// thousands answer to would be walked through each time one of them moves; and whether a link would close a circle is looked for <see cref="MaxClimb"/> steps up, beyond which it is not made.
/// A place below which nothing is yet closes none, so that a conversation of any length stays one when its messages name their forerunners.
/// </summary>
internal sealed class ThreadLinks
{
    /// <summary>Steps up from a message in search of a circle.</summary>
    public const int MaxClimb = 1000;

    private readonly Dictionary<string, ThreadNode> _byId = [];
    private readonly List<ThreadNode> _all = [];

    /// <summary>Links a message, and what it names in the order it is named.</summary>
    /// <param name="id">Its Message-ID; <see langword="null"/> without one.</param>
    /// <param name="references">What it answers to, the nearest last.</param>
    /// <param name="message">The message.</param>
    public void Add(string? id, IEnumerable<string> references, ThreadNode message)
    {
        ThreadNode? previous = null;
        foreach (var reference in references)
        {
            var place = Place(reference);
            if (previous is not null && place.Parent is null && MayBeBelow(place, previous))
                place.PutBelow(previous);
            previous = place;
        }

        // A second message of the same id is another message.
        var node = id is not null && (!_byId.TryGetValue(id, out var known) || known.Index is null) ? Place(id) : New();
        (node.Index, node.Date, node.Subject) = (message.Index, message.Date, message.Subject);
        if (node.Parent == previous)
            return;
        node.PutBelow(null);
        if (previous is not null && MayBeBelow(node, previous))
            node.PutBelow(previous);
    }

    /// <summary>Makes the trees, and gives their roots.</summary>
    public List<ThreadNode> Build()
    {
        foreach (var node in _all)
            node.Parent?.Children.Add(node);
        return [.. _all.Where(node => node.Parent is null)];
    }

    private static bool MayBeBelow(ThreadNode node, ThreadNode above)
    {
        if (node == above)
            return false;
        if (node.Below == 0)
            return true;
        var at = above.Parent;
        for (var steps = 0; at is not null && steps < MaxClimb; steps++, at = at.Parent)
        {
            if (at == node)
                return false;
        }

        return at is null;
    }

    private ThreadNode Place(string id) => _byId.TryGetValue(id, out var place) ? place : _byId[id] = New();

    private ThreadNode New()
    {
        var node = new ThreadNode();
        _all.Add(node);
        return node;
    }
}
