using Oss.MailEngine.Imap.List;
using Oss.MailEngine.Sieve.Extensions;
using Oss.MailEngine.Sieve.Scripts;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Sieve.Trials;

/// <summary>A mailbox of which nothing is known but the names of its folders, and where the scripts are that others include.</summary>
/// <param name="folders">Its folders.</param>
/// <param name="scripts">Directory with <c>NAME.sieve</c> for <c>include :personal</c>; none without one.</param>
/// <param name="globalScripts">The same for <c>include :global</c>.</param>
internal sealed class ImaginedMailbox(IReadOnlyCollection<string> folders, string? scripts, string? globalScripts) : ISieveMailbox
{
    public bool FolderExists(string folder) => folder == "INBOX" || folders.Contains(folder);

    public IReadOnlyList<string> FoldersForUse(string specialUse) =>
        [.. folders.Where(f => FolderName.TryParse(f) is { } name && SpecialUse.Of(name, null).Contains(specialUse, StringComparer.OrdinalIgnoreCase))];

    public string? FolderWithId(string mailboxId) => null;

    public string? Annotation(string? folder, string entry) => null;

    public IReadOnlyCollection<string>? List(ListName name) => null;

    public bool IsDuplicate(string identifier) => false;

    public SieveScript? Script(string name, bool isGlobal) =>
        ScriptName.TryParse(name) is { } safe && (isGlobal ? globalScripts : scripts) is { } directory && Path.Combine(directory, safe.FileName) is var path && File.Exists(path)
            ? SieveScript.Compile(File.ReadAllBytes(path), name)
            : null;
}
