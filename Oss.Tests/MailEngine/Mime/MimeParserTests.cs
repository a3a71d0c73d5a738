using System.Text;
using CsCheck;
using Oss.MailEngine.Imap.Fetch;
using Oss.MailEngine.Mime;
using Oss.MailEngine.Storage;
using Oss.Tests.MailEngine.Imap;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Mime;

public sealed class MimeParserTests
{
    private static readonly string[] Pieces =
    [
        "Content-Type: multipart/mixed; boundary=a\r\n", "Content-Type: multipart/digest; boundary=\"a b\"\n", "Content-Type: message/rfc822\r\n", "Content-Type: text/plain\r\n", "\r\n", "\n", "\r", "--a\r\n",
        "--a b\r\n", "--a--\r\n", "--a b--", "--a \t\r\n", "--ab\r\n", "Subject: x\r\n", " folded\r\n", "\tfolded\n", "no field\r\n", "x\r\n", "xyz\n", ": x\r\n", "\0\r\n", "-", "--",
    ];

    [Fact]
    public void However_the_octets_come_the_parts_are_the_same() =>
        Gen.Select(Gen.Int[0, Pieces.Length - 1].Array[0, 40], Gen.Int[1, 7]).Sample((pieces, step) =>
        {
            var octets = Encoding.Latin1.GetBytes(string.Concat(pieces.Select(i => Pieces[i])));
            var parser = MimeParser.ForMessage();
            for (var at = 0; at < octets.Length; at += step)
                parser.Feed(octets.AsSpan(at, Math.Min(step, octets.Length - at)));
            Describe(parser.Finish(octets.Length)).ShouldBe(Describe(MimeParser.Parse(octets)));
        }, iter: 20_000);

    [Fact]
    public void No_part_reaches_beyond_what_holds_it() =>
        Gen.Int[0, Pieces.Length - 1].Array[0, 40].Sample(pieces =>
        {
            var octets = Encoding.Latin1.GetBytes(string.Concat(pieces.Select(i => Pieces[i])));
            var message = MimeParser.Parse(octets);
            message.End.ShouldBe(octets.Length);
            Check(message, octets);
            _ = BodyStructure.Of(message, extended: true);
        }, iter: 20_000);

    [Fact]
    public void The_header_alone_is_that_of_the_whole() =>
        Gen.Int[0, Pieces.Length - 1].Array[0, 20].Sample(pieces =>
        {
            var octets = Encoding.Latin1.GetBytes(string.Concat(pieces.Select(i => Pieces[i])));
            var (header, whole) = (MimeParser.ParseHeader(octets), MimeParser.Parse(octets));
            header.BodyStart.ShouldBe(whole.BodyStart);
            header.Headers.ShouldBe(whole.Headers);
        }, iter: 5_000);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Generated_messages_are_the_same_octet_by_octet(int seed)
    {
        var messages = new GeneratedMessages(seed);
        for (var i = 0; i < 50; i++)
        {
            var octets = Encoding.Latin1.GetBytes(messages.Next());
            var parser = MimeParser.ForMessage();
            foreach (var octet in octets)
                parser.Feed([octet]);
            Describe(parser.Finish(octets.Length)).ShouldBe(Describe(MimeParser.Parse(octets)));
        }
    }

    [Fact]
    public async Task Bare_line_feeds_are_read_as_CRLF_from_any_place()
    {
        var random = new Random(1);
        var text = new StringBuilder();
        while (text.Length < 300_000)
            text.Append(new[] { "\n", "\r\n", "\r", "some words", "x", "\r\r\n\n" }[random.Next(6)]);
        var stored = Encoding.Latin1.GetBytes(text.ToString());
        var wire = Encoding.Latin1.GetBytes(System.Text.RegularExpressions.Regex.Replace(text.ToString(), "(?<!\r)\n", "\r\n"));
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, stored, TestContext.Current.CancellationToken);
            await using var stream = await WireFormStream.OpenAsync(new FileStream(path, FileMode.Open, FileAccess.Read), TestContext.Current.CancellationToken);
            stream.Length.ShouldBe(wire.Length);
            var whole = new byte[wire.Length];
            await stream.ReadExactlyAsync(whole, TestContext.Current.CancellationToken);
            whole.ShouldBe(wire);
            for (var i = 0; i < 200; i++)
            {
                var at = random.Next(wire.Length);
                var some = new byte[Math.Min(random.Next(1, 1000), wire.Length - at)];
                stream.Position = at;
                await stream.ReadExactlyAsync(some, TestContext.Current.CancellationToken);
                some.AsSpan().SequenceEqual(wire.AsSpan(at, some.Length)).ShouldBeTrue();
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Check(MimePart part, byte[] octets)
    {
        part.Start.ShouldBeLessThanOrEqualTo(part.BodyStart);
        part.BodyStart.ShouldBeLessThanOrEqualTo(part.End);
        part.Lines.ShouldBe(octets.AsSpan(part.BodyStart, part.End - part.BodyStart).Count((byte)'\n'));
        foreach (var field in part.Headers)
            field.End.ShouldBeInRange(field.Start, part.BodyStart);
        foreach (var inner in part.Parts.Concat(part.Message is { } message ? [message] : []))
        {
            inner.Start.ShouldBeGreaterThanOrEqualTo(part.BodyStart);
            inner.End.ShouldBeLessThanOrEqualTo(part.End);
            Check(inner, octets);
        }
    }

    private static string Describe(MimePart part) =>
        $"[{part.Start} {part.BodyStart} {part.End} {part.Lines} {part.Type.Value} {string.Join('|', part.Headers)} {string.Concat(part.Parts.Select(Describe))} {(part.Message is { } message ? "M" + Describe(message) : "")}]";
}
