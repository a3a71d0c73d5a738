using System.Globalization;
using System.Net;
using System.Text;

namespace Oss.Bench.Load;

/// <summary>Downloads a whole mailbox.</summary>
internal sealed class Pop3Client(IPEndPoint server) : LineClient(server)
{
    /// <summary>Logs in and reads every message.</summary>
    /// <returns>How many octets came.</returns>
    public static async Task<long> DownloadAsync(IPEndPoint server, string user, string password)
    {
        await using var client = new Pop3Client(server);
        await client.ConnectAsync();
        await client.OkAsync();
        await client.CommandAsync($"USER {user}");
        await client.CommandAsync($"PASS {password}");
        await client.SendAsync("STAT");
        var messages = int.Parse(Encoding.ASCII.GetString((await client.OkAsync()).Span).Split(' ')[1], CultureInfo.InvariantCulture);
        for (var number = 1; number <= messages; number++)
        {
            await client.CommandAsync($"RETR {number}");
            while (!(await client.ReadLineAsync()).Span.SequenceEqual("."u8))
            {
            }
        }

        await client.CommandAsync("QUIT");
        return client.Octets;
    }

    private async Task CommandAsync(string line)
    {
        await SendAsync(line);
        await OkAsync();
    }

    private async Task<ReadOnlyMemory<byte>> OkAsync()
    {
        var line = await ReadLineAsync();
        return line.Span.StartsWith("+OK"u8) ? line : throw new IOException("The server said: " + Encoding.UTF8.GetString(line.Span));
    }
}
