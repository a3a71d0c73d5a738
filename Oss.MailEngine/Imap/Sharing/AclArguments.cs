using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Sharing;

/// <summary>Identifiers and rights as clients write them (RFC 4314 2): user names, <c>anyone</c>, <c>owner</c>; <c>-</c> before one that takes rights away.</summary>
internal static class AclArguments
{
    private const int MaxIdentifier = 320;

    /// <summary>The folder as somebody who may administer it.</summary>
    /// <exception cref="ImapRefusalException">There is none, or the user may not.</exception>
    public static ValueTask<FolderAccess> FolderAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken) =>
        session.FindAsync(session.FolderArgument(request), AclRights.Administer, cancellationToken);

    /// <summary>An identifier as text, without the sign of one that takes away.</summary>
    public static (string Name, bool IsNegative) Identifier(ImapParser arguments)
    {
        var text = arguments.AString();
        var isNegative = text.StartsWith('-');
        var name = isNegative ? text[1..] : text;
        return name.Length is > 0 and <= MaxIdentifier && !name.Any(char.IsControl) ? (name, isNegative) : throw new ImapSyntaxException("An identifier is missing");
    }

    /// <summary>
    /// Whom a name means, as it is written down. <c>anyone</c> are all of the own tenant and is written as their group: a server on the same tree that knows no tenants must not let in everybody.
    /// </summary>
    /// <param name="session">Who names.</param>
    /// <param name="access">The folder it is about.</param>
    /// <param name="name">The name.</param>
    /// <param name="mustExist">False to remove what is there of one who is not there any more.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <exception cref="ImapRefusalException">It means nobody who may be let in.</exception>
    public static async ValueTask<AclIdentifier> ResolveAsync(ImapSession session, FolderAccess access, string name, bool mustExist, CancellationToken cancellationToken)
    {
        var owner = Path.GetFileName(access.Folder.Mailbox.Home);
        switch (name)
        {
            case "owner":
                return AclIdentifier.Owner;
            case "anyone" or "authenticated":
                return await session.Neighbours.CommunityAsync(cancellationToken) is { } community
                    ? new AclIdentifier(AclIdentifierKind.Group, community)
                    : throw new ImapRefusalException("[CANNOT] This mailbox shares with nobody");
            case ['$', ..] when !mustExist:
                return new AclIdentifier(AclIdentifierKind.Group, name[1..]);
            case ['!', '$', ..] when !mustExist:
                return new AclIdentifier(AclIdentifierKind.GroupOverride, name[2..]);
        }

        var found = await session.Neighbours.FindAsync(name, cancellationToken);
        var canonical = found?.Mailbox.CanonicalName ?? (mustExist ? throw new ImapRefusalException("[CANNOT] There is no such user to share with") : name);
        return canonical == owner ? AclIdentifier.Owner : new AclIdentifier(AclIdentifierKind.User, canonical);
    }

    /// <summary>How an identifier is shown.</summary>
    public static string Shown(AclIdentifier identifier, string owner, string? community) => identifier.Kind switch
    {
        AclIdentifierKind.Owner => owner,
        AclIdentifierKind.User => identifier.Name,
        AclIdentifierKind.Group when identifier.Name == community => "anyone",
        AclIdentifierKind.Group => "$" + identifier.Name,
        AclIdentifierKind.GroupOverride => "!$" + identifier.Name,
        _ => identifier.ToString(),
    };

    /// <summary>Letters as the wire has them; none is an empty string.</summary>
    public static string Shown(AclRights rights) => rights == AclRights.None ? "\"\"" : AclLetters.Format(rights, withObsolete: true);
}
