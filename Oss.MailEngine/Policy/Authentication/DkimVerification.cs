using System.Globalization;
using MimeKit;
using MimeKit.Cryptography;
using Oss.MailEngine.Lookups;

namespace Oss.MailEngine.Policy.Authentication;

/// <summary>What became of one signature (RFC 8601 2.7.1).</summary>
/// <param name="Result"><c>pass</c>, <c>fail</c>, <c>neutral</c>, <c>policy</c>, <c>temperror</c>, <c>permerror</c>.</param>
/// <param name="Domain">Who signed (<c>d=</c>), in lower case.</param>
/// <param name="Selector">Which key.</param>
/// <param name="Algorithm">As given, in lower case.</param>
/// <param name="Reason">Why; ours, nothing a stranger wrote.</param>
internal sealed record DkimOutcome(string Result, string Domain, string Selector, string Algorithm, string Reason)
{
    /// <summary>The beginning of the signature, which tells it from others of the same key (RFC 6008).</summary>
    public string Mark { get; init; } = "";

    public bool IsPass => Result == "pass";
}

/// <summary>The signatures of a message (RFC 6376, 8301, 8463).</summary>
internal static class DkimVerification
{
    /// <summary>Signatures looked at; each costs a look-up and a hash of the whole message.</summary>
    public const int MaxSignatures = 8;

    private const int MinRsaBits = 1024;

    public static async Task<IReadOnlyList<DkimOutcome>> VerifyAsync(MimeMessage message, MailDns dns, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outcomes = new List<DkimOutcome>();
        foreach (var signature in message.Headers.Where(h => h.Id == HeaderId.DkimSignature).Take(MaxSignatures))
            outcomes.Add(await VerifyAsync(message, signature, dns, now, cancellationToken));
        return outcomes;
    }

    private static async Task<DkimOutcome> VerifyAsync(MimeMessage message, Header signature, MailDns dns, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var tags = TagList.Parse(signature.Value);
        var (domain, selector, algorithm) = (Name(tags, "d").ToLowerInvariant(), Name(tags, "s"), Name(tags, "a").ToLowerInvariant());
        var value = string.Concat(Name(tags, "b").Where(c => !char.IsWhiteSpace(c)));
        DkimOutcome Outcome(string result, string reason) => new(result, domain, selector, algorithm, reason) { Mark = value[..Math.Min(8, value.Length)] };
        if (domain.Length == 0 || selector.Length == 0 || value.Length == 0)
            return Outcome("permerror", "a tag is missing");
        if (algorithm is not ("rsa-sha256" or "ed25519-sha256"))
            return Outcome(algorithm == "rsa-sha1" ? "policy" : "permerror", "the algorithm is not taken");
        if (Seconds(tags, "x") is { } expiry && expiry < now.ToUnixTimeSeconds())
            return Outcome("fail", "the signature has expired");
        // What is not signed can be anybody's: a signature over a part of the body says nothing about what the reader sees (RFC 6376 8.2).
        if (tags.ContainsKey("l"))
            return Outcome("policy", "the signature does not cover the whole body");

        var keys = new DkimKeys(dns);
        try
        {
            var verifier = new DkimVerifier(keys) { MinimumRsaKeyLength = MinRsaBits };
            var isGood = await verifier.VerifyAsync(message, signature, cancellationToken);
            if (isGood && keys.IsStrict && tags.TryGetValue("i", out var identity) && !identity[(identity.LastIndexOf('@') + 1)..].Equals(domain, StringComparison.OrdinalIgnoreCase))
                return Outcome("fail", "the key is not for subdomains");
            return Outcome(isGood ? "pass" : "fail", isGood ? (keys.IsTesting ? "testing" : "") : "the signature or the body's hash differs");
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or NotSupportedException or InvalidCastException or Org.BouncyCastle.Crypto.CryptoException)
        {
            return Outcome(keys.IsUnavailable ? "temperror" : "permerror", keys.Problem.Length > 0 ? keys.Problem : "the signature cannot be read");
        }
    }

    private static string Name(Dictionary<string, string> tags, string tag) => tags.GetValueOrDefault(tag, "");

    private static long? Seconds(Dictionary<string, string> tags, string tag) =>
        tags.TryGetValue(tag, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}
