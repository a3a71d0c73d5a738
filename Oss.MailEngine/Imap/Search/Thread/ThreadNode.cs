using System.Globalization;
using System.Text;
using Oss.MailEngine.Imap.Search.Sort;

namespace Oss.MailEngine.Imap.Search.Thread;

/// <summary>A message in a thread, or the place of one that is not there.</summary>
internal sealed class ThreadNode
{
    /// <summary>Index of the message; <see langword="null"/> for a place only.</summary>
    public int? Index { get; set; }

    public DateTimeOffset Date { get; set; }

    public BaseSubject Subject { get; set; }

    public ThreadNode? Parent { get; private set; }

    public List<ThreadNode> Children { get; private set; } = [];

    /// <summary>The date a place is sorted by: its first child's (RFC 5256 2.2).</summary>
    public DateTimeOffset SortDate => Index is not null || Children.Count == 0 ? Date : Children[0].SortDate;

    public int SortIndex => Index ?? (Children.Count > 0 ? Children[0].SortIndex : int.MaxValue);

    public void Attach(ThreadNode child)
    {
        child.Parent?.Children.Remove(child);
        child.Parent = this;
        Children.Add(child);
    }

    public void Detach()
    {
        Parent?.Children.Remove(this);
        Parent = null;
    }

    public void Replace(List<ThreadNode> children)
    {
        Children = children;
        children.ForEach(child => child.Parent = this);
    }

    /// <summary>How many were put below it.</summary>
    public int Below { get; private set; }

    /// <summary>Says what it is below, while <see cref="ThreadLinks"/> keeps only that.</summary>
    public void PutBelow(ThreadNode? parent)
    {
        if (Parent is not null)
            Parent.Below--;
        if (parent is not null)
            parent.Below++;
        Parent = parent;
    }

    /// <summary>Takes all that is below another.</summary>
    public void Adopt(ThreadNode other)
    {
        other.Children.ForEach(child => child.Parent = this);
        Children.AddRange(other.Children);
        other.Children = [];
    }

    /// <summary>Threads as the wire has them: a line of replies with spaces, branches in parentheses (RFC 5256 4). Without recursion: a thread is as deep as its senders make it.</summary>
    public static string Format(IEnumerable<ThreadNode> roots, Func<int, uint> number)
    {
        var text = new StringBuilder();
        var open = new Stack<object>();
        foreach (var root in roots.Reverse())
            open.Push(root);
        while (open.TryPop(out var next))
        {
            if (next is not ThreadNode node)
            {
                text.Append(')');
                continue;
            }

            text.Append('(');
            open.Push(")");
            var first = true;
            for (; node.Children.Count == 1 || node.Index is not null; node = node.Children[0])
            {
                if (node.Index is { } index)
                {
                    text.Append(first ? "" : " ").Append(number(index).ToString(CultureInfo.InvariantCulture));
                    first = false;
                }

                if (node.Children.Count != 1)
                    break;
            }

            if (node.Children.Count > 1)
            {
                if (!first)
                    text.Append(' ');
                for (var i = node.Children.Count - 1; i >= 0; i--)
                    open.Push(node.Children[i]);
            }
        }

        return text.ToString();
    }
}
