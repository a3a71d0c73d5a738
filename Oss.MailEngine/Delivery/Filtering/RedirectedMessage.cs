using System.Security.Cryptography;
using System.Text;
using Oss.MailEngine.Sieve.Messages;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>A message passed on by <c>redirect</c>: as it came, without our Return-Path, with a field that says from where, by which a circle is seen.</summary>
internal static class RedirectedMessage
{
    /// <summary>The field that Pigeonhole writes as well, so that a circle through both is seen by either.</summary>
    private const string Field = "X-Sieve-Redirected-From";

    /// <summary>Mailboxes that may pass a message on, one after the other.</summary>
    private const int MaxRedirects = 10;

    /// <summary>How long the same message is not passed on to the same address again.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(12);

    /// <summary>The same for a message of which nobody can say whether it is the same: long enough to end what mailboxes that pass mail on to each other make of one.</summary>
    private static readonly TimeSpan ShortMemory = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Which message is passed on, and where to. With a Message-ID it is that and the date: devices that give all their messages one id lose none. Without one it is what its author wrote. Two messages that have
    /// neither id nor date may be the same and may be two: the second is not passed on, and stays here (<see cref="RedirectKey.IsCertain"/>).
    /// </summary>
    public static RedirectKey KeyOf(SieveMessage message, string address)
    {
        var (id, date) = (message.Header("Message-ID")?.Trim() ?? "", message.Header("Date")?.Trim() ?? "");
        if (id.Length > 0)
            return new RedirectKey($"redirect\n{address}\n{id}{(date.Length > 0 ? "\n" + date : "")}", Memory, IsCertain: true);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var field in message.Fields.Where(field => Array.Exists(Written, field.Is)))
            hash.AppendData(field.Octets.Span);
        hash.AppendData(message.Body.Span);
        return new RedirectKey($"redirect\n{address}\n\n{Convert.ToHexString(hash.GetHashAndReset())}", date.Length > 0 ? Memory : ShortMemory, IsCertain: date.Length > 0);
    }

    // The fields of an author (RFC 5322 3.6), and none that a server on the way adds.
    private static readonly string[] Written = ["Date", "From", "Sender", "Reply-To", "To", "Cc", "Subject"];

    /// <summary>By which name a message that is passed on is in the queue: the same one when it comes again because the node was killed before it noted that it had passed it on.</summary>
    /// <param name="mailbox">Whose script passes it on.</param>
    /// <param name="key">Which message, and where to.</param>
    public static Guid QueueId(Guid mailbox, string key)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{mailbox:N}\n{key}"), hash);
        // RFC 9562 5.8: a UUID of one's own making.
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    public static bool GoesInCircles(SieveMessage message, string mailbox)
    {
        var before = message.FieldsNamed(Field).ToList();
        return before.Count >= MaxRedirects || before.Exists(f => f.Value.Equals(mailbox, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What a message that was stored by IMAP needs to be sent (RFC 6785 3.4): a trace field, by which a circle is counted (RFC 5228 4.2), and what RFC 5322 3.6 asks of every message.</summary>
    public static string Submitted(SieveMessage message, string owner, string host, DateTimeOffset now)
    {
        var fields = new StringBuilder($"Received: by {host} (sieve at IMAP);\r\n\t{SieveDelivery.Date(now)}\r\n");
        if (message.Header("From") is null)
            fields.Append("From: <").Append(owner).Append(">\r\n");
        if (message.Header("Date") is null)
            fields.Append("Date: ").Append(SieveDelivery.Date(now)).Append("\r\n");
        if (message.Header("Message-ID") is null)
            fields.Append("Message-ID: <").Append(Guid.CreateVersion7(now).ToString("N")).Append('@').Append(host).Append(">\r\n");
        return fields.ToString();
    }

    public static async Task WriteAsync(SieveMessage message, string mailbox, string before, SpooledMessage target, CancellationToken cancellationToken)
    {
        await target.WriteAsync(Encoding.UTF8.GetBytes($"{before}{Field}: {mailbox}\r\n"), cancellationToken);
        foreach (var field in message.Fields.Where(f => !f.Is("Return-Path")))
            await target.WriteAsync(field.Octets, cancellationToken);
        await target.WriteAsync("\r\n"u8.ToArray(), cancellationToken);
        await target.WriteAsync(message.Body, cancellationToken);
        await target.CompleteAsync(cancellationToken);
    }
}

/// <summary>A message and where it is passed on to, as it is remembered.</summary>
/// <param name="Value">The key.</param>
/// <param name="Memory">For how long.</param>
/// <param name="IsCertain">Whether another message of this key is the same one.</param>
internal sealed record RedirectKey(string Value, TimeSpan Memory, bool IsCertain);
