using System.Net;
using System.Text;
using Oss.MailEngine;
using Oss.MailEngine.Policy;
using Oss.Tests.MailEngine.Queue;
using Shouldly;

namespace Oss.Tests.MailEngine.Policy;

/// <summary>A node with rules and a name server of its own. Anna has a mailbox; the sender's domain is in DNS.</summary>
internal sealed class PolicyNode : IAsyncDisposable
{
    public PolicyNode(IReadOnlyList<string> rules, bool authenticates = false, string? directory = null, string trusted = "198.51.100.0/24", string relay = "203.0.113.0/24")
    {
        Dns.AddMx("elsewhere.example", 10, "mx.elsewhere.example").AddAddress("mx.elsewhere.example", "192.0.2.7");
        Node = new MailNode(options => options with
        {
            Policy = new PolicyOptions { Rules = rules, Authenticates = authenticates, Directory = directory, TrustedNetworks = [IPNetwork.Parse(trusted)] },
            RelayNetworks = [IPNetwork.Parse(relay)],
            Outbound = new OutboundOptions { NameServers = [Dns.EndPoint], SrsSecret = "test" },
        });
    }

    public DnsServer Dns { get; } = new();

    public MailNode Node { get; }

    public static async Task<PolicyNode> StartAsync(params string[] rules)
    {
        var node = new PolicyNode(rules);
        await node.Node.AddMailboxAsync("anna@example.org");
        return node;
    }

    /// <summary>The reply to RCPT of a client.</summary>
    public async Task<string> RcptAsync(string address = "192.0.2.7", string sender = "sender@elsewhere.example", string recipient = "anna@example.org", string helo = "client.example")
    {
        var client = Node.Connect(MailListener.Smtp, address);
        (await client.ReplyAsync()).ShouldStartWith("220 ");
        (await client.AskAsync($"EHLO {helo}")).ShouldStartWith("250 ");
        (await client.AskAsync($"MAIL FROM:<{sender}>")).ShouldStartWith("250 ");
        var reply = await client.AskAsync($"RCPT TO:<{recipient}>");
        await client.CloseAsync();
        await client.Session;
        return reply;
    }

    /// <summary>The reply to a whole message from another server.</summary>
    public async Task<string> SendAsync(string message, string address = "192.0.2.7", string sender = "sender@elsewhere.example", string recipient = "anna@example.org")
    {
        var client = await Node.Connect(MailListener.Smtp, address).GreetAsync();
        (await client.AskAsync($"MAIL FROM:<{sender}>")).ShouldStartWith("250 ");
        (await client.AskAsync($"RCPT TO:<{recipient}>")).ShouldStartWith("250 ");
        (await client.AskAsync("DATA")).ShouldStartWith("354 ");
        var reply = await client.AskAsync(message.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + ".");
        await client.CloseAsync();
        await client.Session;
        return reply;
    }

    /// <summary>Anna after her login.</summary>
    public async Task<MailClient> LoginAsync()
    {
        var client = await Node.Connect(MailListener.Submission, "127.0.0.1").GreetAsync();
        (await client.AskAsync("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0")).ShouldStartWith("235 ");
        return client;
    }

    public string Delivered => Encoding.UTF8.GetString(Node.Messages("anna@example.org")[^1]);

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Dns.DisposeAsync();
    }
}
