using System.Text;
using CsCheck;
using Oss.MailEngine.Imap.Search;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>What is found without decoding is what decoding finds.</summary>
public sealed class PlainSearchTests
{
    private static readonly string[] Subjects = ["needle", "a\r\n needle folded", "=?utf-8?q?needle?=", "=?utf-8?b?bmVlZGxl?= needle", "Nee\r\n dle", "NEEDLE", "x"];

    private static readonly string[] Types =
    [
        "", "Content-Type: text/plain\r\n", "Content-Type: text/plain; charset=utf-8\r\n", "Content-Type: TEXT/PLAIN; charset=\"ISO-8859-1\"\r\n", "Content-Type: text/plain; charset=utf-16\r\n",
        "Content-Type: text/html\r\n", "Content-Type: application/octet-stream; name=needle\r\n", "Content-Type: message/rfc822\r\n", "Content-Type: multipart/mixed; boundary=needle\r\n", "Content-Type: (needle\r\n",
    ];

    private static readonly string[] Encodings = ["", "Content-Transfer-Encoding: 7bit\r\n", "Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: quoted-printable\r\n", "Content-Transfer-Encoding: 8bit\r\n"];

    private static readonly string[] Bodies = ["needle\r\n", "nee=\r\ndle\r\n", "bmVlZGxl\r\n", "a needLE in hay\r\n", "<p title=needle>x</p>\r\n", "\r\nneedle", "--needle\r\n\r\nx\r\n--needle--\r\n", "grüße needle\r\n", "hay\r\n", ""];

    private static readonly Gen<string> Part = Gen.Select(Gen.OneOfConst(Types), Gen.OneOfConst(Encodings), Gen.OneOfConst(Bodies), (type, encoding, body) => type + encoding + "\r\n" + body);

    private static readonly Gen<string> Message = Gen.Select(Gen.OneOfConst(Subjects), Part, Part.Array[0, 3], (subject, single, parts) =>
        $"From: a@example.org\r\nSubject: {subject}\r\n" + (parts.Length == 0 ? single
            : "Content-Type: multipart/alternative; boundary=\"=b\"\r\n\r\npreamble needle\r\n" + string.Concat(parts.Select(part => "--=b\r\n" + part + "\r\n")) + "--=b--\r\nepilogue needle\r\n"));

    [Fact]
    public void It_never_finds_what_reading_does_not() => Gen.Select(Message, Gen.Bool, Gen.OneOfConst("needle", "Needle", "dle", "n", "=b", "needle--", "utf-8"), (message, bodyOnly, needle) => (message, bodyOnly, needle)).Sample(
        sample =>
        {
            var octets = Encoding.UTF8.GetBytes(sample.message);
            var text = new SearchText(sample.needle);
            if (!PlainSearch.Finds(octets, text.Plain!, sample.bodyOnly))
                return;
            var read = MessageText.Of(new MemoryStream(octets), CancellationToken.None);
            (read.BodyContains(text) || (!sample.bodyOnly && read.HeaderContains(text))).ShouldBeTrue(sample.ToString());
        },
        iter: 20_000);

    [Theory]
    [InlineData("Subject: Invoice\r\n\r\nx\r\n", "invoice", false, true)]
    [InlineData("Subject: Invoice\r\n\r\nx\r\n", "invoice", true, false)]
    [InlineData("Subject: x\r\n\r\nthe invoice\r\n", "INVOICE", true, true)]
    [InlineData("Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nüber invoice\r\n", "invoice", true, true)]
    [InlineData("Subject: x\r\nContent-Transfer-Encoding: base64\r\n\r\ninvoice\r\n", "invoice", true, false)]
    public void What_stands_there_plainly_is_found(string message, string needle, bool bodyOnly, bool found) =>
        PlainSearch.Finds(Encoding.UTF8.GetBytes(message), new SearchText(needle).Plain!, bodyOnly).ShouldBe(found);
}
