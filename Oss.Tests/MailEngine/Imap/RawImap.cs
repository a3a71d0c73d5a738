using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>A client that speaks to any server and reads whole answers, literals among them.</summary>
internal sealed partial class RawImap : IDisposable
{
    private readonly TcpClient _socket = new();
    private Stream _stream = Stream.Null;
    private int _tag;

    public static async Task<RawImap> LogInAsync(int port, string user)
    {
        var client = new RawImap();
        await client._socket.ConnectAsync("127.0.0.1", port);
        client._socket.ReceiveTimeout = 60_000;
        client._stream = new BufferedStream(client._socket.GetStream());
        client.Read();
        await client.AskAsync($"LOGIN {user} secret");
        return client;
    }

    /// <summary>The untagged answers, and last the tagged one without its tag.</summary>
    public async Task<List<string>> AskAsync(string command)
    {
        var tag = $"A{++_tag}";
        await _stream.WriteAsync(Encoding.Latin1.GetBytes($"{tag} {command}\r\n"));
        await _stream.FlushAsync();
        var answers = new List<string>();
        while (true)
        {
            var answer = Read();
            if (answer.StartsWith(tag + " ", StringComparison.Ordinal))
                return [.. answers, answer[(tag.Length + 1)..]];
            answers.Add(answer);
        }
    }

    public Task<List<string>> AppendAsync(string arguments, string message) => AskAsync($"APPEND {arguments} {{{message.Length}+}}\r\n{message}");

    public void Dispose() => _socket.Dispose();

    private string Read()
    {
        var answer = new StringBuilder();
        while (true)
        {
            int octet;
            while ((octet = _stream.ReadByte()) is not '\n')
                answer.Append(octet < 0 ? throw new IOException($"The server hung up after '{answer}'.") : (char)octet);
            answer.Append('\n');
            if (Literal().Match(answer.ToString(Math.Max(0, answer.Length - 20), Math.Min(20, answer.Length))) is not { Success: true } literal)
                return answer.ToString();
            for (var left = int.Parse(literal.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture); left > 0; left--)
                answer.Append((char)_stream.ReadByte());
        }
    }

    [GeneratedRegex(@"\{([0-9]+)\}\r\n$")]
    private static partial Regex Literal();
}
