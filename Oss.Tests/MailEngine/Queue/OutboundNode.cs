using System.Text;
using Oss.MailEngine;
using Oss.MailEngine.Queue;
using Shouldly;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>A node, a name server that knows <c>remote.example</c>, and the server that it leads to. Anna has a mailbox on the node.</summary>
internal sealed class OutboundNode : IAsyncDisposable
{
    private OutboundNode(Func<OutboundOptions, OutboundOptions>? configure, Oss.MailEngine.Trace.IMailTrace? trace, bool derived)
    {
        Dns.AddMx("remote.example", 10, "mx.remote.example").AddAddress("mx.remote.example", "127.0.0.1");
        var outbound = new OutboundOptions { NameServers = [Dns.EndPoint], Port = Sink.Port, MayReachLoopback = true, SrsSecret = "test" };
        Node = new MailNode(options => options with { Outbound = configure?.Invoke(outbound) ?? outbound, Trace = trace, DerivedDirectory = derived ? Path.Combine(options.SpoolDirectory, "derived") : null });
    }

    public SmtpSink Sink { get; } = new();

    public DnsServer Dns { get; } = new();

    public MailNode Node { get; }

    public OutboundQueue Queue => Node.Engine.Outbound.Queue;

    public static async Task<OutboundNode> StartAsync(Func<OutboundOptions, OutboundOptions>? configure = null, Oss.MailEngine.Trace.IMailTrace? trace = null, bool derived = false)
    {
        var node = new OutboundNode(configure, trace, derived);
        await node.Node.AddMailboxAsync("anna@example.org");
        return node;
    }

    /// <summary>Anna submits a message.</summary>
    public async Task SubmitAsync(string message, IReadOnlyList<string> recipients, string mailParameters = "", string expected = "250 ", string sender = "anna@example.org")
    {
        var client = await Node.Connect(MailListener.Submission, "127.0.0.1").GreetAsync();
        (await client.AskAsync("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0")).ShouldStartWith("235 ");
        (await client.AskAsync($"MAIL FROM:<{sender}>{mailParameters}")).ShouldStartWith("250 ");
        foreach (var recipient in recipients)
            (await client.AskAsync(recipient.StartsWith('<') ? $"RCPT TO:{recipient}" : $"RCPT TO:<{recipient}>")).ShouldStartWith("250 ");
        (await client.AskAsync("DATA")).ShouldStartWith("354 ");
        (await client.AskAsync(message.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + ".")).ShouldStartWith(expected);
    }

    /// <summary>Somebody elsewhere sends a message.</summary>
    public async Task ReceiveAsync(string sender, string recipient)
    {
        var client = await Node.Connect(MailListener.Smtp).GreetAsync();
        (await client.AskAsync($"MAIL FROM:<{sender}>")).ShouldStartWith("250 ");
        (await client.AskAsync($"RCPT TO:<{recipient}>")).ShouldStartWith("250 ");
        (await client.AskAsync("DATA")).ShouldStartWith("354 ");
        (await client.AskAsync("Subject: from elsewhere\r\n\r\nx\r\n.")).ShouldStartWith("250 ");
    }

    public Task RunAsync() => Queue.RunOnceAsync(CancellationToken.None);

    /// <summary>Lets time pass, and the queue work.</summary>
    public Task RunAfterAsync(TimeSpan time)
    {
        Node.Time.Advance(time);
        return RunAsync();
    }

    /// <summary>Anna's messages.</summary>
    public IReadOnlyList<string> Inbox => [.. Node.Messages("anna@example.org").Select(Encoding.UTF8.GetString)];

    /// <summary>Messages in the queue.</summary>
    public int Queued => Node.Engine.Outbound.Store.All().Count();

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Sink.DisposeAsync();
        await Dns.DisposeAsync();
    }
}
