using System.Text;
using CsCheck;
using Oss.MailEngine.Imap.Fetch;
using Oss.MailEngine.Mime;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Mime;

public sealed class MimeParserTests
{
    [Theory]
    [InlineData("", "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 0 0)")]
    [InlineData("no header at all", "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 0 0)")]
    [InlineData("A: b\r\n\r\nno final newline", "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 16 0)")]
    [InlineData("Content-Type: multipart/mixed\r\n\r\nx", "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 1 0)")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\nno part", "(\"TEXT\" \"PLAIN\" (\"BOUNDARY\" \"b\" \"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 7 0)")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nunended", "((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 7 0) \"MIXED\")")]
    [InlineData("Content-Type: ;;;\r\n\r\nx", "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 1 0)")]
    [InlineData("Content-Type: image/png; name=\"a\\\"b\"\r\n\r\nx", "(\"IMAGE\" \"PNG\" (\"NAME\" \"a\\\"b\") NIL NIL \"7BIT\" 1)")]
    public void A_broken_message_still_has_a_structure(string message, string structure) =>
        BodyStructure.Of(Parse(message), extended: false).ShouldBe(structure);

    [Fact]
    public void A_message_in_a_message_is_numbered_through()
    {
        const string Inner = "Subject: inner\r\nContent-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\n\r\nfirst\r\n--i\r\n\r\nsecond\r\n--i--\r\n";
        const string Message = "Content-Type: multipart/mixed; boundary=o\r\n\r\npreamble\r\n--o\r\n\r\none\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n" + Inner + "\r\n--o--\r\nepilogue";
        Section(Message, "1").ShouldBe("one");
        Section(Message, "2").ShouldBe(Inner);
        Section(Message, "2.MIME").ShouldBe("Content-Type: message/rfc822\r\n\r\n");
        Section(Message, "2.HEADER").ShouldBe(Inner[..(Inner.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)]);
        Section(Message, "2.1").ShouldBe("first");
        Section(Message, "2.2").ShouldBe("second");
        Section(Message, "2.3").ShouldBeNull();
        Section(Message, "1.HEADER").ShouldBeNull();
        Section(Message, "3").ShouldBeNull();
    }

    [Fact]
    public void Messages_nested_past_the_limit_are_not_called_messages()
    {
        var message = string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\r\n\r\n", 500));
        var structure = BodyStructure.Of(Parse(message), extended: true);
        structure.ShouldContain("\"APPLICATION\" \"OCTET-STREAM\"");
        ShouldBeBalanced(structure);
    }

    [Fact]
    public void Parts_past_the_limit_are_left_out()
    {
        var message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(Enumerable.Repeat("--b\r\n\r\n", 100_000));
        Parse(message).Parts.Count.ShouldBeLessThanOrEqualTo(MimeLimits.Parts);
    }

    [Fact]
    public async Task Only_the_header_is_read_of_a_large_message()
    {
        await using var content = new MemoryStream(Encoding.ASCII.GetBytes("Subject: x\r\n\r\n" + new string('x', 10_000_000)));
        var header = await MimeReader.ReadHeaderAsync(content, TestContext.Current.CancellationToken);
        header.Header("subject").ShouldBe("x");
        header.BodyStart.ShouldBe(14);
        content.Position.ShouldBeLessThan(100_000);
    }

    [Fact]
    public void An_envelope_has_ten_parts_whatever_the_header() =>
        Envelope.Of(Parse("From: <<>>@@,\r\nTo: a@b, \"\r\nSubject: \"q\\\r\nMessage-ID: x\r\n\r\n")).ShouldEndWith(" NIL \"x\")");

    [Fact]
    public void Every_part_lies_within_what_holds_it_and_every_structure_is_legal() =>
        Gen.OneOf(
            Gen.OneOfConst("Content-Type: ", "multipart/mixed; boundary=b", "multipart/digest; boundary=\"b\"", "message/rfc822", "text/plain; charset=x", "\r\n", "\r\n\r\n", "\r\n--b\r\n", "--b--", "--b", "From: ", "a@b", "\"", "\\", "(", ";", "=", "\0", "ü", ": ", " "),
            Gen.Char['\0', 'ÿ'].Select(c => c.ToString())).Array[0, 60].Select(string.Concat).Sample(text =>
        {
            var octets = Encoding.Latin1.GetBytes(text);
            var message = MimeParser.Parse(octets);
            ShouldBeWithin(message, 0, octets.Length);
            ShouldBeBalanced(BodyStructure.Of(message, extended: true));
            ShouldBeBalanced(Envelope.Of(message));
        });

    private static void ShouldBeWithin(MimePart part, int start, int end)
    {
        (part.Start >= start && part.BodyStart >= part.Start && part.End >= part.BodyStart && part.End <= end).ShouldBeTrue();
        part.Parts.ForEach(child => ShouldBeWithin(child, part.BodyStart, part.End));
        if (part.Message is { } message)
            ShouldBeWithin(message, part.BodyStart, part.End);
    }

    // Reads strings and literals as a client would, and counts what is left.
    private static void ShouldBeBalanced(string text)
    {
        var octets = Encoding.Latin1.GetBytes(text);
        var depth = 0;
        for (var i = 0; i < octets.Length; i++)
        {
            if (octets[i] == '"')
            {
                for (i++; octets[i] != '"'; i++)
                {
                    octets[i].ShouldNotBe((byte)'\n');
                    i += octets[i] == '\\' ? 1 : 0;
                }
            }
            else if (octets[i] == '{')
            {
                var close = Array.IndexOf(octets, (byte)'}', i);
                i = close + 2 + int.Parse(Encoding.ASCII.GetString(octets, i + 1, close - i - 1));
            }
            else
            {
                depth += octets[i] == '(' ? 1 : octets[i] == ')' ? -1 : 0;
            }
        }

        depth.ShouldBe(0);
        octets.ShouldNotContain((byte)0);
    }

    private static MimePart Parse(string message) => MimeParser.Parse(Encoding.Latin1.GetBytes(message));

    private static string? Section(string message, string section)
    {
        var item = FetchItem.Parse(new Oss.MailEngine.Imap.Wire.ImapParser(Encoding.ASCII.GetBytes($"BODY[{section}]"))).Single();
        return MessageSections.Of(item, Parse(message), message.Length) is { } ranges
            ? string.Concat(ranges.Select(range => message.Substring((int)range.Start, (int)range.Length)))
            : null;
    }
}
