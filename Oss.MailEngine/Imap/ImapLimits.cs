namespace Oss.MailEngine.Imap;

/// <summary>Every bound of an IMAP session.</summary>
internal static class ImapLimits
{
    /// <summary>Octets of one command, all its lines and literals but APPEND's message together.</summary>
    public const int Command = 64 * 1024;

    /// <summary>Depth of search keys. A program that looks for any of many addresses nests an OR for each.</summary>
    public const int Depth = 200;

    /// <summary>Octets of a literal that was refused, yet sent without waiting, that are read and dropped; beyond it the connection ends.</summary>
    public const long Dropped = 128L * 1024 * 1024;

    /// <summary>The same before login, where only a name or a password has a reason to come as a literal.</summary>
    public const long DroppedBeforeLogin = 64 * 1024;

    /// <summary>Octets written and not yet sent; reached, the session waits for the client to take them.</summary>
    public const int Unsent = 64 * 1024;

    /// <summary>Octets of a decoded part held at once.</summary>
    public const int Chunk = 16 * 1024;

    /// <summary>Searches that are kept up to date for one folder.</summary>
    public const int Contexts = 10;

    /// <summary>Pairs of number and UID that a client may show its knowledge by (RFC 7162 3.2.5.2).</summary>
    public const int Sample = 10_000;

    /// <summary>Messages of one APPEND.</summary>
    public const int AppendMessages = 1000;

    /// <summary>Octets of all messages of one APPEND.</summary>
    public const long AppendOctets = 1024L * 1024 * 1024;

    /// <summary>Pieces of one message that is put together (RFC 4469).</summary>
    public const int Pieces = 1000;

    /// <summary>Patterns of one LIST.</summary>
    public const int Patterns = 100;

    /// <summary>Folders that one selector names.</summary>
    public const int SelectedNames = 100;

    /// <summary>Folders that one ESEARCH looks into.</summary>
    public const int SearchedFolders = 1000;

    /// <summary>Groups of one NOTIFY.</summary>
    public const int NotifyGroups = 50;

    /// <summary>Folders that a session watches.</summary>
    public const int NotifyFolders = 200;

    /// <summary>Entries of a folder's access list.</summary>
    public const int AclEntries = 500;

    /// <summary>Owners whose mailboxes one LIST looks into.</summary>
    public const int SharingOwners = 200;

    /// <summary>Entries of METADATA in one command.</summary>
    public const int MetadataEntries = 100;

    /// <summary>Octets of one entry's value.</summary>
    public const int MetadataValue = 16 * 1024;

    /// <summary>Things one FETCH may ask for.</summary>
    public const int FetchItems = 200;

    /// <summary>Fields a section may name.</summary>
    public const int HeaderFields = 200;

    /// <summary>Wrong commands until the connection ends.</summary>
    public const int Errors = 30;

    /// <summary>Silence until logout; RFC 3501 5.4 asks for 30 minutes at least.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>The same before login.</summary>
    public static readonly TimeSpan LoginPatience = TimeSpan.FromMinutes(1);
}
