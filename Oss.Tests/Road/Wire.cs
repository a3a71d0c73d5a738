using System.Net.Sockets;
using System.Text;
using Shouldly;

namespace Oss.Tests.Road;

/// <summary>One line after the other, as they are on the wire; without TLS, which the same machine may.</summary>
internal sealed class Wire : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TcpClient _client = new();
    private StreamReader _reader = null!;

    public static async Task<Wire> OpenAsync(int port, string until = "")
    {
        var wire = new Wire();
        await wire._client.ConnectAsync("127.0.0.1", port);
        wire._reader = new StreamReader(wire._client.GetStream(), Encoding.Latin1);
        await wire.ReadUntilAsync(until);
        return wire;
    }

    public async Task WriteAsync(string line) => await _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"));

    /// <summary>The next line; <see langword="null"/> when the other side has closed.</summary>
    public async Task<string?> ReadAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            return await _reader.ReadLineAsync(deadline.Token);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<string>> ReadUntilAsync(string start)
    {
        var lines = new List<string>();
        while (lines.Count == 0 || !lines[^1].StartsWith(start, StringComparison.Ordinal))
            lines.Add(await ReadAsync() ?? throw new InvalidOperationException($"Closed after:\n{string.Join('\n', lines)}"));
        return lines;
    }

    /// <summary>Says something and reads until what begins with <paramref name="start"/>, or until a refusal in its place.</summary>
    public async Task<string> AskAsync(string line, string start)
    {
        await WriteAsync(line);
        while (true)
        {
            var answer = await ReadAsync() ?? throw new InvalidOperationException($"Closed after '{line}'.");
            if (answer.StartsWith(start, StringComparison.Ordinal))
                return answer;
            if (!answer.StartsWith('*') && !answer.StartsWith("250-", StringComparison.Ordinal) && !answer.StartsWith('"'))
                answer.ShouldStartWith(start, Case.Sensitive, line[..Math.Min(80, line.Length)]);
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _client.Dispose();
    }
}
