using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Oss.MailEngine.Lookups;

namespace Oss.MailEngine.Policy.Authentication;

/// <summary>Public keys from DNS (RFC 6376 3.6.2), for DKIM and ARC. How a look-up failed is kept: that DNS is away is no fault of the message.</summary>
internal sealed class DkimKeys(MailDns dns) : DkimPublicKeyLocatorBase
{
    /// <summary>Look-ups for one message.</summary>
    private const int MaxLookUps = 30;

    private int _lookUps;

    /// <summary>Why the last look-up gave no key; empty when it gave one.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Whether it may succeed some other time.</summary>
    public bool IsUnavailable { get; private set; }

    /// <summary>Whether the domain only tries things out (<c>t=y</c>).</summary>
    public bool IsTesting { get; private set; }

    /// <summary>Whether the signature may not speak for subdomains (<c>t=s</c>).</summary>
    public bool IsStrict { get; private set; }

    public override AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
        LocatePublicKeyAsync(methods, domain, selector, cancellationToken).GetAwaiter().GetResult();

    public override async Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default)
    {
        (Problem, IsUnavailable, IsTesting, IsStrict) = ("", false, false, false);
        if (++_lookUps > MaxLookUps)
            throw Failed("too many signatures");

        var answer = await dns.TextAsync($"{selector}._domainkey.{domain}", cancellationToken);
        if (answer.IsUnavailable)
        {
            IsUnavailable = true;
            throw Failed("DNS does not answer");
        }

        // Several records give undefined results; the first that is a key is taken, as verifiers do.
        foreach (var text in answer.Records)
        {
            var tags = TagList.Parse(text);
            if (tags.TryGetValue("v", out var version) && version != "DKIM1")
                continue;
            if (tags.GetValueOrDefault("p") is not { Length: > 0 })
                throw Failed("the key was revoked");
            if (tags.TryGetValue("s", out var services) && !services.Split(':').Any(s => s.Trim() is "*" or "email"))
                continue;
            if (tags.TryGetValue("h", out var hashes) && !hashes.Split(':').Any(h => h.Trim() == "sha256"))
                throw Failed("the key is not for sha256");

            var flags = tags.GetValueOrDefault("t", "").Split(':').Select(f => f.Trim()).ToList();
            (IsTesting, IsStrict) = (flags.Contains("y"), flags.Contains("s"));
            try
            {
                return GetPublicKey(text);
            }
            catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or IOException or InvalidCastException)
            {
                throw Failed("the key cannot be read");
            }
        }

        throw Failed("there is no key");
    }

    private FormatException Failed(string problem)
    {
        Problem = problem;
        return new FormatException(problem);
    }
}
