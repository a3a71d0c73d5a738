using System.Globalization;
using System.Text;

namespace Oss.MailEngine.Delivery;

/// <summary>The message by which a user learns that storage runs out, before the first sender is refused. In both languages of the platform: nobody knows which the user reads.</summary>
internal static class QuotaWarning
{
    /// <summary>The message, complete.</summary>
    public static byte[] Write(QuotaNotice notice, string hostName, DateTimeOffset now)
    {
        var (used, limit) = (Amount(notice.Used, notice.Resource), Amount(notice.Limit, notice.Resource));
        var shared = notice.Pool is not null;
        return Encoding.UTF8.GetBytes($"""
            Date: {DeliveryPipeline.Date(now)}
            From: "Mail Delivery System" <MAILER-DAEMON@{hostName}>
            To: <{notice.Mailbox.CanonicalName}>
            Message-ID: <{Guid.CreateVersion7(now):N}@{hostName}>
            Subject: =?utf-8?q?Ihr_Postfach_ist_zu_{notice.Percent}_=25_voll?= / Your mailbox is {notice.Percent}% full
            Auto-Submitted: auto-generated
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            {(shared ? "Der Speicher, den sich die Postfächer Ihres Vertrags teilen," : "Der Speicher Ihres Postfachs")} ist zu {notice.Percent} % belegt: {used} von {limit}.
            Ist er voll, wird neue Post abgewiesen. Löschen Sie, was Sie nicht mehr brauchen,
            und leeren Sie den Papierkorb.

            {(shared ? "The storage that the mailboxes of your contract share" : "The storage of your mailbox")} is {notice.Percent}% full: {used} of {limit}.
            When it is full, new mail is refused. Delete what you do not need any more,
            and empty the trash.

            """.ReplaceLineEndings("\r\n"));
    }

    private static string Amount(long amount, QuotaResource resource) => resource == QuotaResource.Messages
        ? amount.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{amount / (1024.0 * 1024):0.#} MB");
}
