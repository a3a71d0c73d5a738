using System.Net;
using System.Net.Sockets;
using System.Text;
using Oss.MailEngine;
using Oss.Tests.MailEngine.Queue;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Policy;

/// <summary>Postfix's policy delegation protocol, both ways.</summary>
public class PolicyDelegationTests
{
    [Fact]
    public async Task One_connection_asks_many_times_and_a_client_is_counted_once_for_a_message()
    {
        await using var node = await PolicyNode.StartAsync("connect: more-than 2 connections per hour by client => refuse", "rcpt: recipient bad@ => refuse", "rcpt: recipient late@ => defer", "submission rcpt: recipient never@ => refuse");
        var port = await node.Node.ListenAsync(MailListener.Policy);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        foreach (var recipient in (string[])["a", "b", "c"])
            (await AskAsync(stream, $"recipient={recipient}@example.org\ninstance=1")).ShouldBe("action=DUNNO");
        (await AskAsync(stream, "recipient=bad@example.org\ninstance=1")).ShouldBe("action=550 5.7.1 The recipient takes no mail from you");
        (await AskAsync(stream, "recipient=late@example.org\ninstance=2")).ShouldBe("action=DEFER_IF_PERMIT 4.7.1 The recipient takes no mail from you");
        (await AskAsync(stream, "recipient=a@example.org\ninstance=3")).ShouldStartWith("action=550 5.7.28 ");
        (await AskAsync(stream, "recipient=never@example.org\ninstance=4\nsasl_username=anna@example.org")).ShouldStartWith("action=550 5.7.1 ");
        (await AskAsync(stream, "recipient=bad@example.org\ninstance=5\nsasl_username=anna@example.org")).ShouldBe("action=DUNNO");
    }

    [Theory]
    [InlineData("request=something_else\n\n")]
    [InlineData("no attribute\n\n")]
    [InlineData("\n")]
    public async Task What_is_no_request_gets_no_answer(string request)
    {
        await using var node = await PolicyNode.StartAsync();
        var port = await node.Node.ListenAsync(MailListener.Policy);
        foreach (var octets in (string[])[request, new string('x', 20_000)])
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(octets), TestContext.Current.CancellationToken);
            (await HungUpAsync(client.GetStream())).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task An_external_server_is_asked_the_same_way()
    {
        await using var other = await PolicyNode.StartAsync("rcpt: sender <> => refuse \"Not from nobody\"", "rcpt: greylisted 5m => defer");
        var port = await other.Node.ListenAsync(MailListener.Policy);
        await using var node = await PolicyNode.StartAsync($"rcpt: policy-server 127.0.0.1:{port} => as-told");
        (await node.RcptAsync(sender: "")).ShouldBe("550 5.7.1 Not from nobody");
        (await node.RcptAsync()).ShouldStartWith("450 4.7.1 Greylisted, try again in");
        other.Node.Time.Advance(TimeSpan.FromMinutes(6));
        (await node.RcptAsync()).ShouldStartWith("250 ");
    }

    [Fact]
    public async Task A_server_that_is_away_defers_or_is_passed_over()
    {
        await using var sink = new SmtpSink();
        var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await using var strict = await PolicyNode.StartAsync($"rcpt: policy-server 127.0.0.1:{port} => as-told");
        (await strict.RcptAsync()).ShouldBe("450 4.3.5 The policy server is out of reach; try again");
        await using var lax = await PolicyNode.StartAsync($"rcpt: policy-server 127.0.0.1:{port} else go-on => as-told");
        (await lax.RcptAsync()).ShouldStartWith("250 ");
    }

    private static async Task<string> AskAsync(NetworkStream stream, string attributes)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"request=smtpd_access_policy\nprotocol_state=RCPT\nprotocol_name=ESMTP\nclient_address=192.0.2.7\nclient_name=unknown\nhelo_name=client.example\nsender=x@elsewhere.example\n{attributes}\n\n"));
        var answer = new StringBuilder();
        var buffer = new byte[1000];
        while (!answer.ToString().EndsWith("\n\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer);
            read.ShouldBeGreaterThan(0);
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return answer.ToString().TrimEnd('\n');
    }

    private static async Task<bool> HungUpAsync(NetworkStream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[10]) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
