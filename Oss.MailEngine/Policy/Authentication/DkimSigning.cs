using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Security;
using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Policy.Authentication;

/// <summary>Signs what users send (RFC 6376), by each of the domain's keys: who verifies takes the one it knows (RFC 8463 3).</summary>
internal static class DkimSigning
{
    // What a reader sees or a program acts upon (RFC 6376 5.4.1). A field that is not there is not signed, so that a list may add it.
    private static readonly string[] Fields =
    [
        "From", "To", "Cc", "Subject", "Date", "Message-ID", "Reply-To", "In-Reply-To", "References", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Content-ID",
        "Sender", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted", "TLS-Required", "TLS-Report-Domain", "TLS-Report-Submitter",
    ];

    /// <summary>The domain of the From field; <see langword="null"/> when there is not one.</summary>
    public static (string Address, string Domain)? AuthorOf(MimeMessage message)
    {
        if (message.Headers.Count(h => h.Id == HeaderId.From) != 1 || message.From.Mailboxes.Select(m => m.Address).ToList() is not [{ } address])
            return null;
        return PolicyFacts.DomainOf(address) is { Length: > 0 } domain ? (address, domain) : null;
    }

    /// <summary>The same of a message of which only the header is read; what the whole would say, at a fraction of the cost where it is not signed in the end.</summary>
    public static (string Address, string Domain)? AuthorOf(HeaderList header)
    {
        using var alone = new MimeMessage(header);
        return AuthorOf(alone);
    }

    /// <summary>The signature fields, for the beginning of the message.</summary>
    /// <exception cref="FormatException">A key cannot be read.</exception>
    public static string Sign(MimeMessage message, string domain, IReadOnlyList<DkimSigningKey> keys)
    {
        var names = Fields.Where(name => message.Headers.Contains(name) || (message.Body?.Headers.Contains(name) ?? false)).ToList();
        // Signed once more than it is there: nobody adds a second one that readers would be shown instead (RFC 6376 8.15).
        names.Add("From");
        var fields = new StringBuilder();
        foreach (var key in keys)
        {
            var signer = SignerOf(domain, key);
            signer.Sign(FormatOptions.Default, message, names);
            var signature = message.Headers[0];
            fields.Append(signature.Field).Append(':').Append(Encoding.ASCII.GetString(signature.RawValue).ReplaceLineEndings("\r\n"));
            message.Headers.RemoveAt(0);
        }

        return fields.ToString();
    }

    private static DkimSigner SignerOf(string domain, DkimSigningKey key)
    {
        try
        {
            var pem = PemEncoding.Find(key.PrivateKey);
            var octets = Convert.FromBase64String(key.PrivateKey[pem.Base64Data]);
            var algorithm = key.Algorithm == DkimAlgorithm.Ed25519Sha256 ? DkimSignatureAlgorithm.Ed25519Sha256 : DkimSignatureAlgorithm.RsaSha256;
            return new DkimSigner(PrivateKeyFactory.CreateKey(octets), domain, key.Selector, algorithm)
            {
                HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed, BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed, AgentOrUserIdentifier = "@" + domain,
            };
        }
        catch (Exception e) when (e is ArgumentException or IOException or SecurityUtilityException or InvalidCastException)
        {
            throw new FormatException($"The {key} of {domain} cannot be read.");
        }
    }
}
