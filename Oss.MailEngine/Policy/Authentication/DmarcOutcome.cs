using MimeKit;
using Oss.MailEngine.Lookups;

namespace Oss.MailEngine.Policy.Authentication;

/// <summary>What DMARC says of a message (RFC 7489).</summary>
/// <param name="Result"><c>none</c>, <c>pass</c>, <c>fail</c>, <c>temperror</c> or <c>permerror</c>.</param>
/// <param name="Domain">The domain of the From field; empty when there is not one.</param>
/// <param name="Disposition">What the owner asks for, with the percentage already drawn; <see cref="DmarcPolicy.None"/> for what passed.</param>
/// <param name="Reason">Why there is no result; ours.</param>
internal sealed record DmarcOutcome(string Result, string Domain, DmarcPolicy Disposition, string Reason = "")
{
    /// <summary>The policy as published.</summary>
    public DmarcPolicy? Published { get; init; }

    /// <summary>Holds a message against its From field's domain.</summary>
    /// <param name="message">The message.</param>
    /// <param name="spf">What SPF said.</param>
    /// <param name="dkim">What the signatures are worth.</param>
    /// <param name="dns">Look-ups.</param>
    /// <param name="chance">From 0 to below 100: whether this message is among the percentage that the policy is for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<DmarcOutcome> EvaluateAsync(
        MimeMessage message, SpfOutcome spf, IReadOnlyList<DkimOutcome> dkim, MailDns dns, int chance, CancellationToken cancellationToken)
    {
        if (AuthorOf(message) is not { } author)
            return new DmarcOutcome("permerror", "", DmarcPolicy.None, "not one author's domain");

        var tree = new DmarcTree(dns);
        var walked = await tree.WalkAsync(author, cancellationToken);
        var organization = DmarcTree.OrganizationalDomain(author, walked);
        var own = walked.FirstOrDefault(r => r.Domain == author);
        var record = own ?? walked.FirstOrDefault(r => r.Domain == organization) ?? (walked.Count > 0 ? walked[^1] : null);
        if (record is null)
            return new DmarcOutcome(tree.IsUnavailable ? "temperror" : "none", author, DmarcPolicy.None, tree.IsUnavailable ? "DNS does not answer" : "");

        var policy = own is not null ? record.Policy
            : record.NonExistent is { } forNothing && await tree.IsNonExistentAsync(author, cancellationToken) ? forNothing
            : record.Subdomains ?? record.Policy;
        var isAligned = spf.Result == SpfResult.Pass && await IsAlignedAsync(spf.Domain, record.IsStrictSpf);
        foreach (var signature in dkim.Where(d => d.IsPass))
            isAligned = isAligned || await IsAlignedAsync(signature.Domain, record.IsStrictDkim);
        if (isAligned)
            return new DmarcOutcome("pass", author, DmarcPolicy.None) { Published = policy };

        // What could not be looked up might have passed.
        if (tree.IsUnavailable || spf.Result == SpfResult.TempError || dkim.Any(d => d.Result == "temperror"))
            return new DmarcOutcome("temperror", author, DmarcPolicy.None, "DNS does not answer") { Published = policy };
        var disposition = policy > DmarcPolicy.None && (record.IsTesting || chance >= record.Percent) ? policy - 1 : policy;
        return new DmarcOutcome("fail", author, disposition) { Published = policy };

        async Task<bool> IsAlignedAsync(string domain, bool isStrict)
        {
            if (domain == author)
                return true;
            if (isStrict || (domain != organization && !domain.EndsWith("." + organization, StringComparison.Ordinal)))
                return false;
            return DmarcTree.OrganizationalDomain(domain, await tree.WalkAsync(domain, cancellationToken)) == organization;
        }
    }

    // One From field with addresses of one domain. Of two fields a reader may see the other one; what cannot be told apart is nobody's.
    private static string? AuthorOf(MimeMessage message)
    {
        if (message.Headers.Count(h => h.Id == HeaderId.From) != 1)
            return null;

        var domains = message.From.Mailboxes.Select(m => MailDns.ToAscii(PolicyFacts.DomainOf(m.Address)) ?? "").Distinct().ToList();
        return domains is [{ Length: > 0 } domain] ? domain.TrimEnd('.') : null;
    }
}
