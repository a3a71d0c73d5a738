using System.Buffers.Text;
using System.Net;
using System.Text;

namespace Oss.Bench.Load;

/// <summary>Just enough of an IMAP client: sends a command, counts what comes back, fails when it is not OK.</summary>
internal sealed class ImapClient(IPEndPoint server) : LineClient(server)
{
    private int _tag;

    public static async Task<ImapClient> LoginAsync(IPEndPoint server, string user, string password)
    {
        var client = new ImapClient(server);
        await client.ConnectAsync();
        await client.ReadLineAsync();
        await client.CommandAsync($"LOGIN {user} {password}");
        return client;
    }

    /// <summary>Does one command.</summary>
    /// <returns>How many untagged lines came.</returns>
    public async Task<int> CommandAsync(string command)
    {
        var tag = $"a{++_tag}";
        await SendAsync($"{tag} {command}");
        return await CompletedAsync(tag, command);
    }

    /// <summary>Appends a message to INBOX.</summary>
    public async Task AppendAsync(ReadOnlyMemory<byte> message)
    {
        var tag = $"a{++_tag}";
        await SendAsync($"{tag} APPEND INBOX {{{message.Length}}}");
        var line = await ReadLineAsync();
        if (line.Length == 0 || line.Span[0] != '+')
            throw new IOException("APPEND was not gone ahead with: " + Encoding.UTF8.GetString(line.Span));
        await SendAsync(message);
        await SendAsync("");
        await CompletedAsync(tag, "APPEND");
    }

    /// <summary>Begins to idle.</summary>
    public async Task IdleAsync()
    {
        await SendAsync($"a{++_tag} IDLE");
        while ((await ReadLineAsync()).Span[0] != '+')
        {
        }
    }

    /// <summary>Waits, while idling, until the folder has another number of messages.</summary>
    public async Task ExistsAsync()
    {
        while (!(await ReadLineAsync()).Span.EndsWith(" EXISTS"u8))
        {
        }
    }

    private async Task<int> CompletedAsync(string tag, string command)
    {
        var mark = Encoding.ASCII.GetBytes(tag + " ");
        for (var untagged = 0; ; untagged++)
        {
            var line = await ReadLineAsync();
            if (line.Span.StartsWith(mark))
            {
                return line.Span[mark.Length..].StartsWith("OK"u8)
                    ? untagged
                    : throw new IOException($"{command}: {Encoding.UTF8.GetString(line.Span)}");
            }

            while (LiteralOf(line.Span) is { } octets)
            {
                await SkipAsync(octets);
                line = await ReadLineAsync();
            }
        }
    }

    private static long? LiteralOf(ReadOnlySpan<byte> line)
    {
        if (line.Length == 0 || line[^1] != '}')
            return null;

        var open = line.LastIndexOf((byte)'{');
        return open >= 0 && Utf8Parser.TryParse(line[(open + 1)..^1], out long octets, out var read) && read == line.Length - open - 2 ? octets : null;
    }
}
