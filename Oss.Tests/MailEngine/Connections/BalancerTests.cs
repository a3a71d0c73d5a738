using System.Net;
using System.Text;
using MailKit.Security;
using Oss.MailEngine;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Connections;

/// <summary>Who the client is, when a balancer stands between.</summary>
public class BalancerTests
{
    private const string Signature = "\r\n\r\n\0\r\nQUIT\n";
    private static readonly IPNetwork[] Listed = [IPNetwork.Parse("192.0.2.7/32")];

    [Theory]
    [InlineData("PROXY TCP4 203.0.113.9 192.0.2.1 4711 25\r\n", "[203.0.113.9]")]
    [InlineData("PROXY TCP6 2001:db8::9 2001:db8::1 4711 25\r\n", "[IPv6:2001:db8::9]")]
    [InlineData("PROXY UNKNOWN\r\n", "[192.0.2.7]")]
    [InlineData(Signature + "\x21\x11\0\x0c\xcb\0\x71\x09\xc0\0\x02\x01\x12\x67\0\x19", "[203.0.113.9]")]
    [InlineData(Signature + "\x21\x11\0\x0f\xcb\0\x71\x09\xc0\0\x02\x01\x12\x67\0\x19\x04\0\0", "[203.0.113.9]")]
    [InlineData(Signature + "\x20\0\0\0", "[192.0.2.7]")]
    public async Task A_listed_balancer_names_the_client_wherever_its_header_is_split(string header, string expected)
    {
        await using var node = new MailNode(options => options with { ProxyNetworks = Listed });
        await node.AddMailboxAsync("anna@example.org");
        for (var split = 1; split < header.Length; split++)
        {
            var client = node.Connect(MailListener.Smtp);
            await client.SendAsync(header[..split]);
            await client.SendAsync(header[split..]);
            await (await client.GreetAsync()).BeginDataAsync("anna@example.org");
            (await client.AskAsync(".")).ShouldStartWith("250 ");
            await client.AskAsync("QUIT");
            await client.Session;
        }

        node.Messages("anna@example.org").ShouldAllBe(m => Encoding.ASCII.GetString(m).Contains("from client.example (" + expected + ")"));
    }

    [Theory]
    [InlineData("EHLO client.example\r\n")]
    [InlineData("PROXY TCP4 2001:db8::9 192.0.2.1 4711 25\r\n")]
    [InlineData("PROXY TCP4 203.0.113.9\r\n")]
    [InlineData("PROXY TCP4 203.0.113.9 192.0.2.1 4711 25\n")]
    [InlineData("PROXY TCP4 203.0.113.9 192.0.2.1 4711 25                                                                                       \r\n")]
    [InlineData(Signature + "\x11\x11\0\x0c\xcb\0\x71\x09\xc0\0\x02\x01\x12\x67\0\x19")]
    [InlineData(Signature + "\x21\x11\0\x02\xcb\0")]
    [InlineData(Signature + "\x21\x11\xff\xff\xcb\0")]
    public async Task A_balancer_without_a_proper_header_is_not_served(string header)
    {
        await using var node = new MailNode(options => options with { ProxyNetworks = Listed });
        var client = node.Connect(MailListener.Imap);
        await client.SendAsync(header);
        (await client.ReadLineAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData("PROXY TCP4 127.0.0.9 127.0.0.1 4711 4190\r\n", "127.0.0.9")]
    [InlineData(Signature + "\x21\x11\0\x0c\x7f\0\0\x09\x7f\0\0\x01\x12\x67\x10\x5e", "127.0.0.9")]
    [InlineData("PROXY TCP4 203.0.113.9 127.0.0.1 4711 4190\r\n", null)]
    [InlineData(Signature + "\x21\x11\0\x0c\xcb\0\x71\x09\x7f\0\0\x01\x12\x67\x10\x5e", null)]
    public async Task ManageSieve_knows_the_client_behind_the_balancer(string header, string? expected)
    {
        await using var node = new MailNode(options => options with { ProxyNetworks = Listed });
        await node.AddMailboxAsync("anna@example.org");
        for (var split = 1; split < header.Length; split++)
        {
            var client = node.Connect(MailListener.ManageSieve);
            await client.SendAsync(header[..split]);
            await client.SendAsync(header[split..]);
            await AnswerAsync(client);
            await client.SendAsync("AUTHENTICATE \"PLAIN\" \"AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0\"\r\n");
            // A password without TLS is taken from this machine only, and this is the client and not the balancer.
            (await AnswerAsync(client)).ShouldStartWith(expected is null ? "NO (ENCRYPT-NEEDED)" : "OK");
        }

        node.Mail.Logins.Count.ShouldBe(expected is null ? 0 : header.Length - 1);
        node.Mail.Logins.ShouldAllBe(login => login.RemoteAddress!.ToString() == expected);

        static async Task<string> AnswerAsync(MailClient client)
        {
            while (true)
            {
                if (await client.ReadLineAsync() is var line && (line is null || line.StartsWith("OK", StringComparison.Ordinal) || line.StartsWith("NO", StringComparison.Ordinal)))
                    return line ?? "(closed)";
            }
        }
    }

    [Fact]
    public async Task A_header_from_anybody_else_is_no_header()
    {
        await using var node = new MailNode(options => options with { ProxyNetworks = Listed });
        var client = node.Connect(MailListener.Smtp, "192.0.2.8");
        await client.ReplyAsync();
        (await client.AskAsync("PROXY TCP4 203.0.113.9 192.0.2.1 4711 25")).ShouldStartWith("500 ");
    }

    [Fact]
    public async Task A_client_that_a_balancer_names_is_not_local_because_the_balancer_is()
    {
        await using var node = new MailNode(options => options with { ProxyNetworks = [IPNetwork.Parse("127.0.0.0/8")] });
        var client = node.Connect(MailListener.Submission, "127.0.0.1");
        await client.SendAsync("PROXY TCP4 203.0.113.9 127.0.0.1 4711 25\r\n");
        await client.GreetAsync();
        (await client.AskAsync("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0")).ShouldStartWith("538 ");
    }

    [Fact]
    public async Task XCLIENT_is_for_listed_proxies_and_begins_the_session_anew()
    {
        await using var node = new MailNode(options => options with { XClientNetworks = Listed });
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        (await client.AskAsync("XCLIENT ADDR=203.0.113.9 LOGIN=anna@example.org")).ShouldStartWith("501 ");
        (await client.AskAsync("XCLIENT ADDR=203.0.113.9 NAME=[UNAVAILABLE]")).ShouldStartWith("220 ");
        (await client.AskAsync("MAIL FROM:<>")).ShouldStartWith("503 5.5.1 EHLO first");
        (await client.AskAsync("EHLO client.example")).ShouldStartWith("250 ");
        await client.BeginDataAsync("anna@example.org");
        (await client.AskAsync(".")).ShouldStartWith("250 ");
        Encoding.ASCII.GetString(node.Messages("anna@example.org")[0]).ShouldContain("([203.0.113.9])");

        var other = await node.Connect(MailListener.Smtp, "192.0.2.8").GreetAsync();
        (await other.AskAsync("XCLIENT ADDR=127.0.0.1")).ShouldStartWith("500 ");
    }

    [Fact]
    public async Task Submission_in_TLS_from_the_first_octet()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var port = await node.ListenAsync(MailListener.Submissions);
        using var client = new MailKit.Net.Smtp.SmtpClient();
        client.ServerCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=mail.example";
        await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.SslOnConnect);
        await client.AuthenticateAsync("anna@example.org", "secret");
        var message = new MimeKit.MimeMessage { Subject = "TLS", Body = new MimeKit.TextPart { Text = "x" } };
        message.From.Add(MimeKit.MailboxAddress.Parse("anna@example.org"));
        message.To.Add(MimeKit.MailboxAddress.Parse("anna@example.org"));
        await client.SendAsync(message);
        await client.DisconnectAsync(true);
        Encoding.ASCII.GetString(node.Messages("anna@example.org")[0]).ShouldContain(" with ESMTPSA ");
    }
}
