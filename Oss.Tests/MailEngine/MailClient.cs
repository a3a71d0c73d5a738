using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Text;
using Oss.MailEngine.Connections;

namespace Oss.Tests.MailEngine;

/// <summary>The other end of a session: sends octets exactly as told, reads replies line by line.</summary>
internal sealed class MailClient(PipeReader input, PipeWriter output, Task session)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private PipeReader _input = input;
    private PipeWriter _output = output;
    private PipeWriter? _encrypted;

    /// <summary>Ends when the session has ended.</summary>
    public Task Session => session.WaitAsync(Patience);

    /// <summary>Sends Latin-1 text as octets, as it is.</summary>
    public Task SendAsync(string octets) => SendAsync(Encoding.Latin1.GetBytes(octets));

    public async Task SendAsync(ReadOnlyMemory<byte> octets) => await (_encrypted ?? _output).WriteAsync(octets);

    /// <summary>Hangs up.</summary>
    public async Task CloseAsync()
    {
        if (_encrypted is not null)
            await _encrypted.CompleteAsync();
        await _output.CompleteAsync();
    }

    /// <summary>The next line without its CRLF; <see langword="null"/> when the session has hung up.</summary>
    public async Task<string?> ReadLineAsync()
    {
        while (true)
        {
            var result = await _input.ReadAsync().AsTask().WaitAsync(Patience);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.Latin1.GetString(result.Buffer.Slice(0, end).ToArray());
                _input.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line.EndsWith('\r') ? line[..^1] : throw new InvalidOperationException($"A reply without CR: {line}");
            }

            _input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
                return null;
        }
    }

    /// <summary>The next reply, all its lines; the last one decides.</summary>
    public async Task<string> ReplyAsync()
    {
        while (true)
        {
            var line = await ReadLineAsync() ?? "(closed)";
            if (line.Length < 4 || line[3] != '-')
                return line;
        }
    }

    /// <summary>Sends a command and reads its reply.</summary>
    public async Task<string> AskAsync(string command)
    {
        await SendAsync(command + "\r\n");
        return await ReplyAsync();
    }

    /// <summary>Goes on in TLS.</summary>
    public async Task StartTlsAsync()
    {
        var tls = new SslStream(new DuplexPipeStream(_input, _output), false, (_, certificate, _, _) => certificate?.Subject == "CN=mail.example");
        await tls.AuthenticateAsClientAsync("mail.example").WaitAsync(Patience);
        (_input, _encrypted) = (PipeReader.Create(tls), PipeWriter.Create(tls));
    }
}
