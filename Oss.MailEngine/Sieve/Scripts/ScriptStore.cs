using System.Text;
using Oss.MailEngine.Sieve.Compiled;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Sieve.Scripts;

/// <summary>How a change of a mailbox's scripts came out.</summary>
internal enum ScriptChange
{
    Done,
    NoSuchScript,
    Exists,
    IsActive,
    TooMany,
    TooLarge,
}

/// <summary>
/// The scripts of one mailbox where Pigeonhole looks for them: <c>sieve/NAME.sieve</c> beside the Maildir, and <c>.dovecot.sieve</c>, a relative symlink to the active
/// one. A change is there when the method returns, on disk, and never half: files are written beside and renamed, the symlink too. A <c>.dovecot.sieve</c>
/// that is a file of its own, as a user with a shell has one, is an active script and is kept under the name <c>dovecot.orig</c> before it is replaced.
/// </summary>
internal sealed class ScriptStore(string home, SieveOptions options)
{
    public const string ActiveLink = ".dovecot.sieve";
    public const string Saved = "dovecot.orig";

    // One writer for a mailbox at a time: a limit that two check at the same moment is none.
    private static readonly Lock[] Gates = [.. Enumerable.Range(0, 64).Select(_ => new Lock())];

    private string Folder => Path.Combine(home, "sieve");

    private string Active => Path.Combine(home, ActiveLink);

    private Lock Gate => Gates[(uint)home.GetHashCode(StringComparison.Ordinal) % Gates.Length];

    /// <summary>Looks and changes in one step: no other change of this node comes in between.</summary>
    public T Exclusively<T>(Func<T> change)
    {
        lock (Gate)
            return change();
    }

    /// <summary>All scripts in the order of their names; at most one is active.</summary>
    public IReadOnlyList<(ScriptName Name, bool IsActive)> List()
    {
        var active = ActiveName();
        return
        [
            .. Files().Select(f => NameOf(f.Name)).OfType<ScriptName>()
                .OrderBy(n => n.Value, StringComparer.Ordinal).Select(n => (n, n == active)),
        ];
    }

    /// <summary>A script's octets; <see langword="null"/> when there is none of that name.</summary>
    public byte[]? Read(ScriptName name) => Open(name)?.Octets;

    /// <summary>The active script's octets; <see langword="null"/> when none is active.</summary>
    public byte[]? ReadActive() => OpenActive()?.Octets;

    /// <summary>A script and the file it is; <see langword="null"/> when there is none of that name.</summary>
    public ScriptFile? Open(ScriptName name) => ReadFile(PathOf(name));

    /// <summary>The active script and the file it is; <see langword="null"/> when none is active.</summary>
    public ScriptFile? OpenActive() => ReadFile(Active);

    /// <summary>The active script's name; <see langword="null"/> when none is, or when it is a file of its own.</summary>
    public ScriptName? ActiveName() =>
        new FileInfo(Active).LinkTarget is { } target ? NameOf(Path.GetFileName(target)) : null;

    /// <summary>Whether a script of so many octets could be put.</summary>
    public ScriptChange HasSpace(ScriptName name, long octets)
    {
        if (octets > Math.Min(SieveLimits.ScriptOctets, options.MaxScriptOctets))
            return ScriptChange.TooLarge;

        var others = Files().Where(f => f.Name != name.FileName).ToList();
        return others.Count >= options.MaxScripts ? ScriptChange.TooMany
            : others.Sum(f => f.Length) + octets > options.MaxScriptOctets ? ScriptChange.TooLarge
            : ScriptChange.Done;
    }

    /// <summary>Writes a script, new or over the one of that name.</summary>
    public ScriptChange Put(ScriptName name, ReadOnlySpan<byte> script)
    {
        lock (Gate)
        {
            if (HasSpace(name, script.Length) is not ScriptChange.Done and var refusal)
                return refusal;

            Durable.CreateDirectory(Folder);
            KeepName(name);
            Durable.ReplaceFile(PathOf(name), script);
            Durable.SyncDirectory(Folder);
            return ScriptChange.Done;
        }
    }

    /// <summary>Makes a script the active one; <see langword="null"/> makes none active.</summary>
    public ScriptChange SetActive(ScriptName? name)
    {
        lock (Gate)
        {
            if (name is { } wanted && !File.Exists(PathOf(wanted)))
                return ScriptChange.NoSuchScript;

            SaveOwnFile();
            if (name is { } active)
            {
                var temporary = Active + ".tmp";
                File.Delete(temporary);
                File.CreateSymbolicLink(temporary, Path.Combine("sieve", active.FileName));
                File.Move(temporary, Active, overwrite: true);
            }
            else
            {
                File.Delete(Active);
            }

            Durable.SyncDirectory(home);
            return ScriptChange.Done;
        }
    }

    public ScriptChange Delete(ScriptName name)
    {
        lock (Gate)
        {
            if (!File.Exists(PathOf(name)))
                return ScriptChange.NoSuchScript;
            if (ActiveName() == name)
                return ScriptChange.IsActive;

            File.Delete(PathOf(name));
            ArtefactFile.TryDelete(ArtefactFile.PathOf(PathOf(name)));
            ForgetName(name);
            Durable.SyncDirectory(Folder);
            return ScriptChange.Done;
        }
    }

    /// <summary>Renames a script; an active one stays active (RFC 5804 2.11.1).</summary>
    public ScriptChange Rename(ScriptName from, ScriptName to)
    {
        lock (Gate)
        {
            if (!File.Exists(PathOf(from)))
                return ScriptChange.NoSuchScript;
            if (File.Exists(PathOf(to)))
                return from == to ? ScriptChange.Done : ScriptChange.Exists;

            KeepName(to);
            // An active one gets its second name first: at no moment does the symlink lead nowhere.
            if (ActiveName() == from)
            {
                Durable.WriteFile(PathOf(to), File.ReadAllBytes(PathOf(from)));
                Durable.SyncDirectory(Folder);
                SetActive(to);
                File.Delete(PathOf(from));
            }
            else
            {
                File.Move(PathOf(from), PathOf(to));
            }

            ArtefactFile.TryDelete(ArtefactFile.PathOf(PathOf(from)));
            ForgetName(from);
            Durable.SyncDirectory(Folder);
            return ScriptChange.Done;
        }
    }

    /// <summary>The file of a script.</summary>
    public string PathOf(ScriptName name) => Path.Combine(Folder, name.FileName);

    private ScriptName? NameOf(string file) => ScriptName.OfFile(file, hidden =>
    {
        var path = Path.Combine(Folder, hidden);
        return File.Exists(path) && new FileInfo(path) is { Length: <= ScriptName.MaxOctets, LinkTarget: null } ? File.ReadAllText(path) : null;
    });

    // There before the script is, so that no script is listed by half its name.
    private void KeepName(ScriptName name)
    {
        if (name.WholeNameFile is { } file)
            Durable.ReplaceFile(Path.Combine(Folder, file), Encoding.UTF8.GetBytes(name.Value));
    }

    private void ForgetName(ScriptName name)
    {
        if (name.WholeNameFile is { } file)
            File.Delete(Path.Combine(Folder, file));
    }

    private IEnumerable<FileInfo> Files()
    {
        var folder = new DirectoryInfo(Folder);
        return folder.Exists ? folder.EnumerateFiles("*" + ScriptName.Extension).Where(f => f.Name[0] != '.') : [];
    }

    private void SaveOwnFile()
    {
        var own = new FileInfo(Active);
        if (!own.Exists || own.LinkTarget is not null)
            return;

        Durable.CreateDirectory(Folder);
        File.Move(Active, Path.Combine(Folder, Saved + ScriptName.Extension), overwrite: true);
        ArtefactFile.TryDelete(ArtefactFile.PathOf(Active));
        Durable.SyncDirectory(Folder);
    }

    // A symlink is followed inside the mailbox's own home only: a script that names another user's files is read by nobody.
    private ScriptFile? ReadFile(string path)
    {
        try
        {
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            if (!Path.GetFullPath(target).StartsWith(Path.GetFullPath(home) + "/", StringComparison.Ordinal))
                return null;

            using var file = new FileStream(target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
            var octets = new byte[Math.Min(file.Length, SieveLimits.ScriptOctets + 1)];
            file.ReadExactly(octets);
            return new ScriptFile(target, octets);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}

/// <summary>A script as it lies on disk.</summary>
/// <param name="Path">The file, symlinks followed.</param>
/// <param name="Octets">What is in it.</param>
internal sealed record ScriptFile(string Path, byte[] Octets);
