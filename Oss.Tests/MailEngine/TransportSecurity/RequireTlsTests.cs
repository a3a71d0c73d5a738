using Oss.MailEngine;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.TransportSecurity;

/// <summary>Senders ask for verified TLS all the way, or for none (RFC 8689).</summary>
public class RequireTlsTests
{
    private static readonly string[] Keywords = ["PIPELINING", "REQUIRETLS", "DSN"];

    [Fact]
    public async Task A_message_goes_on_to_a_server_that_is_vouched_for_and_promises_the_same()
    {
        await using var node = (await SecureNode.StartAsync()).Publish("testing");
        node.Sink.Keywords = Keywords;
        await SubmitAsync(node);
        node.Sink.Messages.ShouldHaveSingleItem().Mail.ShouldContain(" REQUIRETLS");
        node.Sent.ShouldEndWith("verified by REQUIRETLS");
    }

    [Theory]
    [InlineData("keyword", "550 5.7.30 The sender requires verified TLS all the way, and mx.remote.example does not promise it")]
    [InlineData("name", "550 5.7.30 The sender requires verified TLS, and neither DNSSEC nor MTA-STS vouches for the name of the mail exchanger")]
    [InlineData("certificate", "550 5.7.5 mx.remote.example cannot prove who it is, which REQUIRETLS requires")]
    [InlineData("plain", "550 5.7.10 mx.remote.example offers no TLS, which REQUIRETLS requires")]
    public async Task A_message_comes_back_at_once_without_its_text_when_a_server_cannot(string wrong, string reply)
    {
        await using var node = await SecureNode.StartAsync();
        if (wrong != "name")
            node.Publish("testing");
        node.Sink.Keywords = wrong == "keyword" ? ["PIPELINING"] : Keywords;
        node.Sink.Certificate = wrong switch { "certificate" => TestAuthority.SelfSigned("mx.remote.example"), "plain" => null, _ => node.Sink.Certificate };
        await SubmitAsync(node, " RET=FULL");
        node.Sink.Messages.ShouldBeEmpty();
        var bounce = node.Mail.Inbox.ShouldHaveSingleItem();
        bounce.Replace("\r\n ", " ", StringComparison.Ordinal).ShouldContain(reply);
        bounce.ShouldNotContain("the text");
        node.Mail.Queued.ShouldBe(0);
    }

    [Fact]
    public async Task Mail_with_and_without_it_shares_no_connection()
    {
        await using var node = (await SecureNode.StartAsync()).Publish("testing");
        node.Sink.Keywords = Keywords;
        await node.SendAsync();
        await SubmitAsync(node);
        node.Sink.Messages.Select(m => m.Mail.Contains("REQUIRETLS", StringComparison.Ordinal)).ShouldBe([false, true]);
        node.Sink.Connections.ShouldBe(2);
    }

    [Theory]
    [InlineData("TLS-Required: No\r\n", true)]
    [InlineData("tls-required:\r\n no \r\n", true)]
    [InlineData("TLS-Required: Yes\r\n", false)]
    [InlineData("X-TLS-Required: No\r\n", false)]
    public async Task A_sender_may_say_that_what_domains_publish_does_not_matter(string field, bool isSent)
    {
        await using var node = (await SecureNode.StartAsync()).Publish("enforce").Sign((3, 1, 1, new byte[32]));
        node.Sink.Certificate = null;
        await node.SendAsync(field + SecureNode.Message);
        node.Sink.Messages.Count.ShouldBe(isSent ? 1 : 0);
    }

    private static async Task SubmitAsync(SecureNode node, string parameters = "")
    {
        var client = await node.Mail.Node.Connect(MailListener.Submission).GreetAsync();
        (await client.AskAsync("STARTTLS")).ShouldStartWith("220 ");
        await client.StartTlsAsync();
        (await client.AskAsync("EHLO client.example")).ShouldStartWith("250 ");
        (await client.AskAsync("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0")).ShouldStartWith("235 ");
        (await client.AskAsync($"MAIL FROM:<anna@example.org> REQUIRETLS{parameters}")).ShouldStartWith("250 ");
        (await client.AskAsync("RCPT TO:<bert@remote.example>")).ShouldStartWith("250 ");
        (await client.AskAsync("DATA")).ShouldStartWith("354 ");
        (await client.AskAsync("From: anna@example.org\r\n\r\nthe text\r\n.")).ShouldStartWith("250 ");
        await node.Mail.RunAsync();
    }
}
