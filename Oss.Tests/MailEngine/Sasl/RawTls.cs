using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Oss.Tests.MailEngine.Sasl;

/// <summary>An IMAP connection in TLS, line by line.</summary>
internal sealed class RawTls : IDisposable
{
    private readonly TcpClient _socket = new();
    private SslStream? _tls;
    private StreamReader? _reader;

    public static async Task<RawTls> ConnectAsync(int port)
    {
        var raw = new RawTls();
        await raw._socket.ConnectAsync("127.0.0.1", port);
        var plain = new StreamReader(raw._socket.GetStream(), Encoding.ASCII, leaveOpen: true);
        await plain.ReadLineAsync();
        await raw._socket.GetStream().WriteAsync("s STARTTLS\r\n"u8.ToArray());
        await plain.ReadLineAsync();
#pragma warning disable CA5359 // The test's own certificate, that nobody vouches for.
        raw._tls = new SslStream(raw._socket.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await raw._tls.AuthenticateAsClientAsync("mail.example");
        raw._reader = new StreamReader(raw._tls, Encoding.ASCII);
        return raw;
    }

    /// <summary>Says a line and gives the next.</summary>
    public async Task<string> SayAsync(string line)
    {
        await _tls!.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"));
        return await _reader!.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) ?? "(closed)";
    }

    public void Dispose()
    {
        _tls?.Dispose();
        _socket.Dispose();
    }
}
