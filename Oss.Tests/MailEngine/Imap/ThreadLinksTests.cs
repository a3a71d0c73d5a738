using Oss.MailEngine.Imap.Search.Thread;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>Who names whom, when senders write what they like.</summary>
public sealed class ThreadLinksTests
{
    private readonly ThreadLinks _links = new();

    [Fact]
    public void A_conversation_of_any_length_is_one_thread_when_each_names_the_one_before()
    {
        const int Length = 5 * ThreadLinks.MaxClimb;
        for (var i = 0; i < Length; i++)
            Add(i, i == 0 ? [] : [i - 1]);
        Depth(_links.Build().ShouldHaveSingleItem()).ShouldBe(Length);
    }

    [Fact]
    public void A_circle_is_not_closed()
    {
        Add(1, [2]);
        Add(2, [3]);
        Add(3, [1]);
        var root = _links.Build().ShouldHaveSingleItem();
        Depth(root).ShouldBe(3);
        Nodes([root]).ShouldBe(3);
    }

    [Fact]
    public void What_names_itself_or_the_same_twice_is_one_message()
    {
        Add(1, [1]);
        Add(2, [1, 1, 2, 1]);
        Nodes(_links.Build()).ShouldBe(2);
    }

    [Fact]
    public void A_link_that_would_have_to_be_looked_for_too_far_up_is_not_made_and_nothing_is_lost()
    {
        const int Length = 3 * ThreadLinks.MaxClimb;
        for (var i = 0; i < Length; i++)
            Add(i, i == 0 ? [] : [i - 1]);
        Add(Length + 2, [Length + 1]);
        Add(Length + 1, [Length - 1]);
        var roots = _links.Build();
        roots.Count.ShouldBe(2);
        Nodes(roots).ShouldBe(Length + 2);
    }

    [Fact]
    public void Thousands_that_answer_one_and_move_to_another_cost_what_they_are()
    {
        const int Count = 200_000;
        for (var i = 2; i < Count; i++)
            _links.Add($"{-i}@x", [$"0@x", $"{i}@x"], new ThreadNode { Index = -i });
        for (var i = Count - 1; i >= 2; i--)
            Add(i, [1]);
        Nodes(_links.Build()).ShouldBe((2 * (Count - 2)) + 2);
    }

    private void Add(int id, IEnumerable<int> references) => _links.Add($"{id}@x", references.Select(r => $"{r}@x"), new ThreadNode { Index = id });

    private static int Depth(ThreadNode root)
    {
        var depth = 1;
        for (var node = root; node.Children.Count > 0; node = node.Children[0])
            depth++;
        return depth;
    }

    private static int Nodes(List<ThreadNode> roots)
    {
        var count = 0;
        var open = new Stack<ThreadNode>(roots);
        for (; open.TryPop(out var node); count++)
            node.Children.ForEach(open.Push);
        return count;
    }
}
