using System.Security.Cryptography;
using System.Text;

namespace Oss.MailEngine.Queue;

/// <summary>
/// The Sender Rewriting Scheme. A forward sends somebody else's mail from here, which that somebody's SPF does not allow; so the sender becomes an address of ours,
/// <c>SRS0=hash=day=domain=local@here</c>, that leads back to the true one. A sender that another forwarder rewrote becomes <c>SRS1=hash=forwarder==rest@here</c>, which leads back to that
/// forwarder in one hop. The hash keeps others from making such addresses and having us relay to wherever they like; the day ends their life.
/// </summary>
internal sealed class SenderRewriting(string domain, Func<byte[]> secret, TimeProvider time)
{
    // Read when it is first needed: a node that forwards nothing makes none.
    private readonly Lazy<byte[]> _secret = new(secret);

    private const int HashLength = 8;
    private const int Days = 21;
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The sender to forward with; the null sender stays.</summary>
    public string Forward(string sender)
    {
        var at = sender.LastIndexOf('@');
        if (at < 1 || sender.AsSpan(at + 1).Equals(domain, StringComparison.OrdinalIgnoreCase))
            return sender;

        var (local, host) = (sender[..at], sender[(at + 1)..]);
        string rewritten;
        if (IsTagged(local, "SRS1") && local[5..].Split('=', 3) is [_, var first, var rest])
            rewritten = $"SRS1={Hash(first, rest)}={first}={rest}";
        else if (IsTagged(local, "SRS0"))
            rewritten = $"SRS1={Hash(host, "=" + local[5..])}={host}=={local[5..]}";
        else
        {
            var day = Day(Today);
            rewritten = $"SRS0={Hash(day, host, local)}={day}={host}={local}";
        }

        // A local part may get longer than the 64 octets of RFC 5321 4.5.3.1.1: most servers take it, some do not; the true sender would fail more often. Longer than a path no server takes, this one neither.
        return Encoding.UTF8.GetByteCount(rewritten) + 1 + domain.Length <= Smtp.SmtpPath.MaxAddress ? $"{rewritten}@{domain}" : sender;
    }

    /// <summary>Whether an address is one of ours, valid or not.</summary>
    public bool IsRewritten(string address)
    {
        var at = address.LastIndexOf('@');
        return at > 5 && address.AsSpan(at + 1).Equals(domain, StringComparison.OrdinalIgnoreCase) && (IsTagged(address, "SRS0") || IsTagged(address, "SRS1"));
    }

    /// <summary>The true sender behind a rewritten address; <see langword="null"/> when the address is forged or too old.</summary>
    public string? Reverse(string address)
    {
        if (!IsRewritten(address))
            return null;

        var local = address[5..address.LastIndexOf('@')];
        if (IsTagged(address, "SRS0"))
        {
            return local.Split('=', 4) is [var hash, var day, { Length: > 0 } host, { Length: > 0 } user] && IsRecent(day) && Matches(hash, Hash(day, host, user))
                ? $"{user}@{host}"
                : null;
        }

        return local.Split('=', 3) is [var mark, { Length: > 0 } forwarder, ['=', ..] rest] && Matches(mark, Hash(forwarder, rest)) ? $"SRS0{rest}@{forwarder}" : null;
    }

    private int Today => (int)(time.GetUtcNow().ToUnixTimeSeconds() / 86_400) & 1023;

    private static bool IsTagged(string local, string tag) => local.Length > 5 && local.StartsWith(tag, StringComparison.OrdinalIgnoreCase) && local[4] is '=' or '+' or '-';

    private static string Day(int day) => $"{Digits[day >> 5]}{Digits[day & 31]}";

    private bool IsRecent(string day) =>
        day.Length == 2 && Digits.IndexOf(char.ToUpperInvariant(day[0]), StringComparison.Ordinal) is >= 0 and var high && Digits.IndexOf(char.ToUpperInvariant(day[1]), StringComparison.Ordinal) is >= 0 and var low
        && ((Today - ((high << 5) | low)) & 1023) <= Days;

    // Servers on the way may change the case of a local part; base32 survives that, and so does the hash of what is folded.
    private string Hash(params string[] parts)
    {
        var mac = HMACSHA256.HashData(_secret.Value, Encoding.UTF8.GetBytes(string.Join('\0', parts).ToLowerInvariant()));
        return string.Create(HashLength, mac, static (text, octets) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = Digits[octets[i] & 31];
        });
    }

    private static bool Matches(string given, string made) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given.ToUpperInvariant()), Encoding.UTF8.GetBytes(made));
}
