namespace Oss.Tests.MailEngine.Imap;

/// <summary>Messages as people, programs and accidents make them; the same for the same seed.</summary>
internal sealed class GeneratedMessages(int seed)
{
    private static readonly string[] Addresses =
    [
        "a@b.example", "\"Zoe Z\" <z@x.example>", "=?utf-8?q?J=C3=B6rg?= <j@x>", "x@y (Comment)", "group: a@b, c@d;", "undisclosed-recipients:;", "<only@angle>", "bare",
        "\"q\\\"uoted\" <\"lo cal\"@d.example>", "Foo Bar <a@[127.0.0.1]>", "<@r1,@r2:u@d>", "Mr. X <x@y>", "(c1) n (c2) <a@b> (c3)", "a.b.c@d.e",
    ];

    private static readonly string[] Types =
    [
        "text/plain", "text/plain; charset=utf-8", "TEXT/html; charset=\"x y\"", "application/octet-stream; name=\"a b.bin\"", "image/png; name=x.png", "text/plain; format=flowed; delsp=yes",
        "text/plain (comment); charset=utf-8",
    ];

    private readonly Random _random = new(seed);

    public string Next() => Header(isMessage: true, 0, out var type) + "\r\n" + Body(type, 0);

    private string Header(bool isMessage, int depth, out string type)
    {
        var fields = new List<string>();
        if (isMessage)
        {
            foreach (var name in (string[])["From", "To", "Cc", "Bcc", "Reply-To", "Sender"])
            {
                if (_random.Next(2) == 0)
                    fields.Add($"{name}: {string.Join(", ", Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Any(Addresses)))}");
            }

            fields.Add("Subject: " + Any("x", "two words", "=?utf-8?q?=C3=A4?=", "folded\r\n more", "\"q\" \\ b", "Re: x"));
            fields.Add("Date: " + Any("Mon, 2 Nov 2026 10:00:00 +0100", "Tue, 3 Nov 2026 23:30:00 -0800", "Sun, 1 Nov 2026 00:10:00 +0000"));
            fields.Add($"Message-ID: <{_random.Next(5)}@x>");
            if (_random.Next(3) == 0)
                fields.Add($"In-Reply-To: <{_random.Next(5)}@x>");
        }

        type = (depth < 3 ? _random.Next(10) : 9) switch { 0 => "message/rfc822", 1 or 2 or 3 => $"multipart/{Any("mixed", "alternative")}; boundary=b{_random.Next(1000)}", _ => Any(Types) };
        if (isMessage || _random.Next(3) > 0)
            fields.Add("Content-Type: " + type);
        else
            type = "text/plain";
        if (!type.StartsWith('m') && _random.Next(3) == 0)
            fields.Add("Content-Transfer-Encoding: " + Any("quoted-printable", "8bit", "7bit"));
        if (_random.Next(4) == 0)
            fields.Add("Content-Disposition: " + Any("attachment", "inline; filename=a", "ATTACHMENT; filename=\"b c\"; size=3"));
        if (_random.Next(5) == 0)
            fields.Add("Content-ID: <i@d>");
        if (_random.Next(6) == 0)
            fields.Add("Content-Description: d \"x\"");
        if (_random.Next(8) == 0)
            fields.Add("Content-Language: " + Any("en", "de"));
        return string.Concat(fields.OrderBy(_ => _random.Next()).Select(field => field + "\r\n"));
    }

    private string Body(string type, int depth)
    {
        if (type == "message/rfc822")
            return Header(isMessage: true, depth + 1, out var inner) + "\r\n" + Body(inner, depth + 1);
        if (!type.StartsWith("multipart/", StringComparison.Ordinal))
            return Any("", "line\r\n", "two\r\nlines", "needle\r\n", "a\r\n\r\nb\r\n");

        var boundary = type[(type.IndexOf('=', StringComparison.Ordinal) + 1)..];
        var text = Any("", "preamble\r\n");
        for (var parts = _random.Next(1, 4); parts > 0; parts--)
            text += $"--{boundary}\r\n{Header(isMessage: false, depth + 1, out var part)}\r\n{Body(part, depth + 1)}\r\n";
        return text + Any($"--{boundary}--\r\n", $"--{boundary}--\r\nepilogue\r\n", $"--{boundary}--");
    }

    private string Any(params string[] choices) => choices[_random.Next(choices.Length)];
}
