using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>The other end of a session: sends octets exactly as told, reads replies line by line.</summary>
internal sealed class ImapClientPipe(PipeReader input, PipeWriter output, Task session) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private int _tag;

    /// <summary>Ends when the session has ended.</summary>
    public Task Session => session.WaitAsync(Patience);

    /// <summary>Sends Latin-1 text as octets, as it is.</summary>
    public async Task SendAsync(string octets) => await output.WriteAsync(Encoding.Latin1.GetBytes(octets));

    /// <summary>The next line without its CRLF; <see langword="null"/> when the session has hung up.</summary>
    public async Task<string?> ReadLineAsync()
    {
        while (true)
        {
            var result = await input.ReadAsync().AsTask().WaitAsync(Patience);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.Latin1.GetString(result.Buffer.Slice(0, end).ToArray());
                input.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line.EndsWith('\r') ? line[..^1] : throw new InvalidOperationException($"A reply without CR: {line}");
            }

            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
                return null;
        }
    }

    /// <summary>Sends a command and reads to its tagged reply, or to the end.</summary>
    public async Task<List<string>> AskAsync(string command)
    {
        var tag = $"T{++_tag}";
        await SendAsync($"{tag} {command}\r\n");
        return await ReadToAsync(tag);
    }

    public async Task<List<string>> ReadToAsync(string tag)
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.StartsWith(tag + " ", StringComparison.Ordinal))
                break;
        }

        return lines;
    }

    /// <summary>Puts a message into a folder.</summary>
    public Task<List<string>> AppendAsync(string message, string arguments = "INBOX") => AskAsync($"APPEND {arguments} {{{message.Length}+}}\r\n{message}");

    public async ValueTask DisposeAsync()
    {
        await output.CompleteAsync();
        await Session;
    }
}
