using System.Net;
using System.Text;

namespace Oss.Bench.Load;

/// <summary>Delivers message after message over one LMTP or SMTP connection, MAIL, RCPT and DATA in one go.</summary>
internal sealed class LmtpClient(IPEndPoint server) : LineClient(server)
{
    public static async Task<LmtpClient> OpenAsync(IPEndPoint server, string greeting = "LHLO")
    {
        var client = new LmtpClient(server);
        await client.ConnectAsync();
        await client.ReplyAsync("2");
        await client.SendAsync($"{greeting} client.example");
        await client.ReplyAsync("2");
        return client;
    }

    /// <summary>Sends one message to one recipient; returns when it was answered for.</summary>
    public async Task DeliverAsync(string recipient, ReadOnlyMemory<byte> message)
    {
        await SendAsync($"MAIL FROM:<sender@example.org>\r\nRCPT TO:<{recipient}>\r\nDATA");
        await ReplyAsync("2");
        await ReplyAsync("2");
        await ReplyAsync("3");
        await SendAsync(message);
        await SendAsync(".");
        await ReplyAsync("2");
    }

    /// <summary>Begins a message to one recipient, and forgets it.</summary>
    public async Task AskAsync(string recipient)
    {
        await SendAsync($"MAIL FROM:<sender@example.org>\r\nRCPT TO:<{recipient}>\r\nRSET");
        await ReplyAsync("2");
        await ReplyAsync("2");
        await ReplyAsync("2");
    }

    private async Task ReplyAsync(string kind)
    {
        while (true)
        {
            var line = await ReadLineAsync();
            if (line.Length < 4 || line.Span[0] != kind[0])
                throw new IOException("The server said: " + Encoding.UTF8.GetString(line.Span));
            if (line.Span[3] == ' ')
                return;
        }
    }
}
