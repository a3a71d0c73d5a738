using System.IO.Pipelines;
using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Connections;
using Oss.MailEngine.Connections;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Connections;

public class DotReaderTests
{
    private const string After = "MAIL FROM:<attacker@evil.example>\r\n";

    [Theory]
    [InlineData("Hello\r\n", "Hello\r\n")]
    [InlineData("", "")]
    [InlineData("..\r\n", ".\r\n")]
    [InlineData("..leading\r\n...\r\n", ".leading\r\n..\r\n")]
    [InlineData(".x\r\n", "x\r\n")]
    [InlineData("a.\r\nb . c\r\n", "a.\r\nb . c\r\n")]
    [InlineData("\r\n\r\n", "\r\n\r\n")]
    [InlineData("\xe4\xf6\xfc\xff\r\n", "\xe4\xf6\xfc\xff\r\n")]
    public async Task A_message_comes_out_as_it_was_before_stuffing_however_it_is_split(string sent, string expected)
    {
        await foreach (var (end, content, rest) in EverySplitAsync(sent + ".\r\n" + After))
        {
            end.ShouldBe(DataEnd.Complete);
            content.ShouldBe(expected);
            rest.ShouldBe(After);
        }
    }

    [Theory]
    [InlineData("a\n.\n")]
    [InlineData("a\r.\r")]
    [InlineData("a\n.\r\n")]
    [InlineData("a\r.\r\n")]
    [InlineData("a\r\n.\n")]
    [InlineData("a\r\n.\r")]
    [InlineData("a\r\n.\rb\r\n")]
    [InlineData("a\r\n.\r\r\n")]
    [InlineData("a\r\n\0.\r\n")]
    [InlineData("a\r\n.\0\r\n")]
    [InlineData("a\r\0\n.\r\n")]
    [InlineData("a\n\n.\n\n")]
    [InlineData("a\nb\r\n")]
    [InlineData("a\rb\r\n")]
    [InlineData("\n.\r\n")]
    [InlineData(".\n")]
    [InlineData(".\r")]
    public async Task A_smuggled_end_neither_ends_the_data_nor_lets_the_message_through(string smuggled)
    {
        await foreach (var (end, _, rest) in EverySplitAsync(smuggled + "MAIL FROM:<smuggled@evil.example>\r\n.\r\n" + After))
        {
            end.ShouldBeOneOf(DataEnd.BareLineEnding, DataEnd.Nul);
            rest.ShouldBe(After);
        }
    }

    [Fact]
    public async Task A_message_of_just_the_allowed_size_passes_and_one_octet_more_does_not()
    {
        (await ReadAsync(["12345678\r\n.\r\n"], maxOctets: 10)).End.ShouldBe(DataEnd.Complete);
        (await ReadAsync(["123456789\r\n.\r\n"], maxOctets: 10)).End.ShouldBe(DataEnd.TooLarge);
    }

    [Fact]
    public async Task Nothing_is_written_beyond_the_limit_while_the_rest_is_read_away()
    {
        var (end, content, rest) = await ReadAsync([.. Enumerable.Repeat(new string('x', 1000), 1000), "\r\n.\r\n" + After], maxOctets: 5000);
        end.ShouldBe(DataEnd.TooLarge);
        content.Length.ShouldBeLessThanOrEqualTo(5000);
        rest.ShouldBe(After);
    }

    [Theory]
    [InlineData("half a line")]
    [InlineData("a line\r\n")]
    [InlineData("a line\r\n.")]
    [InlineData("a line\r\n.\r")]
    public async Task A_peer_that_leaves_before_the_end_has_sent_nothing(string sent) =>
        (await ReadAsync([sent])).End.ShouldBe(DataEnd.HungUp);

    [Fact]
    public void Every_message_of_proper_lines_survives_stuffing()
    {
        var line = Gen.OneOfConst("", ".", "..", ".x", "x", " .", "\t", "x.", "Subject: x").Array[0, 12];
        line.Sample(lines =>
        {
            var message = string.Concat(lines.Select(l => l + "\r\n"));
            var stuffed = string.Concat(lines.Select(l => (l.StartsWith('.') ? "." : "") + l + "\r\n")) + ".\r\n";
            var (end, content, _) = ReadAsync([.. stuffed.Chunk(3).Select(c => new string(c))]).GetAwaiter().GetResult();
            return end == DataEnd.Complete && content == message;
        });
    }

    private static async IAsyncEnumerable<(DataEnd End, string Content, string Left)> EverySplitAsync(string sent)
    {
        for (var split = 0; split <= sent.Length; split++)
            yield return await ReadAsync([sent[..split], sent[split..]]);
        yield return await ReadAsync([.. sent.Select(c => c.ToString())]);
    }

    private static async Task<(DataEnd End, string Content, string Left)> ReadAsync(string[] pieces, long maxOctets = 1_000_000)
    {
        var pipe = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false));
        var nowhere = new Pipe();
        await using var connection = new MailConnection(new DefaultConnectionContext("C1", new Transport(pipe.Reader, nowhere.Writer), new Transport(nowhere.Reader, pipe.Writer)), TimeProvider.System);
        var content = new MemoryStream();
        var reading = connection.ReadDataAsync(maxOctets, TimeSpan.FromMinutes(1), octets => content.WriteAsync(octets), CancellationToken.None);
        foreach (var piece in pieces.Where(p => p.Length > 0))
            await pipe.Writer.WriteAsync(Encoding.Latin1.GetBytes(piece));
        await pipe.Writer.CompleteAsync();
        var end = await reading.WaitAsync(TimeSpan.FromSeconds(60));
        var rest = new MemoryStream();
        if (end != DataEnd.HungUp)
            await pipe.Reader.CopyToAsync(rest);
        return (end, Encoding.Latin1.GetString(content.ToArray()), Encoding.Latin1.GetString(rest.ToArray()));
    }

    private sealed class Transport(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
