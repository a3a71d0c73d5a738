using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Oss.MailEngine.Policy.Greylisting;

/// <summary>How greylisting goes.</summary>
/// <param name="Wait">Between the first attempt and the one that is let through.</param>
internal sealed record GreylistTerms(TimeSpan Wait)
{
    /// <summary>How long a first attempt counts (RFC 6647 5: a day or more; servers give up after five).</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromDays(2);

    /// <summary>How long what came through is remembered after its last message: a monthly letter is not to wait each time.</summary>
    public TimeSpan Remember { get; init; } = TimeSpan.FromDays(35);

    /// <summary>Different pairs of sender and recipient until a network is known to try again, and is never asked to any more; nought for never.</summary>
    public int After { get; init; } = 5;

    public int BitsV4 { get; init; } = PolicyLimits.NetworkV4;

    public int BitsV6 { get; init; } = PolicyLimits.NetworkV6;
}

/// <summary>What is known of a triplet, or of a network.</summary>
/// <param name="First">Its first attempt.</param>
/// <param name="Last">Its last message that was let through; <see langword="null"/> for none yet.</param>
/// <param name="Passed">Of a network: how many of its triplets were.</param>
internal sealed record GreylistEntry(DateTimeOffset First, DateTimeOffset? Last, int Passed = 0);

/// <summary>Where entries are kept. Thread-safe; what cannot be read or written costs a sender another attempt, and nothing else.</summary>
internal interface IGreylistStore
{
    GreylistEntry? Find(ReadOnlySpan<byte> key);

    /// <returns>Whether it was kept.</returns>
    bool Save(ReadOnlySpan<byte> key, GreylistEntry entry, DateTimeOffset until);
}

/// <summary>
/// Greylisting (RFC 6647): a network that has not yet sent from this sender to this recipient is asked to try again, which servers do and most senders of spam do not. Senders are folded first: what differs from message to message
/// in them (numbers, the recipient in VERP, a rewritten sender's hash) would make each message a first one.
/// </summary>
internal sealed partial class GreylistBook(IGreylistStore store, TimeProvider time)
{
    /// <summary>How long the client has to wait; nothing when it may go on.</summary>
    public TimeSpan Wait(string network, string sender, string recipient, GreylistTerms terms)
    {
        var now = time.GetUtcNow();
        var ofNetwork = Key("network", network, "");
        var known = terms.After > 0 ? store.Find(ofNetwork) : null;
        if (known is { Last: { } last } && last + terms.Remember >= now && known.Passed >= terms.After)
        {
            // Written once in a while only: a large sender would else write for each message.
            if (now - last > TimeSpan.FromHours(1))
                store.Save(ofNetwork, known with { Last = now }, now + terms.Remember);
            return TimeSpan.Zero;
        }

        var triplet = Key(network, Folded(sender), recipient);
        var entry = store.Find(triplet);
        if (entry is { Last: { } passed } && passed + terms.Remember >= now)
        {
            if (now - passed > TimeSpan.FromHours(1))
                store.Save(triplet, entry with { Last = now }, now + terms.Remember);
            return TimeSpan.Zero;
        }

        if (entry is null or { Last: not null } || entry.First + terms.Within < now)
        {
            // What cannot be remembered must not be asked for again and again.
            if (!store.Save(triplet, new GreylistEntry(now, null), now + terms.Within))
                return TimeSpan.Zero;
            return terms.Wait;
        }

        if (entry.First + terms.Wait > now)
            return entry.First + terms.Wait - now;

        store.Save(triplet, entry with { Last = now }, now + terms.Remember);
        if (terms.After > 0)
            store.Save(ofNetwork, new GreylistEntry(known?.First ?? now, now, (known?.Last + terms.Remember >= now ? known!.Passed : 0) + 1), now + terms.Remember);
        return TimeSpan.Zero;
    }

    private static byte[] Key(string network, string sender, string recipient) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{network}\0{sender}\0{recipient}".ToLowerInvariant()));

    private static string Folded(string sender)
    {
        var at = sender.LastIndexOf('@');
        if (at < 0)
            return sender;

        var local = sender[..at];
        // What is behind a plus or an equals sign names the recipient or the message.
        var tag = local.AsSpan().IndexOfAny('+', '=');
        return Digits().Replace(tag > 0 ? local[..tag] : local, "#") + sender[at..];
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
