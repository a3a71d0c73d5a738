using Oss.MailEngine;
using Oss.Tests.MailEngine.Queue;
using Oss.Tests.MailEngine.Trace;

namespace Oss.Tests.MailEngine.TransportSecurity;

/// <summary>A node that trusts <see cref="TestAuthority.Trusted"/>; <c>remote.example</c> with a mail server whose certificate is right, and a web server for its policy.</summary>
internal sealed class SecureNode : IAsyncDisposable
{
    public const string Message = "From: anna@example.org\r\n\r\nx\r\n";

    private SecureNode(OutboundNode node, WebServer web, RecordingTrace trace) => (Mail, Web, Trace) = (node, web, trace);

    public OutboundNode Mail { get; }

    public WebServer Web { get; }

    public RecordingTrace Trace { get; }

    public DnsServer Dns => Mail.Dns;

    public SmtpSink Sink => Mail.Sink;

    public static async Task<SecureNode> StartAsync(Func<OutboundOptions, OutboundOptions>? configure = null)
    {
        var (web, trace) = (await WebServer.StartAsync(), new RecordingTrace());
        var mail = await OutboundNode.StartAsync(o => (configure ?? (c => c))(o with { MtaStsPort = web.Port, Authorities = [TestAuthority.Trusted.Root] }), trace);
        var node = new SecureNode(mail, web, trace);
        node.Dns.TimeToLive = 0;
        node.Dns.AddAddress("mta-sts.remote.example", "127.0.0.1");
        node.Sink.Certificate = TestAuthority.Trusted.Issue("mx.remote.example");
        node.Sink.Chain.Add(TestAuthority.Trusted.Between);
        return node;
    }

    /// <summary>The domain publishes a policy.</summary>
    public SecureNode Publish(string mode, string id = "1", string mx = "mx.remote.example", int maxAge = 86400 * 30)
    {
        Dns.Remove("_mta-sts.remote.example");
        Dns.AddText("_mta-sts.remote.example", $"v=STSv1; id={id};");
        Web.Text = $"version: STSv1\r\nmode: {mode}\r\nmx: {mx}\r\nmax_age: {maxAge}\r\n";
        return this;
    }

    /// <summary>The domain signs its zone and says what its server's certificate is.</summary>
    public SecureNode Sign(params (byte Usage, byte Selector, byte Matching, byte[] Data)[] records)
    {
        foreach (var name in (string[])["remote.example", "mx.remote.example", Tlsa])
            Dns.Secure[name] = true;
        foreach (var (usage, selector, matching, data) in records)
            Dns.AddTlsa(Tlsa, usage, selector, matching, data);
        return this;
    }

    /// <summary>The name of the records of the server.</summary>
    public string Tlsa => $"_{Sink.Port}._tcp.mx.remote.example";

    /// <summary>Anna sends a message to the domain.</summary>
    public async Task SendAsync(string message = Message, string parameters = "", string recipient = "bert@remote.example")
    {
        await Mail.SubmitAsync(message, [recipient], parameters);
        await Mail.RunAsync();
    }

    /// <summary>The last reply that is kept for the message in the queue.</summary>
    public string Reply => Mail.Node.Engine.Outbound.Store.All().Select(m => Mail.Node.Engine.Outbound.Store.Load(m.Id)!.Recipients[0].Reply).Single();

    /// <summary>What the trace says of the sending.</summary>
    public string Sent => Trace.Of("bert@remote.example").Last(e => e.StartsWith("Sent", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await Mail.DisposeAsync();
        await Web.DisposeAsync();
    }
}
