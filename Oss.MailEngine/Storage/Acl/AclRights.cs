using System.Text;

namespace Oss.MailEngine.Storage.Acl;

/// <summary>What somebody may do with a folder (RFC 4314 2.1). The order is that of the letters <c>lrwstipekxa</c>.</summary>
[Flags]
internal enum AclRights
{
    None = 0,

    /// <summary><c>l</c>: know that it is there.</summary>
    Lookup = 1,

    /// <summary><c>r</c>: read messages, and how many there are.</summary>
    Read = 2,

    /// <summary><c>w</c>: change flags and keywords other than \Seen and \Deleted.</summary>
    Write = 4,

    /// <summary><c>s</c>: change \Seen.</summary>
    Seen = 8,

    /// <summary><c>t</c>: change \Deleted.</summary>
    DeleteMessages = 16,

    /// <summary><c>i</c>: add messages.</summary>
    Insert = 32,

    /// <summary><c>p</c>: send mail to the folder's address, of which there is none here.</summary>
    Post = 64,

    /// <summary><c>e</c>: expunge.</summary>
    Expunge = 128,

    /// <summary><c>k</c>: create folders below it.</summary>
    CreateFolders = 256,

    /// <summary><c>x</c>: delete or rename the folder.</summary>
    DeleteFolder = 512,

    /// <summary><c>a</c>: see and change who has which rights.</summary>
    Administer = 1024,

    /// <summary>Everything; what an owner has.</summary>
    All = 2047,

    /// <summary>What lets SELECT open a folder for writing (RFC 4314 5.2).</summary>
    AnyWrite = Write | Seen | DeleteMessages | Insert | Expunge,
}

/// <summary>Rights as letters, and as the names that Dovecot's files know besides.</summary>
internal static class AclLetters
{
    /// <summary>In the order of the flags.</summary>
    public const string All = "lrwstipekxa";

    private static readonly string[] Names =
        ["lookup", "read", "write", "write-seen", "write-deleted", "insert", "post", "expunge", "create", "delete", "admin"];

    // Obsolete, and rights of their own until RFC 4314 2.1.1 took them apart.
    private static readonly (char Letter, AclRights Rights)[] Obsolete =
        [('c', AclRights.CreateFolders | AclRights.DeleteFolder), ('d', AclRights.DeleteMessages | AclRights.Expunge)];

    /// <summary>Reads letters, <c>c</c> and <c>d</c> among them; <see langword="null"/> when one is none.</summary>
    public static AclRights? TryParse(ReadOnlySpan<char> letters)
    {
        var rights = AclRights.None;
        foreach (var letter in letters)
        {
            if (All.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at)
                rights |= (AclRights)(1 << at);
            else if (Array.Find(Obsolete, o => o.Letter == letter) is { Rights: not AclRights.None } obsolete)
                rights |= obsolete.Rights;
            else
                return null;
        }

        return rights;
    }

    /// <summary>The right of a name in a file.</summary>
    public static AclRights? FindName(string name) => Array.IndexOf(Names, name) is >= 0 and var at ? (AclRights)(1 << at) : null;

    /// <summary>As letters.</summary>
    /// <param name="rights">The rights.</param>
    /// <param name="withObsolete">Whether clients are answered, who may know <c>c</c> and <c>d</c> only.</param>
    public static string Format(AclRights rights, bool withObsolete = false)
    {
        var letters = new StringBuilder();
        for (var i = 0; i < All.Length; i++)
        {
            if (rights.HasFlag((AclRights)(1 << i)))
                letters.Append(All[i]);
        }

        foreach (var (letter, parts) in withObsolete ? Obsolete : [])
        {
            if ((rights & parts) != 0)
                letters.Append(letter);
        }

        return letters.ToString();
    }
}
