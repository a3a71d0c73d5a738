using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Policy;

/// <summary>Greylisting by its triplets, through restarts and damage.</summary>
public class GreylistTests
{
    private const string Rule = "rcpt: greylisted 5m within 2d remember 35d after 3 => defer";

    [Fact]
    public async Task A_second_attempt_after_the_wait_is_let_through_also_from_the_neighbour()
    {
        await using var node = await PolicyNode.StartAsync(Rule);
        (await node.RcptAsync()).ShouldBe("450 4.7.1 Greylisted, try again in 300 seconds");
        node.Node.Time.Advance(TimeSpan.FromMinutes(2));
        (await node.RcptAsync()).ShouldBe("450 4.7.1 Greylisted, try again in 180 seconds");
        node.Node.Time.Advance(TimeSpan.FromMinutes(4));
        (await node.RcptAsync("192.0.2.200")).ShouldStartWith("250 ");
        (await node.RcptAsync()).ShouldStartWith("250 ");
        (await node.RcptAsync("192.0.3.7")).ShouldStartWith("450 ");
        (await node.RcptAsync(sender: "other@elsewhere.example")).ShouldStartWith("450 ");
    }

    [Fact]
    public async Task A_first_attempt_is_forgotten_in_the_end_and_so_is_a_sender()
    {
        await using var node = await PolicyNode.StartAsync(Rule);
        (await node.RcptAsync()).ShouldStartWith("450 ");
        node.Node.Time.Advance(TimeSpan.FromDays(3));
        (await node.RcptAsync()).ShouldStartWith("450 ");
        node.Node.Time.Advance(TimeSpan.FromHours(1));
        (await node.RcptAsync()).ShouldStartWith("250 ");
        node.Node.Time.Advance(TimeSpan.FromDays(34));
        (await node.RcptAsync()).ShouldStartWith("250 ");
        node.Node.Time.Advance(TimeSpan.FromDays(34));
        (await node.RcptAsync()).ShouldStartWith("250 ");
        node.Node.Time.Advance(TimeSpan.FromDays(36));
        (await node.RcptAsync()).ShouldStartWith("450 ");
    }

    [Fact]
    public async Task A_network_that_tries_again_is_not_asked_to_any_more()
    {
        await using var node = await PolicyNode.StartAsync(Rule);
        foreach (var sender in (string[])["a@elsewhere.example", "b@elsewhere.example", "c@elsewhere.example"])
        {
            (await node.RcptAsync(sender: sender)).ShouldStartWith("450 ");
            node.Node.Time.Advance(TimeSpan.FromMinutes(6));
            (await node.RcptAsync(sender: sender)).ShouldStartWith("250 ");
        }

        (await node.RcptAsync(sender: "never-seen@elsewhere.example")).ShouldStartWith("250 ");
        (await node.RcptAsync("192.0.99.1", sender: "never-seen@elsewhere.example")).ShouldStartWith("450 ");
    }

    [Theory]
    [InlineData("bounce-12345-anna=example.org@lists.example", "bounce-99-anna=example.org@lists.example")]
    [InlineData("SRS0=abcd=xy=origin.example=bert@forwarder.example", "SRS0=efgh=zz=origin.example=bert@forwarder.example")]
    [InlineData("list+1@lists.example", "list+2@lists.example")]
    public async Task A_sender_that_changes_with_each_message_is_one(string first, string second)
    {
        await using var node = await PolicyNode.StartAsync(Rule);
        (await node.RcptAsync(sender: first)).ShouldStartWith("450 ");
        node.Node.Time.Advance(TimeSpan.FromMinutes(6));
        (await node.RcptAsync(sender: second)).ShouldStartWith("250 ");
    }

    [Fact]
    public async Task What_was_seen_survives_a_restart_and_a_damaged_file_costs_one_attempt()
    {
        var directory = Directory.CreateTempSubdirectory("oss-greylist-").FullName;
        try
        {
            await using (var node = new PolicyNode([Rule], directory: directory))
            {
                await node.Node.AddMailboxAsync("anna@example.org");
                (await node.RcptAsync()).ShouldStartWith("450 ");
                node.Node.Engine.Dispose();
            }

            await using (var node = new PolicyNode([Rule], directory: directory))
            {
                await node.Node.AddMailboxAsync("anna@example.org");
                node.Node.Time.Advance(TimeSpan.FromMinutes(6));
                (await node.RcptAsync()).ShouldStartWith("250 ");
                node.Node.Engine.Dispose();
            }

            foreach (var file in Directory.GetFiles(directory))
                await File.WriteAllTextAsync(file, new string('x', 5000), TestContext.Current.CancellationToken);
            await using (var node = new PolicyNode([Rule], directory: directory))
            {
                await node.Node.AddMailboxAsync("anna@example.org");
                // What cannot be kept is not asked for: mail flows, and the file is made anew.
                (await node.RcptAsync()).ShouldStartWith("250 ");
                node.Node.Time.Advance(TimeSpan.FromMinutes(2));
                (await node.RcptAsync()).ShouldStartWith("450 ");
                node.Node.Engine.Dispose();
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
