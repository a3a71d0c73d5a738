using Microsoft.EntityFrameworkCore;
using Oss.Domain.Persistence;

namespace Oss.Domain.Addresses;

/// <summary>Finds what people call by another name of a domain: customers go on saying the former one for years.</summary>
internal static class OriginalName
{
    /// <summary>The same text under the domain's own name; <see langword="null"/> when it names no domain that is another name of one.</summary>
    /// <param name="db">The database.</param>
    /// <param name="text">An address, or <c>@</c> and a domain.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static async Task<string?> OfAsync(OssDbContext db, string text, CancellationToken cancellationToken)
    {
        var at = text.LastIndexOf('@');
        if (at < 0 || DomainName.TryParse(text[(at + 1)..].Trim()) is not { Value: var name })
            return null;

        return await db.MailDomains.Where(d => d.Name == name && d.AliasOf != null).Select(d => d.AliasOf!.Name).FirstOrDefaultAsync(cancellationToken) is { } original
            ? EmailAddress.TryParse(text)?.Value is { } whole ? $"{whole[..whole.LastIndexOf('@')]}@{original}" : $"{text[..at].Trim()}@{original}"
            : null;
    }
}
