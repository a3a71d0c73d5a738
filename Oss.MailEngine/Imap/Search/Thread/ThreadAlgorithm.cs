using Oss.MailEngine.Imap.Search.Sort;

namespace Oss.MailEngine.Imap.Search.Thread;

/// <summary>How messages are put into threads (RFC 5256 3).</summary>
internal static class ThreadAlgorithm
{
    /// <summary>By subject alone, each thread one line in order of dates, threads in the order of their first.</summary>
    public static List<ThreadNode> OrderedSubject(SearchScope scope, List<int> found)
    {
        var threads = new List<ThreadNode>();
        foreach (var thread in found.ConvertAll(index => Node(scope, index)).GroupBy(node => node.Subject.Text))
        {
            var ordered = thread.OrderBy(node => node.Date).ThenBy(node => node.Index).ToList();
            ordered.Skip(1).ToList().ForEach(ordered[0].Attach);
            threads.Add(ordered[0]);
        }

        return [.. threads.OrderBy(node => node.Date).ThenBy(node => node.Index)];
    }

    /// <summary>By who names whom in References and In-Reply-To, and what is left over by subject.</summary>
    public static List<ThreadNode> References(SearchScope scope, List<int> found)
    {
        var links = new ThreadLinks();
        foreach (var index in found)
        {
            var header = new SearchCandidate(scope, scope.Messages[index], (uint)index + 1).Header;
            var references = MessageIds.Of(header?.Header("References"));
            if (references.Count == 0)
                references = [.. MessageIds.Of(header?.Header("In-Reply-To")).Take(1)];
            links.Add(MessageIds.Of(header?.Header("Message-ID")).FirstOrDefault(), references, Node(scope, index));
        }

        var roots = Prune(links.Build());
        return Sorted(BySubject(Sorted(roots)));
    }

    private static ThreadNode Node(SearchScope scope, int index)
    {
        var candidate = new SearchCandidate(scope, scope.Messages[index], (uint)index + 1);
        return new ThreadNode { Index = index, Date = SortOrder.SentDate(candidate), Subject = BaseSubject.Of(MessageText.Decoded(candidate.Header?.Header("Subject") ?? "")) };
    }

    // Step 3: places without messages go; their children take their place, but at the top only one does.
    private static List<ThreadNode> Prune(List<ThreadNode> roots)
    {
        var kept = new List<ThreadNode>();
        var order = new List<ThreadNode>();
        var open = new Stack<ThreadNode>(roots);
        while (open.TryPop(out var node))
        {
            order.Add(node);
            node.Children.ForEach(open.Push);
        }

        // From the leaves up, so that a chain of places collapses at once.
        for (var i = order.Count - 1; i >= 0; i--)
        {
            var node = order[i];
            node.Replace([.. node.Children.SelectMany(child => child.Index is null ? child.Children : [child])]);
        }

        foreach (var root in roots)
        {
            if (root.Index is not null || root.Children.Count > 1)
                kept.Add(root);
            else if (root.Children.Count == 1)
            {
                var child = root.Children[0];
                child.Detach();
                kept.Add(child);
            }
        }

        return kept;
    }

    // Step 5: top messages of the same subject belong together, replies below what they reply to.
    private static List<ThreadNode> BySubject(List<ThreadNode> roots)
    {
        var table = new Dictionary<string, ThreadNode>();
        foreach (var root in roots)
        {
            var subject = SubjectOf(root);
            if (subject.Text.Length == 0)
                continue;
            if (!table.TryGetValue(subject.Text, out var known) || (root.Index is null && known.Index is not null)
                || (known.Index is not null == root.Index is not null && SubjectOf(known).IsReply && !subject.IsReply))
                table[subject.Text] = root;
        }

        var merged = new List<ThreadNode>();
        var places = new Dictionary<ThreadNode, int>();
        foreach (var root in roots)
        {
            var subject = SubjectOf(root);
            if (subject.Text.Length == 0 || table[subject.Text] is var head && head == root)
            {
                Append(root);
                continue;
            }

            if (root.Index is null && head.Index is null)
                head.Adopt(root);
            else if (head.Index is null || (subject.IsReply && !SubjectOf(head).IsReply))
                head.Attach(root);
            else
            {
                // Two of the same rank: a place above both.
                var place = new ThreadNode();
                merged[places.TryGetValue(head, out var at) ? at : Append(head)] = place;
                place.Attach(head);
                place.Attach(root);
                table[subject.Text] = place;
            }
        }

        return merged;

        int Append(ThreadNode node)
        {
            places[node] = merged.Count;
            merged.Add(node);
            return merged.Count - 1;
        }
    }

    private static BaseSubject SubjectOf(ThreadNode node)
    {
        while (node.Index is null && node.Children.Count > 0)
            node = node.Children[0];
        return node.Subject;
    }

    // Steps 4 and 6: siblings by date, from the leaves up, for a place has its first child's date.
    private static List<ThreadNode> Sorted(List<ThreadNode> roots)
    {
        var order = new List<ThreadNode>();
        var open = new Stack<ThreadNode>(roots);
        while (open.TryPop(out var node))
        {
            order.Add(node);
            node.Children.ForEach(open.Push);
        }

        for (var i = order.Count - 1; i >= 0; i--)
            order[i].Replace(ByDate(order[i].Children));
        return ByDate(roots);
    }

    private static List<ThreadNode> ByDate(List<ThreadNode> nodes) => nodes.Count < 2 ? nodes : [.. nodes.OrderBy(node => node.SortDate).ThenBy(node => node.SortIndex)];
}
