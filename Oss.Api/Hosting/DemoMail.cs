using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Oss.Api.Hosting;

/// <summary>Brings the demo's messages to the node's own LMTP port, so that they go the way every message goes.</summary>
internal sealed partial class DemoMail(TimeProvider time, ILogger<DemoMail> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Delivers all demo messages; what cannot be delivered is logged, for a demo must not keep a node from starting.</summary>
    public async Task DeliverAsync(IPEndPoint lmtp)
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            using var client = new TcpClient(lmtp.AddressFamily);
            await client.ConnectAsync(lmtp, deadline.Token);
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await ExpectAsync(reader, "220", deadline.Token);
            await SayAsync(stream, reader, "LHLO demo", "250", deadline.Token);
            foreach (var message in DemoMessages.At(time.GetUtcNow()))
                await DeliverAsync(stream, reader, message, deadline.Token);
            await SayAsync(stream, reader, "QUIT", "221", deadline.Token);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            LogFailed(e);
        }
    }

    private static async Task DeliverAsync(Stream stream, StreamReader reader, DemoMessage demo, CancellationToken cancellationToken)
    {
        await SayAsync(stream, reader, $"MAIL FROM:<{demo.EnvelopeSender}> BODY=8BITMIME SMTPUTF8", "250", cancellationToken);
        await SayAsync(stream, reader, $"RCPT TO:<{demo.Recipient}>", "250", cancellationToken);
        await SayAsync(stream, reader, "DATA", "354", cancellationToken);
        using var octets = new MemoryStream();
        await demo.Message.WriteToAsync(MimeKit.FormatOptions.Default, octets, cancellationToken);
        var text = Encoding.Latin1.GetString(octets.ToArray()).ReplaceLineEndings("\r\n");
        // RFC 5321 4.5.2: a line that starts with a dot gets another.
        var stuffed = text.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(stuffed.EndsWith("\r\n", StringComparison.Ordinal) ? stuffed : stuffed + "\r\n"), cancellationToken);
        await SayAsync(stream, reader, ".", "250", cancellationToken);
    }

    private static async Task SayAsync(Stream stream, StreamReader reader, string line, string expected, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancellationToken);
        await ExpectAsync(reader, expected, cancellationToken);
    }

    private static async Task ExpectAsync(StreamReader reader, string expected, CancellationToken cancellationToken)
    {
        string? reply;
        do
            reply = await reader.ReadLineAsync(cancellationToken);
        while (reply is ['2' or '3', _, _, '-', ..]);

        if (reply?.StartsWith(expected, StringComparison.Ordinal) != true)
            throw new IOException($"The node's own LMTP answered '{reply}' where {expected} was expected.");
    }

    [LoggerMessage(3301, LogLevel.Warning, "The demo's messages could not all be delivered")]
    private partial void LogFailed(Exception cause);
}
