using Oss.MailEngine.Sieve.Extensions;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve;

/// <summary>What a script runs on.</summary>
internal sealed record SieveContext
{
    public required SieveMessage Message { get; init; }

    /// <summary>The envelope's reverse-path; empty for the null sender.</summary>
    public required string Sender { get; init; }

    /// <summary>The envelope's recipient.</summary>
    public required string Recipient { get; init; }

    /// <summary>The moment that <c>currentdate</c> tells, in the user's time zone.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The mailbox the script belongs to.</summary>
    public required ISieveMailbox Mailbox { get; init; }

    /// <summary>Whether the script runs at an IMAP event (RFC 6785), on a message that is stored, and not at a delivery.</summary>
    public bool IsEvent { get; init; }

    /// <summary>Flags the message has when the script begins; at an event those after the change (RFC 6785 2.2.3).</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>Items of the <c>environment</c> test by name (RFC 5183 4.1).</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Told each step, when somebody asked for a trace.</summary>
    public Action<SievePosition, string>? Trace { get; init; }

    /// <summary>Told the name of each script that begins, one after the other.</summary>
    public Action<string>? Begins { get; init; }
}

/// <summary>What a script can ask of the mailbox it runs for. Answers are as of now; nothing is changed by asking.</summary>
internal interface ISieveMailbox
{
    /// <summary>Whether mail could be filed into a folder of this name (UTF-8, levels separated by <c>/</c>).</summary>
    bool FolderExists(string folder);

    /// <summary>The folders with a special use such as <c>\Junk</c> (RFC 6154), the one to file into first.</summary>
    IReadOnlyList<string> FoldersForUse(string specialUse);

    /// <summary>The folder with an object id (RFC 8474).</summary>
    string? FolderWithId(string mailboxId);

    /// <summary>An annotation (RFC 5464) of a folder, or of the server for a <see langword="null"/> folder.</summary>
    string? Annotation(string? folder, string entry);

    /// <summary>Members of an external list (RFC 6134); <see langword="null"/> when there is no list of that name.</summary>
    IReadOnlyCollection<string>? List(ListName name);

    /// <summary>Whether an identifier was marked as seen and is still remembered (RFC 7352).</summary>
    bool IsDuplicate(string identifier);

    /// <summary>A script to include (RFC 6609), compiled; <see langword="null"/> when there is none of that name.</summary>
    SieveScript? Script(string name, bool isGlobal);
}
