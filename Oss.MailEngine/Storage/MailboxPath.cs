using System.Security.Cryptography;
using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// Where a mailbox lies on its volume: two levels of directories named by the first two and the first four hex digits of the MD5 of the
/// canonical name, as in <c>29/29d6/crohmann@netcologne.de</c>. 256 directories a level, an even spread, and no database row
/// needed to find it. MD5 is a spreading function here and protects nothing.
/// </summary>
internal static class MailboxPath
{
    /// <summary>Octets of one file name on every Linux file system.</summary>
    private const int MaxNameOctets = 255;

    public static string Relative(string canonicalName)
    {
        var octets = Encoding.UTF8.GetBytes(canonicalName);
        if (octets.Length is 0 or > MaxNameOctets || canonicalName[0] == '.' || canonicalName.AsSpan().IndexOfAny('/', '\0') >= 0)
            throw new ArgumentException($"'{canonicalName}' cannot name a mailbox's directory.", nameof(canonicalName));

#pragma warning disable CA5351 // The layout that Dovecot, nginx and the old platform's tools compute as well.
        var hash = Convert.ToHexStringLower(MD5.HashData(octets));
#pragma warning restore CA5351
        return Path.Combine(hash[..2], hash[..4], canonicalName);
    }
}
