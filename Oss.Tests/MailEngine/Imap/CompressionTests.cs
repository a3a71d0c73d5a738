using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;
using Oss.MailEngine.Connections;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>COMPRESS=DEFLATE (RFC 4978): a client nobody here wrote, and what a hostile one packs.</summary>
public sealed class CompressionTests
{
    [Fact]
    public async Task A_client_that_packs_reads_the_message_it_wrote()
    {
        await using var node = await ImapNode.StartAsync();
        using var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", await node.ListenAsync(), SecureSocketOptions.None, TestContext.Current.CancellationToken);
        await client.AuthenticateAsync(ImapNode.User, "secret", TestContext.Current.CancellationToken);
        client.Capabilities.HasFlag(ImapCapabilities.Compress).ShouldBeTrue();
        await client.CompressAsync(TestContext.Current.CancellationToken);

        var text = string.Concat(Enumerable.Range(0, 20_000).Select(n => $"Zeile {n}: äöü\n"));
        await client.Inbox.AppendAsync(new AppendRequest(new MimeMessage { Subject = "Größe", Body = new TextPart("plain") { Text = text } }), TestContext.Current.CancellationToken);
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly, TestContext.Current.CancellationToken);

        (await client.Inbox.GetMessageAsync(0, TestContext.Current.CancellationToken)).TextBody!.ReplaceLineEndings("\n").ShouldBe(text);
        await client.DisconnectAsync(true, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Packing_twice_is_refused_and_not_announced_again()
    {
        await using var node = await ImapNode.StartAsync();
        using var client = await PackingAsync(await node.ListenAsync());

        await client.SendAsync("b CAPABILITY\r\nc COMPRESS DEFLATE\r\n");

        (await client.ReadLineAsync())!.ShouldNotContain("COMPRESS");
        (await client.ReadLineAsync())!.ShouldStartWith("b OK");
        (await client.ReadLineAsync())!.ShouldStartWith("c NO [COMPRESSIONACTIVE]");
    }

    [Fact]
    public async Task What_cannot_be_unpacked_ends_the_connection()
    {
        await using var node = await ImapNode.StartAsync();
        using var client = await PackingAsync(await node.ListenAsync());

        await client.SendPlainAsync("b NOOP\r\nthis is not DEFLATE at all, whatever it was meant to be\r\n");

        (await client.ReadLineAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_line_without_end_that_costs_its_sender_nothing_ends_the_connection()
    {
        await using var node = await ImapNode.StartAsync();
        using var client = await PackingAsync(await node.ListenAsync());

        // Packed it is a few kilobytes, all of which the kernel may take before the server has read any; one that read on would answer in the end.
        await client.SendWhatIsTakenAsync(new string('a', 2 * ConnectionLimits.DroppedLine) + "\r\nb NOOP\r\n");

        (await client.ReadLineAsync()).ShouldBeNull();
    }

    private static async Task<Packing> PackingAsync(int port)
    {
        var client = new Packing(port);
        await client.ReadLineAsync();
        await client.SendPlainAsync($"a LOGIN {ImapNode.User} secret\r\n");
        (await client.ReadLineAsync())!.ShouldStartWith("a OK");
        await client.SendPlainAsync("a COMPRESS DEFLATE\r\n");
        (await client.ReadLineAsync())!.ShouldStartWith("a OK");
        client.Pack();
        return client;
    }

    /// <summary>A client that packs what it likes.</summary>
    private sealed class Packing : IDisposable
    {
        private readonly TcpClient _socket;
        private Stream _input;
        private Stream _output;

        public Packing(int port)
        {
            _socket = new TcpClient("127.0.0.1", port);
            _input = _output = _socket.GetStream();
        }

        public void Pack() => (_input, _output) = (new DeflateStream(_socket.GetStream(), CompressionMode.Decompress), new DeflateStream(_socket.GetStream(), CompressionLevel.SmallestSize));

        public async Task SendPlainAsync(string text) => await _socket.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);

        public async Task SendAsync(string text)
        {
            await _output.WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);
            await _output.FlushAsync(TestContext.Current.CancellationToken);
        }

        /// <summary>Sends a text, or as much of it as the server waits for.</summary>
        public async Task SendWhatIsTakenAsync(string text)
        {
            try
            {
                await SendAsync(text);
            }
            catch (IOException)
            {
                // It has hung up.
            }
        }

        /// <summary>The next line without its CRLF; <see langword="null"/> when the server has hung up.</summary>
        public async Task<string?> ReadLineAsync()
        {
            var line = new StringBuilder();
            var octet = new byte[1];
            try
            {
                while (await _input.ReadAsync(octet, TestContext.Current.CancellationToken) == 1)
                {
                    if (octet[0] == '\n')
                        return line.ToString().TrimEnd('\r');
                    line.Append((char)octet[0]);
                }
            }
            catch (IOException)
            {
                // Reset: octets were on their way to it.
            }

            return null;
        }

        public void Dispose() => _socket.Dispose();
    }
}
