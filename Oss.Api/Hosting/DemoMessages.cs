using System.Globalization;
using System.Text;
using MimeKit;
using MimeKit.Utils;

namespace Oss.Api.Hosting;

/// <summary>One message to deliver.</summary>
internal sealed record DemoMessage(string EnvelopeSender, string Recipient, MimeMessage Message);

/// <summary>Messages like those that people get: enough to look around in a mail client.</summary>
internal static class DemoMessages
{
    private const string Anna = "anna@demo.example";
    private const string Jörg = "jörg@demo.example";
    private const string Support = "info@demo.example";

    private static readonly CultureInfo German = CultureInfo.GetCultureInfo("de-DE");

    public static IReadOnlyList<DemoMessage> At(DateTimeOffset now) =>
    [
        To(Anna, Welcome(now.AddDays(-9))),
        To(Anna, Invoice(now.AddDays(-6))),
        To(Anna, Newsletter(now.AddDays(-3))),
        To(Anna, Forward(now.AddDays(-2))),
        To(Jörg, Reply(now.AddDays(-1))),
        To(Support, Complaint(now.AddHours(-5))),
        To(Support, Image(now.AddHours(-1))),
    ];

    private static DemoMessage To(string recipient, MimeMessage message)
    {
        message.To.Add(MailboxAddress.Parse(recipient));
        message.Prepare(EncodingConstraint.EightBit);
        message.MessageId = MimeUtils.GenerateMessageId("demo.example");
        return new DemoMessage(message.From.Mailboxes.Single().Address, recipient, message);
    }

    private static MimeMessage Message(string name, string from, string subject, DateTimeOffset date, MimeEntity body)
    {
        var message = new MimeMessage { Subject = subject, Date = date, Body = body };
        message.From.Add(new MailboxAddress(name, from));
        return message;
    }

    private static TextPart Plain(string text) => new("plain") { Text = text };

    private static MimeMessage Welcome(DateTimeOffset date) => Message(
        "Ihr Postfach", "willkommen@isp.example", "Willkommen in Ihrem neuen Postfach", date, Plain(
            "Guten Tag Frau Müller,\r\n\r\nIhr Postfach ist eingerichtet. Unter anna.mueller@demo.example erreicht man Sie auch.\r\n\r\nViele Grüße aus Köln\r\n"));

    // A German invoice: umlauts in the subject, in the file's name (RFC 2231) and in the sum's company.
    private static MimeMessage Invoice(DateTimeOffset date)
    {
        var number = date.ToString("yyyy-MM", German);
        var file = new MimePart("text", "csv")
        {
            FileName = $"Rechnung für Bäckerei Müller {number}.csv",
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            ContentTransferEncoding = ContentEncoding.Base64,
            Content = new MimeContent(new MemoryStream(Encoding.UTF8.GetBytes("Position;Menge;Einzelpreis;Summe\r\nWeizenmehl 25 kg;12;18,90 €;226,80 €\r\nRübenzucker 10 kg;3;9,50 €;28,50 €\r\n"))),
        };
        file.ContentDisposition.FileName = file.FileName;
        return Message("Großmühle Löwenherz GmbH", "rechnung@muehle.example", $"Ihre Rechnung {number} über 255,30 €", date, new Multipart("mixed")
        {
            Plain("Sehr geehrte Frau Müller,\r\n\r\nanbei unsere Rechnung. Bitte überweisen Sie 255,30 € bis zum Monatsende.\r\n\r\nMit freundlichen Grüßen\r\nJürgen Löwenherz\r\n"),
            file,
        });
    }

    private static MimeMessage Newsletter(DateTimeOffset date)
    {
        var message = Message("Backstube heute", "newsletter@backstube.example", "🥨 Fünf Brote für den Herbst", date, new MultipartAlternative
        {
            Plain("Fünf Brote für den Herbst\r\n\r\n* Kürbiskernbrot\r\n* Walnuss-Sauerteig\r\n\r\nAbbestellen: https://backstube.example/ab\r\n"),
            new TextPart("html") { Text = "<h1>Fünf Brote für den Herbst</h1><ul><li>Kürbiskernbrot</li><li>Walnuss-Sauerteig</li></ul><p><a href=\"https://backstube.example/ab\">Abbestellen</a></p>" },
        });
        message.Headers.Add("List-Id", "Backstube heute <heute.backstube.example>");
        message.Headers.Add("List-Unsubscribe", "<https://backstube.example/ab>");
        message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        message.Headers.Add("Precedence", "bulk");
        return message;
    }

    // A message in a message in a message.
    private static MimeMessage Forward(DateTimeOffset date)
    {
        var first = Message("Familie Çelik", "celik@nachbar.example", "Torte zum 80. Geburtstag", date.AddDays(-2), Plain("Liebe Bäckerei,\r\n\r\nkönnten Sie zum Samstag eine Schwarzwälder Kirschtorte für 20 Personen machen?\r\n"));
        var second = Message("Filiale Süd", "sued@filiale.example", "WG: Torte zum 80. Geburtstag", date.AddDays(-1), new Multipart("mixed") { Plain("Schafft ihr das?\r\n"), new MessagePart { Message = first } });
        return Message("Filiale Nord", "nord@filiale.example", "WG: WG: Torte zum 80. Geburtstag", date, new Multipart("mixed") { Plain("Wir nicht, du vielleicht?\r\n"), new MessagePart { Message = second } });
    }

    private static MimeMessage Reply(DateTimeOffset date)
    {
        var message = Message("Anna Müller", "anna.mueller@elsewhere.example", "Re: Schichtplan", date, Plain("> Wer übernimmt Sonntag?\r\n\r\nIch nicht.\r\n. (Das war ein Punkt am Anfang einer Zeile.)\r\n-- \r\nAnna\r\n"));
        message.InReplyTo = "schichtplan@demo.example";
        message.References.Add("schichtplan@demo.example");
        return message;
    }

    private static MimeMessage Complaint(DateTimeOffset date) => Message(
        "José García", "jose@kunde.example", "Mein Brötchen war zu dunkel", date, Plain("Hallo,\r\n\r\nmein Brötchen war heute früh leider verbrannt.\r\n\r\nGrüße\r\nJosé\r\n"));

    private static MimeMessage Image(DateTimeOffset date)
    {
        // A PNG of one transparent pixel.
        var pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");
        var picture = new MimePart("image", "png")
        {
            ContentId = "bild@kunde.example", ContentDisposition = new ContentDisposition(ContentDisposition.Inline),
            ContentTransferEncoding = ContentEncoding.Base64, Content = new MimeContent(new MemoryStream(pixel)),
        };
        return Message("José García", "jose@kunde.example", "Re: Mein Brötchen war zu dunkel (mit Bild)", date, new MultipartRelated
        {
            new TextPart("html") { Text = "<p>Hier das Bild:</p><img src=\"cid:bild@kunde.example\" alt=\"Brötchen\">" },
            picture,
        });
    }
}
