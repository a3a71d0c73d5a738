using System.Net;
using System.Net.Sockets;
using System.Text;
using Oss.MailEngine;
using Oss.MailEngine.Connections;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Smtp;

/// <summary>A peer that stops in whatever state is let go, and leaves nothing.</summary>
public sealed class SlowPeerTests
{
    [Theory]
    [InlineData("before its greeting", MailListener.Smtp)]
    [InlineData("before its TLS", MailListener.Submissions)]
    [InlineData("after STARTTLS", MailListener.Smtp)]
    [InlineData("in the middle of AUTH", MailListener.Submission)]
    [InlineData("after MAIL", MailListener.Smtp)]
    [InlineData("after RCPT", MailListener.Lmtp)]
    [InlineData("in the middle of DATA", MailListener.Lmtp)]
    [InlineData("in the middle of BDAT", MailListener.Smtp)]
    [InlineData("between two BDAT", MailListener.Smtp)]
    public async Task A_peer_that_stops_is_let_go_and_leaves_nothing(string state, MailListener listener)
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = node.Connect(listener, "127.0.0.1");
        if (listener != MailListener.Submissions && state != "before its greeting")
            await client.GreetAsync(listener == MailListener.Lmtp ? "LHLO" : "EHLO");
        switch (state)
        {
            case "after STARTTLS":
                (await client.AskAsync("STARTTLS")).ShouldStartWith("220 ");
                await client.SendAsync("\x16\x03\x01");
                break;
            case "in the middle of AUTH":
                (await client.AskAsync("AUTH LOGIN")).ShouldStartWith("334 ");
                break;
            case "after MAIL":
                (await client.AskAsync("MAIL FROM:<a@elsewhere.example>")).ShouldStartWith("250 ");
                break;
            case "after RCPT":
                await client.AskAsync("MAIL FROM:<a@elsewhere.example>");
                (await client.AskAsync("RCPT TO:<anna@example.org>")).ShouldStartWith("250 ");
                break;
            case "in the middle of DATA":
                await client.BeginDataAsync("anna@example.org");
                await client.SendAsync("Subject: half\r\n\r\n.");
                break;
            case "in the middle of BDAT" or "between two BDAT":
                await client.AskAsync("MAIL FROM:<a@elsewhere.example>");
                await client.AskAsync("RCPT TO:<anna@example.org>");
                await client.SendAsync(state.StartsWith("in", StringComparison.Ordinal) ? "BDAT 1000\r\nSubject: half" : "BDAT 5\r\nhello");
                break;
        }

        var session = client.Session;
        while (!session.IsCompleted)
        {
            node.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(1);
        }

        await session;
        node.Messages("anna@example.org").ShouldBeEmpty();
        node.Spooled.ShouldBe(0);
        node.Mail.Logins.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(MailListener.Smtp, "EHLO x", "HELP")]
    [InlineData(MailListener.Lmtp, "LHLO x", "VRFY x")]
    [InlineData(MailListener.Pop3, "CAPA", "CAPA")]
    [InlineData(MailListener.Imap, "a NOOP", "a CAPABILITY")]
    [InlineData(MailListener.ManageSieve, "NOOP", "CAPABILITY")]
    public async Task A_peer_that_asks_and_takes_no_replies_fills_no_memory_and_is_cut_off(MailListener listener, string first, string command)
    {
        await using var node = new MailNode();
        using var peer = new TcpClient { ReceiveBufferSize = 4096, SendBufferSize = 4096 };
        await peer.ConnectAsync(IPAddress.Loopback, await node.ListenAsync(listener));
        var stream = peer.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(first + "\r\n"));
        // Each command is answered by more than it is long, until neither side's buffers take any more.
        var commands = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(command + "\r\n", 10_000)));
        var (sent, isCutOff) = (0L, false);
        while (!isCutOff)
        {
            sent.ShouldBeLessThan(32 * 1024 * 1024);
            try
            {
                using var wait = new CancellationTokenSource(TimeSpan.FromSeconds(1));
                await stream.WriteAsync(commands, wait.Token);
                sent += commands.Length;
            }
            catch (OperationCanceledException)
            {
                node.Time.Advance(ConnectionLimits.WritePatience);
            }
            catch (IOException)
            {
                isCutOff = true;
            }
        }
    }

    [Fact]
    public async Task A_balancer_that_says_nothing_is_let_go()
    {
        await using var node = new MailNode(options => options with { ProxyNetworks = [IPNetwork.Parse("127.0.0.0/8")] });
        var client = node.Connect(MailListener.Smtp, "127.0.0.1");
        await client.SendAsync("PROXY TCP4 192.0");
        var session = client.Session;
        while (!session.IsCompleted)
        {
            node.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(1);
        }

        await session;
    }
}
