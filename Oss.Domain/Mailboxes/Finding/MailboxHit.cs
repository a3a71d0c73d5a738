using System.Buffers.Text;
using System.Text;

namespace Oss.Domain.Mailboxes.Finding;

/// <summary>A mailbox found.</summary>
/// <param name="MailboxId">Which.</param>
/// <param name="Place">Where it stands among all found.</param>
/// <param name="Matched">The further address that was looked for.</param>
internal sealed record MailboxHit(Guid MailboxId, HitPlace Place, string? Matched = null);

/// <summary>Where a hit stands: by what it was found, and where in the order of that index.</summary>
/// <param name="By">By what.</param>
/// <param name="Outer">The key in the index, or the key of what it belongs to.</param>
/// <param name="Inner">The id that tells hits of one key apart, or the key among what belongs together.</param>
internal readonly record struct HitPlace(FoundBy By, string Outer, string Inner)
{
    private const char Border = '\n';

    /// <summary>Reads a cursor; <see langword="null"/> when it is none.</summary>
    public static HitPlace? TryParse(string? cursor)
    {
        if (cursor is null || !Base64Url.IsValid(cursor))
            return null;

        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(Border) is [var by, .. var outer, var inner] && Enum.TryParse<FoundBy>(by, out var known) && Enum.IsDefined(known)
            ? new HitPlace(known, string.Join(Border, outer), inner)
            : null;
    }

    /// <summary>As a cursor.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{By:D}{Border}{Outer}{Border}{Inner}"));
}

/// <summary>By what a mailbox can be found, in the order in which hits are shown.</summary>
internal enum FoundBy
{
    /// <summary>By the beginning of its primary address.</summary>
    Address,

    /// <summary>By the beginning of another of its addresses.</summary>
    FurtherAddress,

    /// <summary>By the beginning of the domain that its primary address is in.</summary>
    Domain,

    /// <summary>By the beginning of a domain that another of its addresses is in.</summary>
    FurtherDomain,

    /// <summary>By the beginning of a word of its name.</summary>
    Name,

    /// <summary>By the beginning of its contract's number.</summary>
    Contract,

    /// <summary>By the beginning of its customer's number.</summary>
    TenantNumber,

    /// <summary>By the beginning of a word of its customer's name.</summary>
    TenantName,
}
