using System.Globalization;
using System.Text;

namespace Oss.Bench.Load;

/// <summary>Messages that look like people's: varied senders, subjects, threads, multiparts; the same for the same number.</summary>
internal static class Messages
{
    private static readonly string[] Words =
        "the of and to in order mailbox quota invoice meeting Rechnung Grüße Termin Angebot delivery attached please regards router contract network outage ticket update question answer".Split(' ');

    /// <summary>A message of about so many octets, with CR LF line ends.</summary>
    public static byte[] Make(int number, int octets)
    {
        var random = new Random(number);
        var date = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(number * 7 % 500_000);
        var text = new StringBuilder(octets + 1024);
        text.Append(CultureInfo.InvariantCulture, $"Return-Path: <sender{number % 97}@example.org>\r\nReceived: from mx{number % 7}.example.org (mx{number % 7}.example.org [192.0.2.{number % 250}])\r\n\tby in.bench.example with ESMTPS id {number:x8};\r\n\t{date:ddd, dd MMM yyyy HH:mm:ss} +0000\r\n");
        text.Append(CultureInfo.InvariantCulture, $"From: \"Sender {number % 97}\" <sender{number % 97}@example.org>\r\nTo: user@bench.example, \"Team, Support\" <support@bench.example>\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_und?= {Words[random.Next(Words.Length)]} {number}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Date: {date:ddd, dd MMM yyyy HH:mm:ss} +0000\r\nMessage-ID: <{number}.{octets}@example.org>\r\nMIME-Version: 1.0\r\n");
        if (number % 3 > 0)
            text.Append(CultureInfo.InvariantCulture, $"In-Reply-To: <{number - 1}.{octets}@example.org>\r\nReferences: <{number - 2}.{octets}@example.org> <{number - 1}.{octets}@example.org>\r\n");
        var isMultipart = number % 2 == 0;
        text.Append(isMultipart
            ? "Content-Type: multipart/alternative; boundary=\"b-1\"\r\n\r\n--b-1\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            : "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        Fill(text, random, isMultipart ? octets / 2 : octets);
        if (isMultipart)
        {
            text.Append("--b-1\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html><body><p>");
            Fill(text, random, octets);
            text.Append("</p></body></html>\r\n--b-1--\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Fill(StringBuilder text, Random random, int until)
    {
        var line = 0;
        while (text.Length < until)
        {
            var word = Words[random.Next(Words.Length)];
            text.Append(word);
            line += word.Length + 1;
            text.Append(line > 68 ? "\r\n" : " ");
            line = line > 68 ? 0 : line;
        }

        text.Append("\r\n");
    }
}
