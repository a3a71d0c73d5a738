using System.Security.Cryptography;
using MimeKit;
using MimeKit.Cryptography;

namespace Oss.MailEngine.Policy.Authentication;

/// <summary>What was found out of where a message comes from, and the field that says so (RFC 8601).</summary>
internal sealed record MessageAuthentication(SpfOutcome Spf, IReadOnlyList<DkimOutcome> Dkim, DmarcOutcome Dmarc, string Arc, ReverseName ReverseName)
{
    /// <summary>Each hop costs two look-ups and two signatures; RFC 8617 4.2.1 allows fifty, mail that people send has two.</summary>
    private const int MaxSeals = 10;

    /// <summary>Why a message counts as it does when it cannot be read as one.</summary>
    private static readonly DmarcOutcome Unreadable = new("permerror", "", DmarcPolicy.None, "the message cannot be read");

    /// <summary>Looks everything up.</summary>
    /// <param name="facts">The client and the envelope.</param>
    /// <param name="content">The message as it came.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<MessageAuthentication> RunAsync(PolicyFacts facts, Stream content, CancellationToken cancellationToken)
    {
        var (spf, reverse) = (facts.SpfAsync(), facts.ReverseNameAsync());
        IReadOnlyList<DkimOutcome> dkim = [];
        var (dmarc, arc) = (Unreadable, "none");
        try
        {
            // Persistent: the message's body stays in its file, whatever its size.
            using var message = await MimeMessage.LoadAsync(content, persistent: true, cancellationToken);
            dkim = await DkimVerification.VerifyAsync(message, facts.Services.Dns, facts.Services.Time.GetUtcNow(), cancellationToken);
            dmarc = await DmarcOutcome.EvaluateAsync(message, await spf, dkim, facts.Services.Dns, RandomNumberGenerator.GetInt32(100), cancellationToken);
            arc = await ArcAsync(message, facts, cancellationToken);
        }
        catch (FormatException)
        {
            // No message at all; it has nothing that could be verified.
        }

        return new MessageAuthentication(await spf, dkim, dmarc, arc, await reverse);
    }

    /// <summary>The field, for the beginning of the message.</summary>
    public string Field(string hostName, PolicyFacts facts)
    {
        List<string> results =
        [
            $"iprev={(ReverseName.IsConfirmed ? "pass" : ReverseName.IsUnavailable ? "temperror" : "fail")} policy.iprev={Value(facts.Client?.ToString() ?? "")}",
            $"spf={Spf.Result.ToString().ToLowerInvariant()}{Reason(Spf.Reason)} {(Spf.IsOfHelo ? $"smtp.helo={Value(facts.Helo)}" : $"smtp.mailfrom={Value(facts.Sender)}")}",
            .. Dkim.Select(d => $"dkim={d.Result}{Reason(d.Reason)} header.d={Value(d.Domain)} header.s={Value(d.Selector)} header.a={Value(d.Algorithm)} header.b={Value(d.Mark)}").DefaultIfEmpty("dkim=none"),
            $"dmarc={Dmarc.Result}{Reason(Dmarc.Reason)}{(Dmarc.Published is { } p ? $" policy.published={p.ToString().ToLowerInvariant()}" : "")}{(Dmarc.Domain.Length > 0 ? $" header.from={Value(Dmarc.Domain)}" : "")}",
            $"arc={Arc}",
        ];
        return $"Authentication-Results: {hostName};\r\n\t{string.Join(";\r\n\t", results)}\r\n";
    }

    private static async Task<string> ArcAsync(MimeMessage message, PolicyFacts facts, CancellationToken cancellationToken)
    {
        var seals = message.Headers.Count(h => h.Id == HeaderId.ArcSeal);
        if (seals is 0 or > MaxSeals)
            return seals == 0 ? "none" : "fail";

        var keys = new DkimKeys(facts.Services.Dns);
        try
        {
            var result = await new ArcVerifier(keys) { MinimumRsaKeyLength = 1024 }.VerifyAsync(message, cancellationToken);
            return result.Chain switch { ArcSignatureValidationResult.Pass => "pass", ArcSignatureValidationResult.None => "none", _ => "fail" };
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or NotSupportedException or InvalidCastException or Org.BouncyCastle.Crypto.CryptoException)
        {
            return "fail";
        }
    }

    private static string Reason(string reason) => reason.Length == 0 ? "" : $" reason=\"{reason}\"";

    // Strangers wrote these: as a token where they are one, else quoted, and never with what could end a field.
    private static string Value(string text)
    {
        var clean = new string([.. text.Where(c => c is >= ' ' and not '\x7f').Take(300)]);
        return clean.Length > 0 && clean.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`{|}~@".Contains(c, StringComparison.Ordinal))
            ? clean
            : $"\"{clean.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
