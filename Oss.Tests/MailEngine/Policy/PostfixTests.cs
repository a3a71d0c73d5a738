using Oss.MailEngine;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Policy;

/// <summary>The real Postfix asks this engine's policy, and hands over by LMTP what it lets through. A private instance in a directory of its own.</summary>
public class PostfixTests
{
    [Fact]
    public async Task A_Postfix_in_front_asks_the_same_policy()
    {
        await using var node = await PolicyNode.StartAsync("rcpt: sender bad@elsewhere.example => refuse \"Not you\"", "rcpt: greylisted 5m => defer");
        // To Postfix its client is this machine; the node trusts another network only.
        var (policy, lmtp) = (await node.Node.ListenAsync(MailListener.Policy), await node.Node.ListenAsync(MailListener.Lmtp));
        await using var postfix = await PostfixInstance.StartAsync(
            "relay_domains = example.org", $"transport_maps = inline:{{ {{example.org = lmtp:inet:127.0.0.1:{lmtp}}} }}", "relay_recipient_maps =",
            $"smtpd_recipient_restrictions = reject_unauth_destination, check_policy_service inet:127.0.0.1:{policy}", "smtputf8_enable = no");
        (await postfix.SendAsync("bad@elsewhere.example", "anna@example.org")).ShouldContain("550 5.7.1 <anna@example.org>: Recipient address rejected: Not you");
        (await postfix.SendAsync("good@elsewhere.example", "anna@example.org")).ShouldContain("450 4.7.1 <anna@example.org>: Recipient address rejected: Greylisted");
        node.Node.Time.Advance(TimeSpan.FromMinutes(6));
        (await postfix.SendAsync("good@elsewhere.example", "anna@example.org")).ShouldContain("250 2.0.0 Ok: queued");
        for (var i = 0; i < 300 && node.Node.Messages("anna@example.org").Count == 0; i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        node.Delivered.ShouldContain("by postfix.example (Postfix)");
    }
}
