namespace Oss.MailEngine.Storage.Acl;

/// <summary>
/// Who shares folders with whom, so that LIST need not ask every mailbox: the file of Dovecot's <c>acl_shared_dict = file:…</c>, one for all mailboxes, with keys
/// <c>shared/shared-boxes/user/bob@example.org/anna@example.org</c>, <c>…/group/name/anna@example.org</c>, <c>…/anyone/anna@example.org</c>. It is a hint and no right: what it names and is not shared
/// any more is passed over, and an owner's entries are made anew with each change of rights, and when they are missing.
/// </summary>
internal sealed class SharedMailboxes(string path, TimeProvider time)
{
    private const string Prefix = "shared/shared-boxes/";

    /// <summary>Octets of the file.</summary>
    private const int MaxLength = 64 * 1024 * 1024;

    private readonly AttributeFile _file = new(path, time) { MaxLength = MaxLength };
    private volatile Memo? _memo;

    /// <summary>Owners who may share something with a user, in order.</summary>
    /// <param name="user">The user.</param>
    /// <param name="community">The group of all who may share folders with each other.</param>
    public IReadOnlyList<string> OwnersFor(string user, string? community)
    {
        var owners = Read().Owners;
        return
        [
            .. ((string?[])[$"user/{user}", community is null ? null : $"group/{community}", "anyone"]).OfType<string>()
                .SelectMany(id => owners.GetValueOrDefault(id, [])).Where(owner => owner != user).Distinct().Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether anything is shared with a group, so that it matters which one a user is of.</summary>
    public bool HasGroups => Read().Owners.Keys.Any(id => id.StartsWith("group/", StringComparison.Ordinal));

    /// <summary>Whether an owner has entries.</summary>
    public bool Knows(string owner) => Read().Known.Contains(owner);

    /// <summary>Replaces an owner's entries.</summary>
    public async Task PublishAsync(string owner, IEnumerable<AclIdentifier> visibleTo, CancellationToken cancellationToken)
    {
        var wanted = visibleTo.Where(id => id != new AclIdentifier(AclIdentifierKind.User, owner)).Select(id => $"{Prefix}{IdOf(id)}/{owner}").ToHashSet();
        var present = _file.Read().Keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal) && key.EndsWith('/' + owner, StringComparison.Ordinal)).ToHashSet();
        if (present.SetEquals(wanted))
            return;
        Durable.CreateDirectory(Path.GetDirectoryName(path)!);
        await _file.SetAsync([.. wanted.Select(key => (key, (string?)"1")), .. present.Except(wanted).Select(key => (key, (string?)null))], cancellationToken);
    }

    // Dovecot does not tell these two apart here.
    private static string IdOf(AclIdentifier identifier) => identifier.Kind switch
    {
        AclIdentifierKind.User => "user/" + identifier.Name,
        AclIdentifierKind.Group or AclIdentifierKind.GroupOverride => "group/" + identifier.Name,
        _ => "anyone",
    };

    private Memo Read()
    {
        var stamp = FileStamp.Of(path);
        if (_memo is { } memo && memo.Stamp == stamp)
            return memo;

        var owners = new Dictionary<string, List<string>>();
        var known = new HashSet<string>();
        foreach (var key in _file.Read().Keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var slash = key.LastIndexOf('/');
            if (slash <= Prefix.Length)
                continue;
            var id = key[Prefix.Length..slash];
            if (!owners.TryGetValue(id, out var list))
                owners[id] = list = [];
            list.Add(key[(slash + 1)..]);
            known.Add(key[(slash + 1)..]);
        }

        return _memo = new Memo(stamp, owners, known);
    }

    private sealed record Memo(FileStamp Stamp, Dictionary<string, List<string>> Owners, HashSet<string> Known);
}
