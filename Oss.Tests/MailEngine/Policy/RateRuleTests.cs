using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Policy;

/// <summary>A limit is of what and of whom its rule says, and of nobody else; it comes back with its time.</summary>
public sealed class RateRuleTests
{
    private const string Message = "From: a@elsewhere.example\r\n\r\nx\r\n";

    // Who uses it up, who has none left then, and who has.
    [Theory]
    [InlineData("by client", "192.0.2.7", "x@a.example", "anna", "192.0.2.7", "y@b.example", "bert", "192.0.2.8", "x@a.example", "anna")]
    [InlineData("by client", "2001:db8:1:2::7", "x@a.example", "anna", "2001:db8:1:2:3::9", "x@a.example", "anna", "2001:db8:1:3::7", "x@a.example", "anna")]
    [InlineData("by network/16", "192.0.2.7", "x@a.example", "anna", "192.0.77.8", "y@b.example", "bert", "192.1.2.7", "x@a.example", "anna")]
    [InlineData("by network/24/32", "2001:db8:1:2::7", "x@a.example", "anna", "2001:db8:77::7", "y@b.example", "bert", "2001:db9::7", "x@a.example", "anna")]
    [InlineData("by sender", "192.0.2.7", "x@a.example", "anna", "192.0.2.8", "X@A.example", "bert", "192.0.2.7", "y@a.example", "anna")]
    [InlineData("by sender-domain", "192.0.2.7", "x@a.example", "anna", "192.0.2.8", "y@A.EXAMPLE", "bert", "192.0.2.7", "x@b.example", "anna")]
    [InlineData("by recipient", "192.0.2.7", "x@a.example", "anna", "192.0.2.8", "y@b.example", "ANNA", "192.0.2.7", "x@a.example", "bert")]
    [InlineData("by recipient-domain", "192.0.2.7", "x@a.example", "anna", "192.0.2.8", "y@b.example", "bert", "", "", "")]
    [InlineData("by everybody", "192.0.2.7", "x@a.example", "anna", "198.18.0.1", "y@b.example", "bert", "", "", "")]
    public async Task A_limit_is_of_those_whom_its_rule_names(string whom, string client, string sender, string recipient, string client2, string sender2, string recipient2, string client3, string sender3, string recipient3)
    {
        foreach (var (rule, time) in ((string, TimeSpan)[])[("rcpt: more-than 2 recipients per minute", TimeSpan.FromMinutes(1)), ("data: more-than 2 messages per hour", TimeSpan.FromHours(1)), ("data: more-than 70 bytes per day", TimeSpan.FromDays(1))])
        {
            await using var node = await PolicyNode.StartAsync($"{rule} {whom} => defer");
            await node.Node.AddMailboxAsync("bert@example.org");
            (await AskAsync(client, sender, recipient)).ShouldStartWith("250 ");
            (await AskAsync(client, sender, recipient)).ShouldStartWith("250 ");
            (await AskAsync(client, sender, recipient)).ShouldStartWith("450 4.7.28 ");
            (await AskAsync(client2, sender2, recipient2)).ShouldStartWith("450 4.7.28 ");
            if (client3.Length > 0)
                (await AskAsync(client3, sender3, recipient3)).ShouldStartWith("250 ");
            node.Node.Time.Advance(time);
            (await AskAsync(client2, sender2, recipient2)).ShouldStartWith("250 ");

            Task<string> AskAsync(string from, string by, string to) => rule.StartsWith("rcpt", StringComparison.Ordinal)
                ? node.RcptAsync(from, by, $"{to}@example.org")
                : node.SendAsync(Message, from, by, $"{to}@example.org");
        }
    }
}
