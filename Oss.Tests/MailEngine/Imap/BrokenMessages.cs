using System.Text;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>Messages as broken or unusual programs write them, each by a name; octets, one in each char.</summary>
internal static class BrokenMessages
{
    private const string Mixed = "From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<(string Name, string Message)> All { get; } =
    [
        // Headers.
        ("no header", "\r\nonly a body\r\n"),
        ("an empty line alone", "\r\n"),
        ("a header without its end", "Subject: x\r\n"),
        ("a header without its line ending", "Subject: x"),
        ("a text without a header", "this is no field\r\nnor is this\r\n"),
        ("a line that is no field", "Subject: x\r\nthis is no field\r\nTo: a@b\r\n\r\nbody\r\n"),
        ("a line that is no field, before the first", "no field\r\nSubject: x\r\nTo: a@b\r\n\r\nbody\r\n"),
        ("a line of an mbox", "From a@b.example Mon Nov  2 10:00:00 2026\r\nSubject: x\r\n\r\nbody\r\n"),
        ("space before the colon", "Subject : x\r\nFrom\t: a@b\r\n\r\nbody\r\n"),
        ("nothing before the colon", ": x\r\nSubject: y\r\n\r\nbody\r\n"),
        ("no space behind the colon", "Subject:x\r\nFrom:a@b\r\nTo:\ta@b\r\n\r\nbody\r\n"),
        ("empty values", "Subject:\r\nFrom:\r\nTo: \r\nDate:\r\nMessage-ID:\r\nIn-Reply-To: \r\n\r\nbody\r\n"),
        ("a value folded to begin with", "Subject:\r\n x\r\nFrom:\r\n\ta@b\r\n\r\nbody\r\n"),
        ("a fold of white space alone", "Subject: x\r\n \t\r\n y\r\nTo: a@b\r\n\r\nbody\r\n"),
        ("a fold before any field", " folded\r\nSubject: x\r\n\r\nbody\r\n"),
        ("lower case names", "subject: x\r\nFROM: a@b\r\nmessage-id: <i@d>\r\n\r\nbody\r\n"),
        ("header of latin 1", "Subject: Gr\u00fc\u00dfe\r\nFrom: J\u00f6rg <j@x.example>\r\n\r\nbody\r\n"),
        ("header of UTF-8", Utf8("Subject: Grüße €\r\nFrom: \"Jörg Ä\" <jörg@bücher.example>\r\nTo: Zoë <z@x>\r\n\r\nbody\r\n")),
        ("encoded words", "Subject: =?utf-8?q?a?= =?utf-8?b?YsO8?=\r\nFrom: =?iso-8859-1?q?J=F6rg?= <j@x.example>\r\nTo: \"=?utf-8?q?quoted?=\" <a@b>\r\n\r\nbody\r\n"),
        ("a long field", $"Subject: {new string('x', 3000)}\r\nTo: a@b\r\n\r\nbody\r\n"),
        ("quotes and backslashes", "Subject: \"a\\b\" \\\r\nMessage-ID: <\"a\\\"b\"@d>\r\n\r\nbody\r\n"),
        ("ids with more around", "Message-ID:   <i@d>  (comment)\r\nIn-Reply-To: Your message of Monday <a@b>\r\n <c@d>\r\n\r\nbody\r\n"),
        ("control characters", "Subject: a\u0001b\u0007\u001b\r\n\r\nbody\u0002\r\n"),

        // Addresses.
        ("groups", "From: a@b\r\nTo: g1: a@b, c@d;, x@y, g2:;\r\nCc: Undisclosed recipients:;\r\nBcc: \"quoted group\": Name <a@b>;\r\n\r\nbody\r\n"),
        ("a group without its end", "From: a@b\r\nTo: g: a@b, c@d\r\n\r\nbody\r\n"),
        ("a group in a group", "From: a@b\r\nTo: g: h: a@b;, c@d;\r\n\r\nbody\r\n"),
        ("commas alone", "From: ,,a@b,,\r\nTo: ,\r\nCc: a@b,\r\n\r\nbody\r\n"),
        ("angles alone", "From: <>\r\nTo: Name <>\r\nCc: <a@b\r\nBcc: a@b>\r\n\r\nbody\r\n"),
        ("two angles", "From: Name <a@b> <c@d>\r\nTo: <a@b>, <c@d>\r\n\r\nbody\r\n"),
        ("routes", "From: <@r1,@r2:u@d>\r\nTo: Name <@r1:u@d>\r\n\r\nbody\r\n"),
        ("comments", "From: (before) a@b (after)\r\nTo: a(in)@b (name)\r\nCc: Name (x) <a@b> (y)\r\nBcc: (nested (comment)) a@b\r\n\r\nbody\r\n"),
        ("quoted local parts", "From: \"a b\"@c.example\r\nTo: \"a\\\"b\"@c\r\nCc: Name <\"x@y\"@z>\r\nBcc: \"\"@c\r\n\r\nbody\r\n"),
        ("domains in brackets", "From: a@[127.0.0.1]\r\nTo: <a@[IPv6:::1]>\r\n\r\nbody\r\n"),
        ("dots where none may be", "From: .a.@b.\r\nTo: a..b@c..d\r\nCc: Dr. A. B. <a@b>\r\n\r\nbody\r\n"),
        ("names alone", "From: Name\r\nTo: two words\r\nCc: \"quoted\"\r\n\r\nbody\r\n"),
        ("spaces in an address", "From: a b@c\r\nTo: a @ b . c\r\nCc: Name < a@b >\r\n\r\nbody\r\n"),
        ("semicolons between addresses", "From: a@b; c@d\r\nTo: A <a@b>; B <c@d>\r\n\r\nbody\r\n"),
        ("a name with a colon", "From: Re: a <a@b>\r\n\r\nbody\r\n"),
        ("sender and reply-to without an address", "From: a@b\r\nSender:\r\nReply-To: (nobody)\r\n\r\nbody\r\n"),
        ("a quote without its end", "From: \"Name <a@b>\r\nTo: c@d\r\n\r\nbody\r\n"),
        ("a comment without its end", "From: a@b (comment\r\nTo: c@d\r\n\r\nbody\r\n"),

        // Types and parameters.
        ("a type without subtype", "MIME-Version: 1.0\r\nContent-Type: text\r\n\r\nbody\r\n"),
        ("a type with an empty subtype", "MIME-Version: 1.0\r\nContent-Type: text/\r\n\r\nbody\r\n"),
        ("a subtype alone", "MIME-Version: 1.0\r\nContent-Type: /plain\r\n\r\nbody\r\n"),
        ("an empty type", "MIME-Version: 1.0\r\nContent-Type:\r\n\r\nbody\r\n"),
        ("a type of spaces", "MIME-Version: 1.0\r\nContent-Type: text / html ; charset = utf-8\r\n\r\nbody\r\n"),
        ("a type of rubbish", "MIME-Version: 1.0\r\nContent-Type: ;;;\r\n\r\nbody\r\n"),
        ("a type behind a comment", "MIME-Version: 1.0\r\nContent-Type: (x) text/html (y); (z) charset=utf-8 (w)\r\n\r\nbody\r\n"),
        ("a parameter without a value", "MIME-Version: 1.0\r\nContent-Type: text/plain; charset; format=flowed\r\n\r\nbody\r\n"),
        ("a parameter of nothing", "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=; format=flowed\r\n\r\nbody\r\n"),
        ("a parameter twice", "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8; charset=latin1\r\n\r\nbody\r\n"),
        ("semicolons alone", "MIME-Version: 1.0\r\nContent-Type: text/plain;; charset=utf-8;\r\n\r\nbody\r\n"),
        ("no semicolon", "MIME-Version: 1.0\r\nContent-Type: text/plain charset=utf-8\r\n\r\nbody\r\n"),
        ("a parameter's quote without its end", "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=\"utf-8\r\n\r\nbody\r\n"),
        ("escapes in a parameter", "MIME-Version: 1.0\r\nContent-Type: application/x; name=\"a\\\"b\\\\c\\d\"\r\n\r\nbody\r\n"),
        ("parameters of RFC 2231", "MIME-Version: 1.0\r\nContent-Type: application/x; name*=utf-8'de'Gr%C3%BC%C3%9Fe.txt\r\nContent-Disposition: attachment; filename*0*=utf-8''a%20; filename*1=\"b c\"; filename*2*=%C3%A4\r\n\r\nbody\r\n"),
        ("parameters in pieces", "MIME-Version: 1.0\r\nContent-Type: application/x; name*0=\"long \"; name*1=\"name\"\r\nContent-Disposition: attachment; filename*1=b; filename*0=a\r\n\r\nbody\r\n"),
        ("parameters of RFC 2047", "MIME-Version: 1.0\r\nContent-Type: application/x; name=\"=?utf-8?q?a=C3=A4?=\"\r\nContent-Disposition: attachment; filename==?utf-8?b?w6Q=?=\r\n\r\nbody\r\n"),
        ("parameters of latin 1", "MIME-Version: 1.0\r\nContent-Type: application/x; name=\"\u00fc.txt\"\r\nContent-Disposition: attachment; filename=\u00fc.txt\r\n\r\nbody\r\n"),
        ("a file name of words", "MIME-Version: 1.0\r\nContent-Type: application/x; name=a b.txt\r\nContent-Disposition: attachment; filename=a b.txt; size=3\r\n\r\nbody\r\n"),
        ("a disposition of parameters alone", "MIME-Version: 1.0\r\nContent-Disposition: ; filename=x\r\n\r\nbody\r\n"),
        ("an empty disposition", "MIME-Version: 1.0\r\nContent-Disposition:\r\n\r\nbody\r\n"),
        ("a quoted disposition", "MIME-Version: 1.0\r\nContent-Disposition: \"attachment\"; filename=\"x\"\r\n\r\nbody\r\n"),
        ("an encoding behind a comment", "MIME-Version: 1.0\r\nContent-Transfer-Encoding: (x) Base64 (y)\r\n\r\naGFsbG8=\r\n"),
        ("an encoding that is not known", "MIME-Version: 1.0\r\nContent-Transfer-Encoding: x-strange\r\n\r\nbody\r\n"),
        ("an empty encoding", "MIME-Version: 1.0\r\nContent-Transfer-Encoding:\r\n\r\nbody\r\n"),
        ("an encoding with a semicolon", "MIME-Version: 1.0\r\nContent-Transfer-Encoding: base64;\r\n\r\naGFsbG8=\r\n"),
        ("languages", "MIME-Version: 1.0\r\nContent-Language: de, en-GB (British), \"fr\"\r\nContent-Location: http://a.example/\r\n b\r\nContent-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==\r\nContent-ID: <a@b> (c)\r\nContent-Description: =?utf-8?q?=C3=A4?=\r\n\r\nbody\r\n"),
        ("everything folded", "MIME-Version: 1.0\r\nContent-Type:\r\n text/plain\r\n ;\r\n charset\r\n =\r\n utf-8\r\nContent-Disposition: attachment;\r\n\tfilename=\"a\r\n b\"\r\n\r\nbody\r\n"),

        // Multiparts.
        ("an empty multipart", Mixed + "\r\n--b--\r\n"),
        ("a multipart without a delimiter", Mixed + "\r\nno delimiter\r\n"),
        ("a multipart without a body", Mixed + "\r\n"),
        ("a multipart without its boundary", "Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n"),
        ("a multipart with an empty boundary", "Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n\r\nx\r\n----\r\n"),
        ("a multipart without its end", Mixed + "\r\n--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n"),
        ("empty parts", Mixed + "\r\n--b\r\n--b\r\n\r\n--b\r\n\r\n\r\n--b--\r\n"),
        ("parts without a body", Mixed + "\r\n--b\r\nContent-Type: text/html\r\n--b\r\nContent-Type: text/html\r\n\r\n--b--\r\n"),
        ("a part that is no header", Mixed + "\r\n--b\r\nno field\r\n\r\nx\r\n--b--\r\n"),
        ("spaces behind delimiters", Mixed + "\r\n--b  \r\n\r\none\r\n--b\t\r\n\r\ntwo\r\n--b--  \r\nepilogue\r\n"),
        ("parts behind the end", Mixed + "\r\n--b\r\n\r\none\r\n--b--\r\n--b\r\n\r\ntwo\r\n--b--\r\n"),
        ("a delimiter that is longer", Mixed + "\r\n--b\r\n\r\none\r\n--bc\r\nstill one\r\n--b--\r\n"),
        ("boundaries that begin alike", Mixed + "\r\n--b\r\nContent-Type: multipart/alternative; boundary=bb\r\n\r\n--bb\r\n\r\none\r\n--bb--\r\n--b\r\n\r\ntwo\r\n--b--\r\n"),
        ("an inner multipart without its end", Mixed + "\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n\r\none\r\n--c\r\n\r\ntwo\r\n--b\r\n\r\nthree\r\n--b--\r\n"),
        ("one boundary for both", Mixed + "\r\n--b\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b--\r\n--b--\r\n"),
        ("a boundary of signs", "Content-Type: multipart/mixed; boundary=\"a b'()+_,-./:=?\"\r\n\r\n--a b'()+_,-./:=?\r\n\r\nx\r\n--a b'()+_,-./:=?--\r\n"),
        ("a boundary in small and capital", "Content-Type: multipart/mixed; boundary=B\r\n\r\n--b\r\n\r\nx\r\n--B\r\n\r\ny\r\n--B--\r\n"),
        ("a long boundary", $"Content-Type: multipart/mixed; boundary={new string('x', 90)}\r\n\r\n--{new string('x', 90)}\r\n\r\nx\r\n--{new string('x', 90)}--\r\n"),
        ("a preamble like a delimiter", Mixed + "\r\n-b\r\n --b\r\npreamble --b\r\n--b\r\n\r\nx\r\n--b--\r\n"),
        ("a digest", "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nSubject: one\r\n\r\none\r\n--b\r\nContent-Type: text/plain\r\n\r\ntwo\r\n--b--\r\n"),
        ("a report", "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nSubject: x\r\n\r\n--b--\r\n"),
        ("twelve levels", string.Concat(Enumerable.Range(0, 12).Select(i => $"Content-Type: multipart/mixed; boundary=l{i:00}\r\n\r\n--l{i:00}\r\n")) + "\r\nx\r\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"--l{11 - i:00}--\r\n"))),
        ("an encoded multipart", "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: base64\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n"),
        ("octets above 127", Mixed + "\r\n--b\r\nContent-Type: text/plain; charset=latin1\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGr\u00fc\u00dfe\r\n--b--\r\n"),

        // Messages in messages.
        ("a message in a message", "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\nFrom: a@b\r\n\r\nbody\r\n"),
        ("an empty message in a message", "Content-Type: message/rfc822\r\n\r\n"),
        ("a message without a header in a message", "Content-Type: message/rfc822\r\n\r\n\r\nbody\r\n"),
        ("three messages in each other", "Content-Type: message/rfc822\r\n\r\nContent-Type: message/rfc822\r\nSubject: 2\r\n\r\nContent-Type: message/rfc822\r\nSubject: 3\r\n\r\nSubject: 4\r\n\r\nbody\r\n"),
        ("a multipart in a message in a multipart", Mixed + "\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\none\r\n--c\r\nContent-Type: text/html\r\n\r\ntwo\r\n--c--\r\n--b--\r\n"),
        ("a multipart without its end in a message in a multipart", Mixed + "\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n"),
        ("an encoded message in a message", "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogeA0KDQpib2R5DQo=\r\n"),
        ("other kinds of message", Mixed + "\r\n--b\r\nContent-Type: message/partial; id=x; number=1; total=2\r\n\r\nSubject: x\r\n\r\nb\r\n--b\r\nContent-Type: message/external-body; access-type=local-file; name=x\r\n\r\nContent-Type: image/png\r\n\r\n--b\r\nContent-Type: message/global\r\n\r\nSubject: x\r\n\r\nb\r\n--b--\r\n"),

        // Bodies.
        ("line feeds alone", "Subject: x\nTo: a@b\n\none\ntwo\n"),
        ("carriage returns alone", "Subject: x\r\n\r\none\rtwo\r\rthree\r\n"),
        ("no line ending at the end", "Subject: x\r\n\r\nno end"),
        ("a long line", $"Subject: x\r\n\r\n{new string('y', 9000)}\r\n"),
        ("base64 with rubbish", "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGFs!bG8g\r\n d2Vs dA==\r\nrubbish\r\n"),
        ("base64 without padding", "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGFsbG8"),
        ("two pieces of base64", "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGFsbG8=\r\nd2VsdA==\r\n"),
        ("binary in base64", "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\nAAECAwAN\r\nCgAKDQ==\r\n"),
        ("quoted-printable", "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nsoft=\r\nbreak =C3=A4=20  \r\nlow=c3=bc\r\n=3D\r\n"),
        ("bad quoted-printable", "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=XYb =4 c=\r\n=\r\nend="),
        ("a multipart of encodings", Mixed + "\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\naGFsbG8=\r\n--b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=3Db\r\n--b\r\nContent-Transfer-Encoding: binary\r\n\r\nc\r\n--b--\r\n"),

        // What a preview is made of.
        ("a page", "Content-Type: text/html; charset=utf-8\r\n\r\n<html><head><title>T</title><style>p { x }</style></head><body><script>s()</script><p>Hello &amp; <b>good</b> day</p><p>next</p></body></html>\r\n"),
        ("text and page", "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nthe text\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>the page</p>\r\n--b--\r\n"),
        ("a long text", $"Subject: x\r\n\r\n{string.Concat(Enumerable.Range(0, 60).Select(i => $"word{i} "))}\r\n"),
        ("quotes before the answer", "Subject: Re: x\r\n\r\nA wrote:\r\n> quoted\r\n> more\r\n\r\nthe answer\r\n"),
        ("white space before the text", "Subject: x\r\n\r\n\r\n \t\r\n  text   with    spaces\r\n\r\nmore\r\n"),
        ("a text of latin 1", "Content-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\u00fc\u00dfe\r\n"),
        ("an attachment first", Mixed + "\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nattached\r\n--b\r\nContent-Type: text/plain\r\n\r\ninline\r\n--b--\r\n"),
        ("a picture alone", "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n"),
    ];

    private static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
