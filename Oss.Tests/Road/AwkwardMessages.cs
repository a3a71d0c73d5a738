using System.Text;

namespace Oss.Tests.Road;

/// <summary>Messages as awkward as real ones, made here. Octets as they cross the wire, before dot-stuffing; all end in CRLF, as SMTP's data does.</summary>
internal static class AwkwardMessages
{
    /// <summary>The one message that not every client will take (RFC 5322 2.1 allows it).</summary>
    public const string HeaderWithoutEnd = "no body and no empty line";

    private const string Head = "From: a@other.example\r\nTo: b@road.example\r\n";

    public static IReadOnlyList<(string Name, byte[] Octets)> All { get; } = [.. Make()];

    private static IEnumerable<(string, byte[])> Make()
    {
        yield return Text("plain", "Subject: plain\r\n\r\nHello\r\n");
        yield return Text(HeaderWithoutEnd, "Subject: nothing\r\n");
        yield return Text("empty body", "Subject: empty\r\n\r\n");
        yield return ("no header at all", Utf8("\r\nonly a body\r\n"));
        yield return Text("only a dot", "\r\n.\r\n");
        yield return Text("dots at line starts", "\r\n.\r\n..\r\n...\r\n.a\r\n..b\r\n");
        yield return Text("many empty lines", "\r\n" + string.Concat(Enumerable.Repeat("\r\n", 500)));
        yield return Text("utf-8 in the header", "Subject: Grüße aus Köln – ÄÖÜß\r\n\r\nx\r\n");
        yield return Text("utf-8 body", "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nStraße, 日本語, 🙂\r\n");
        yield return Raw("latin-1 body", "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n", [0xe4, 0xf6, 0xfc, 0xdf, 13, 10]);
        yield return Raw("windows-1252 quotes", "Content-Type: text/plain; charset=windows-1252\r\n\r\n", [0x84, 0x68, 0x69, 0x93, 13, 10]);
        yield return Raw("koi8-r body", "Content-Type: text/plain; charset=koi8-r\r\n\r\n", [0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4, 13, 10]);
        yield return Raw("shift-jis body", "Content-Type: text/plain; charset=shift_jis\r\n\r\n", [0x93, 0xfa, 0x96, 0x7b, 13, 10]);
        yield return Text("unknown charset", "Content-Type: text/plain; charset=x-martian\r\n\r\nx\r\n");
        yield return Text("utf-7 body", "Content-Type: text/plain; charset=utf-7\r\n\r\nGr+APwA3w-e\r\n");
        yield return Text("encoded words", "Subject: =?utf-8?B?R3LDvMOfZQ==?= =?iso-8859-1?Q?aus_K=F6ln?=\r\n\r\nx\r\n");
        yield return Text("broken encoded word", "Subject: =?utf-8?B?R3LDvM\r\n\r\nx\r\n");
        yield return Text("folded header", "Subject: one\r\n two\r\n\tthree\r\n\r\nx\r\n");
        yield return Text("header folded to nothing", "Subject: one\r\n \r\n\t\r\nX: y\r\n\r\nx\r\n");
        yield return Text("header of 20,000 octets", "X-Long: " + new string('a', 20_000) + "\r\n\r\nx\r\n");
        yield return Text("line of 100,000 octets", "\r\n" + new string('b', 100_000) + "\r\n");
        yield return Text("1,000 header fields", string.Concat(Enumerable.Range(0, 1000).Select(i => $"X-{i}: {i}\r\n")) + "\r\nx\r\n");
        yield return Text("colon and nothing", "Subject:\r\nX-:\r\n: y\r\n\r\nx\r\n");
        yield return Text("line without colon in the header", "Subject: x\r\nthis is no field\r\nX: y\r\n\r\nx\r\n");
        yield return Text("mbox from line", "\r\nFrom here on\r\n>From there\r\n");
        yield return Text("quoted-printable", "Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe=\r\n=20\r\n");
        yield return Text("broken quoted-printable", "Content-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ=\r\n=\r\n");
        yield return Text("base64", "Content-Transfer-Encoding: base64\r\n\r\nR3LDvMOfZQ==\r\n");
        yield return Text("broken base64", "Content-Transfer-Encoding: base64\r\n\r\n!!!R3LD*vMOf\r\n");
        yield return Text("alternative", Multipart("alternative", "Content-Type: text/plain\r\n\r\nx", "Content-Type: text/html\r\n\r\n<p>x</p>"));
        yield return Text("nested multiparts", Multipart("mixed", Multipart("related", Multipart("alternative", "\r\na", "\r\nb")), "\r\nc"));
        yield return Text("30 levels deep", Enumerable.Range(0, 30).Aggregate("\r\ncore", (inner, _) => Multipart("mixed", inner)));
        yield return Text("boundary that never ends", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n");
        yield return Text("boundary that never comes", "Content-Type: multipart/mixed; boundary=b\r\n\r\nx\r\n");
        yield return Text("multipart without boundary", "Content-Type: multipart/mixed\r\n\r\nx\r\n");
        yield return Text("preamble and epilogue", "Content-Type: multipart/mixed; boundary=b\r\n\r\nbefore\r\n--b\r\n\r\nx\r\n--b--\r\nafter\r\n");
        yield return Text("message in a message", "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninner\r\n");
        yield return Text("digest", Multipart("digest", "\r\nSubject: one\r\n\r\n1", "\r\nSubject: two\r\n\r\n2"));
        yield return Text("rfc 2231 name", "Content-Type: application/pdf; name*0*=utf-8''Rechnung%20; name*1*=f%C3%BCr.pdf\r\n\r\nx\r\n");
        yield return Text("odd quotes in parameters", "Content-Type: text/plain; name=\"a\\\"b;c\"; x=\"\r\n\r\nx\r\n");
        yield return Text("odd addresses", "Cc: undisclosed-recipients:;, \"Müller, Anna\" <a@b.example>, <>, @, (comment) x@y.example\r\n\r\nx\r\n");
        yield return Text("two dates", "Date: yesterday\r\nDate: Tue, 31 Feb 2026 25:61:61 +9999\r\n\r\nx\r\n");
        yield return Text("trailing blanks", "\r\nx   \r\n\t\r\n \r\n");
        yield return Text("form feeds and escapes", "\r\n\f\u001b[31m\b\v\u007f\r\n");
        yield return Raw("every octet but NUL, CR and LF", "\r\n", [.. Enumerable.Range(1, 255).Where(i => i is not (10 or 13)).Select(i => (byte)i), 13, 10]);
        yield return Raw("10 MB attachment", "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n", Attachment());
    }

    private static (string, byte[]) Text(string name, string rest) => (name, Utf8(Head + rest));

    private static (string, byte[]) Raw(string name, string rest, byte[] body) => (name, [.. Utf8(Head + rest), .. body]);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Multipart(string subtype, params string[] parts)
    {
        var boundary = $"=_{subtype}_{parts.Sum(p => p.Length)}";
        return $"Content-Type: multipart/{subtype}; boundary=\"{boundary}\"\r\n\r\n{string.Concat(parts.Select(p => $"--{boundary}\r\n{p}\r\n"))}--{boundary}--\r\n";
    }

    private static byte[] Attachment()
    {
        var octets = new byte[7_500_000];
        new Random(1).NextBytes(octets);
        return Utf8(Convert.ToBase64String(octets, Base64FormattingOptions.InsertLineBreaks) + "\r\n");
    }
}
