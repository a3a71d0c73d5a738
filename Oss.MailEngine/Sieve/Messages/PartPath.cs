using System.Collections.Immutable;
using Oss.MailEngine.Mime;

namespace Oss.MailEngine.Sieve.Messages;

/// <summary>Where a part is in a message: from the root by number. It survives an edit of the message, where offsets do not.</summary>
internal sealed record PartPath(ImmutableArray<int> Steps)
{
    public static PartPath Root { get; } = new(ImmutableArray<int>.Empty);

    /// <summary>The part; <see langword="null"/> when an edit took it away.</summary>
    public MimePart? In(MimePart root)
    {
        var part = root;
        foreach (var step in Steps)
        {
            var children = ChildrenOf(part);
            if (step >= children.Count)
                return null;
            part = children[step];
        }

        return part;
    }

    /// <summary>The part after this one, depth first, below <paramref name="top"/>; the message may have been edited in between.</summary>
    public PartPath? Next(MimePart root, PartPath top)
    {
        if (In(root) is { } here && ChildrenOf(here).Count > 0)
            return new PartPath(Steps.Add(0));

        for (var steps = Steps; steps.Length > top.Steps.Length;)
        {
            var parent = steps.RemoveAt(steps.Length - 1);
            var sibling = steps[^1] + 1;
            if (new PartPath(parent).In(root) is { } holder && sibling < ChildrenOf(holder).Count)
                return new PartPath(parent.Add(sibling));
            steps = parent;
        }

        return null;
    }

    /// <summary>Parts of a multipart, or the message in a <c>message/rfc822</c>.</summary>
    public static IReadOnlyList<MimePart> ChildrenOf(MimePart part) => part.Message is { } message ? [message] : part.Parts;

    /// <summary>A part and all below it, depth first.</summary>
    public static IEnumerable<MimePart> Descendants(MimePart part)
    {
        var open = new Stack<MimePart>([part]);
        while (open.TryPop(out var next))
        {
            yield return next;
            foreach (var child in ChildrenOf(next).Reverse())
                open.Push(child);
        }
    }
}
