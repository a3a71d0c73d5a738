namespace Oss.MailEngine.Storage.Acl;

/// <summary>Kinds of identifiers; what comes later has more weight, as in Dovecot.</summary>
internal enum AclIdentifierKind
{
    Anyone,
    Authenticated,
    Group,
    Owner,
    User,
    GroupOverride,
}

/// <summary>Whom an entry is about: <c>user=bob@example.org</c>, <c>group=…</c>, <c>group-override=…</c>, <c>owner</c>, <c>authenticated</c>, <c>anyone</c>.</summary>
/// <param name="Kind">What it names.</param>
/// <param name="Name">A user's or a group's name; empty for the others.</param>
internal readonly record struct AclIdentifier(AclIdentifierKind Kind, string Name = "") : IComparable<AclIdentifier>
{
    private static readonly (string Text, AclIdentifierKind Kind)[] Named =
        [("user=", AclIdentifierKind.User), ("group=", AclIdentifierKind.Group), ("group-override=", AclIdentifierKind.GroupOverride)];

    public static AclIdentifier Owner { get; } = new(AclIdentifierKind.Owner);

    /// <summary>Reads it as it stands in a file.</summary>
    public static AclIdentifier? TryParse(string text)
    {
        foreach (var (prefix, kind) in Named)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
                return new AclIdentifier(kind, text[prefix.Length..]);
        }

        return text switch
        {
            "owner" => Owner,
            "authenticated" => new AclIdentifier(AclIdentifierKind.Authenticated),
            "anyone" or "anonymous" => new AclIdentifier(AclIdentifierKind.Anyone),
            _ => null,
        };
    }

    /// <summary>Whether it means a user.</summary>
    public bool Matches(AclUser user) => Kind switch
    {
        AclIdentifierKind.Owner => user.IsOwner,
        AclIdentifierKind.User => Name == user.Name,
        AclIdentifierKind.Group or AclIdentifierKind.GroupOverride => user.Community is not null && Name == user.Community,
        _ => true,
    };

    public int CompareTo(AclIdentifier other) => Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(Name, other.Name);

    public override string ToString() => Kind switch
    {
        AclIdentifierKind.User => "user=" + Name,
        AclIdentifierKind.Group => "group=" + Name,
        AclIdentifierKind.GroupOverride => "group-override=" + Name,
        AclIdentifierKind.Owner => "owner",
        AclIdentifierKind.Authenticated => "authenticated",
        _ => "anyone",
    };
}

/// <summary>Who wants to do something with a folder.</summary>
/// <param name="Name">Canonical name of the own mailbox.</param>
/// <param name="Community">The group of all who may share folders with each other; <see langword="null"/> when it was not asked for or is none.</param>
/// <param name="IsOwner">Whether the folder is in the own mailbox.</param>
internal sealed record AclUser(string Name, string? Community, bool IsOwner);
