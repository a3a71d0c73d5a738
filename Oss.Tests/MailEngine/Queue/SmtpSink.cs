using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>A message that the sink took.</summary>
internal sealed record SunkMessage(string Mail, IReadOnlyList<string> Recipients, string Content);

/// <summary>Another server: takes what comes, or does to it what a test says.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    /// <summary>A reply that hangs up instead.</summary>
    public const string HangUp = "(hang up)";

    private readonly TcpListener _listener;
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly Task _accepting;

    /// <param name="address">Where it listens; 127.0.0.1 without one.</param>
    /// <param name="port">Its port; a free one without.</param>
    public SmtpSink(IPAddress? address = null, int port = 0)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ConcurrentQueue<SunkMessage> Messages { get; } = new();

    /// <summary>All commands, in the order in which they came.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    public int Connections { get; private set; }

    /// <summary>From where each connection came.</summary>
    public ConcurrentQueue<IPAddress> Sources { get; } = new();

    public string[] Keywords { get; set; } = ["PIPELINING", "8BITMIME", "SMTPUTF8", "DSN", "SIZE 10000000"];

    /// <summary>A reply instead of the usual one: for a command, for <c>.</c> at the end of the data, and for an empty text at the greeting.</summary>
    public Func<string, string?> Reply { get; set; } = _ => null;

    public X509Certificate2? Certificate { get; set; }

    /// <summary>What is sent beside the certificate.</summary>
    public X509Certificate2Collection Chain { get; } = [];

    /// <summary>What it does after the go-ahead of STARTTLS instead of TLS; then it hangs up.</summary>
    public Func<Stream, Task>? Handshake { get; set; }

    public bool IsLmtp { get; set; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var client in _clients)
            client.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _clients.Add(client);
                Sources.Enqueue(((IPEndPoint)client.Client.RemoteEndPoint!).Address);
                Connections++;
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
                await ServeAsync((Stream)client.GetStream());
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or AuthenticationException)
        {
            // The other side hung up.
        }
    }

    private async Task ServeAsync(Stream stream)
    {
        var reader = new StreamReader(stream, Encoding.Latin1);
        var mail = "";
        var recipients = new List<string>();
        if (!await AnswerAsync(Reply("") ?? "220 sink.example ESMTP"))
            return;

        while (await reader.ReadLineAsync() is { } line)
        {
            Commands.Enqueue(line);
            var reply = Reply(line);
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "EHLO" or "LHLO":
                    reply ??= "250-sink.example\r\n" + string.Concat(Keywords.Concat(Certificate is not null && stream is not SslStream ? ["STARTTLS"] : (string[])[]).Select(k => $"250-{k}\r\n")) + "250 HELP";
                    break;
                case "STARTTLS" when reply is null && Handshake is not null:
                    await AnswerAsync("220 Go ahead");
                    await Handshake(stream);
                    return;
                case "STARTTLS" when reply is null && Certificate is not null:
                    await AnswerAsync("220 Go ahead");
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(Certificate, Chain, offline: true) });
                    (stream, reader) = (tls, new StreamReader(tls, Encoding.Latin1));
                    continue;
                case "MAIL":
                    (mail, recipients) = (line, []);
                    break;
                case "RCPT" when reply is null || reply[0] == '2':
                    recipients.Add(line);
                    break;
                case "DATA" when recipients.Count == 0:
                    reply ??= "503 5.5.1 No recipients";
                    break;
                case "DATA" when reply is null:
                    await AnswerAsync("354 Go on");
                    var content = new StringBuilder();
                    string? text;
                    while ((text = await reader.ReadLineAsync()) is not null && text != ".")
                        content.Append(text.StartsWith('.') ? text[1..] : text).Append("\r\n");
                    // Without the dot it was no message.
                    if (text is null)
                        return;
                    reply = Reply(".");
                    foreach (var _ in IsLmtp ? recipients : ["all"])
                    {
                        if (reply is null)
                            Messages.Enqueue(new SunkMessage(mail, [.. recipients], content.ToString()));
                        if (!await AnswerAsync(reply ?? "250 2.0.0 Taken"))
                            return;
                    }

                    continue;
                case "QUIT":
                    await AnswerAsync("221 Bye");
                    return;
            }

            if (!await AnswerAsync(reply ?? "250 2.0.0 OK"))
                return;
        }

        async Task<bool> AnswerAsync(string text)
        {
            if (text == HangUp)
                return false;
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text + "\r\n"));
            return true;
        }
    }
}
