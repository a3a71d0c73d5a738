using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Soap;

/// <summary>What no well-behaved HTTP client would send: each over a socket, each with the right answer, and a host that goes on serving.</summary>
public sealed class SoapWireTests(ApiHost host)
{
    private static readonly byte[] Good = Encoding.UTF8.GetBytes(Envelope("<GetOrder xmlns=\"urn:oss:orders:2026-11\"><Id>00000000-0000-0000-0000-000000000000</Id></GetOrder>"));

    public static TheoryData<string, string, byte[]> Charsets => new()
    {
        { "utf-7 in the declaration", "utf-8", Declared("utf-7", Encoding.UTF8) },
        { "latin-1 in the declaration", "utf-8", Declared("iso-8859-1", Encoding.Latin1) },
        { "utf-16 in the declaration of utf-8", "utf-8", Declared("utf-16", Encoding.UTF8) },
        { "an unknown charset in the declaration", "utf-8", Declared("x-martian", Encoding.UTF8) },
        { "utf-32 with its mark", "utf-8", [.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes(Encoding.UTF8.GetString(Good))] },
        { "ebcdic", "utf-8", [0x4c, 0x6f, 0xa7, 0x94, 0x93, 0x40] },
        { "an overlong less-than sign", "utf-8", [0xC0, 0xBC, .. Good[1..]] },
        { "utf-16 that is utf-8", "utf-16", Good },
        { "utf-16 with half a character", "utf-16", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("<a"), 0x3d] },
        { "utf-16 with half a surrogate pair", "utf-16", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("<a>"), 0x00, 0xd8, .. Encoding.Unicode.GetBytes("</a>")] },
        { "a NUL", "utf-8", [.. Good, 0] },
        { "version 1.1", "utf-8", [.. "<?xml version=\"1.1\"?>"u8, .. Good] },
    };

    [Theory]
    [MemberData(nameof(Charsets))]
    public async Task A_charset_that_is_not_what_it_says_is_the_senders_fault(string what, string charset, byte[] body)
    {
        var answer = await SendAsync(Post($"text/xml; charset={charset}", body.Length), body);

        answer.Status.ShouldBe(500, what);
        answer.Text.ShouldContain(":Client<");
        await StillServesAsync();
    }

    [Theory]
    [InlineData("text/xml; charset=\"utf-8\"")]
    [InlineData("TEXT/XML;CHARSET=UTF-8")]
    [InlineData("text/xml")]
    public async Task A_charset_is_found_however_it_is_written(string contentType)
    {
        var answer = await SendAsync(Post(contentType, Good.Length), Good);

        answer.Text.ShouldContain("NotFoundFault");
    }

    [Theory]
    [InlineData("text/xml; charset=utf-8\r\nContent-Type: application/json")]
    [InlineData("text/xml, application/json")]
    [InlineData("text/xml; charset=utf-8; charset=utf-7")]
    public async Task Two_content_types_are_none(string contentType)
    {
        var answer = await SendAsync(Post(contentType, Good.Length), Good);

        answer.Status.ShouldBeOneOf(400, 415);
        answer.Text.ShouldNotContain("NotFoundFault");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    public async Task A_packed_body_is_415_and_never_unpacked(string encoding)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var i = 0; i < 100; i++)
                gzip.Write(new byte[1024 * 1024]);
        }

        var answer = await SendAsync(Post("text/xml; charset=utf-8", packed.Length) + $"Content-Encoding: {encoding}\r\n", packed.ToArray());

        answer.Status.ShouldBe(415);
        answer.Text.ShouldContain("Accept-Encoding: identity");
        await StillServesAsync();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("TRACE")]
    [InlineData("POSTX")]
    public async Task No_other_verb_runs_an_operation(string verb)
    {
        var answer = await SendAsync(Post("text/xml; charset=utf-8", Good.Length).Replace("POST ", verb + " ", StringComparison.Ordinal) + $"SOAPAction: \"{Orders}/GetOrder\"\r\n", Good);

        answer.Status.ShouldBe(405);
        answer.Text.ShouldContain("Allow: POST");
        answer.Text.ShouldNotContain("Fault");
    }

    [Fact]
    public async Task Chunks_without_an_end_are_413_once_they_are_too_many()
    {
        var chunk = new byte[64 * 1024];
        Array.Fill(chunk, (byte)' ');

        var answer = await SendAsync(Post("text/xml; charset=utf-8", null), [], async stream =>
        {
            for (var i = 0; i < 80; i++)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(chunk.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"));
                await stream.WriteAsync(chunk);
                await stream.WriteAsync("\r\n"u8.ToArray());
            }
        });

        answer.Status.ShouldBe(413);
        await StillServesAsync();
    }

    [Theory]
    [InlineData("POST /soap/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST /soap/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n")]
    [InlineData("POST /soap/orders HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /soap/orders HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    public async Task A_length_that_can_be_read_in_two_ways_runs_nothing(string head)
    {
        var answer = await SendAsync(head[..^2], "hello"u8.ToArray());

        answer.Status.ShouldBeOneOf(400, 401, 501);
    }

    [Fact]
    public async Task A_body_that_stops_half_way_is_408_and_holds_nothing_up()
    {
        var answer = await SendAsync(Post("text/xml; charset=utf-8", 1000), Good[..10]);

        answer.Status.ShouldBe(408);
        await StillServesAsync();
    }

    private static byte[] Declared(string charset, Encoding encoding) =>
        [.. encoding.GetBytes($"<?xml version=\"1.0\" encoding=\"{charset}\"?>"), .. Good];

    private static string Post(string contentType, long? length) =>
        $"POST /soap/orders HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ApiHost.Client}:{ApiHost.Secret}"))}\r\n"
        + $"Content-Type: {contentType}\r\n" + (length is null ? "Transfer-Encoding: chunked\r\n" : $"Content-Length: {length}\r\n");

    private async Task<(int Status, string Text)> SendAsync(string head, byte[] body, Func<NetworkStream, Task>? more = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Root.Host, host.Root.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head + "\r\n"));
        try
        {
            await stream.WriteAsync(body);
            if (more is not null)
                await more(stream);
        }
        catch (IOException)
        {
            // The host had seen enough and closed; what it said is read below.
        }

        using var answer = new MemoryStream();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await stream.CopyToAsync(answer, patience.Token);
        }
        catch (IOException)
        {
            // A reset after the reply, for what was sent behind it.
        }

        var text = Encoding.UTF8.GetString(answer.ToArray());
        return (text.Length > 12 ? int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture) : 0, text);
    }

    private async Task StillServesAsync()
    {
        using var client = host.Anonymous();
        using var answer = await client.GetAsync("/soap/orders?wsdl");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
