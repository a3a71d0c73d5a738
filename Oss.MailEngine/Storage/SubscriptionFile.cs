using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>The file <c>subscriptions</c>. Version 2 begins <c>V TAB 2</c> and an empty line, then a name a line in modified UTF-7 with TAB between
/// levels; version 1 has plain names with the separator. A new file is version 2, an old one stays as it is, and so do lines that are no
/// folder here. Another user's folder stands in version 2 as Dovecot has it, <c>shared/anna@example TAB org/Work TAB Sub</c>: a
/// dot of the owner's name is a TAB too. Version 1 cannot hold it, and becomes version 2. Changed under <c>subscriptions.lock</c>, which becomes the file.</summary>
internal sealed class SubscriptionFile(string path, TimeProvider time)
{
    private const string Header = "V\t2\n\n";
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(30);

    public IReadOnlyList<FolderPath> Read()
    {
        var (isOld, lines) = Lines();
        return [.. lines.Select(line => NameOf(line, isOld)).OfType<FolderPath>().Distinct()];
    }

    public void Set(FolderPath name, bool subscribed)
    {
        // Not awaited: it is held for the time of one small write, by a command that its client waits for.
        using var taken = DotLock.TakeAsync(path, time, CancellationToken.None, StaleAfter).AsTask().GetAwaiter().GetResult();
        var (isOld, lines) = Lines();
        if (lines.Exists(line => NameOf(line, isOld) == name) == subscribed)
            return;
        if (isOld && name.Owner is not null)
            (isOld, lines) = (false, lines.ConvertAll(line => line.Replace('.', '\t')));

        lines.RemoveAll(line => NameOf(line, isOld) == name);
        if (subscribed)
            lines.Add(LineOf(name, isOld ? '.' : '\t'));
        taken.Become(path, Encoding.Latin1.GetBytes((isOld ? "" : Header) + string.Concat(lines.Select(line => line + '\n'))));
    }

    private static FolderPath? NameOf(string line, bool isOld) =>
        !isOld && line.StartsWith(FolderPath.Prefix, StringComparison.Ordinal) ? SharedOf(line)
        : !isOld && line.Contains('.', StringComparison.Ordinal) ? null
        : FolderName.TryParseWire(line.Replace(isOld ? '.' : '\t', '/')) is { } own ? new FolderPath(own) : null;

    private static string LineOf(FolderPath name, char separator)
    {
        var folder = name.Folder.Wire.Replace('/', separator);
        if (name.Owner is null)
            return folder;
        var owner = new FolderPath(FolderName.Inbox, name.Owner).Wire.Replace('.', '\t');
        return name.Folder.IsInbox ? owner : $"{owner}/{folder}";
    }

    private static FolderPath? SharedOf(string line)
    {
        var slash = line.IndexOf('/', FolderPath.Prefix.Length);
        var owner = slash < 0 ? line : line[..slash];
        return FolderPath.TryParseWire(owner.Replace('\t', '.') + line[owner.Length..].Replace('\t', '/'));
    }

    private (bool IsOld, List<string> Lines) Lines()
    {
        if (!File.Exists(path))
            return (false, []);
        // Latin-1 takes every octet and gives it back; the names are ASCII.
        var text = File.ReadAllText(path, Encoding.Latin1);
        var isOld = text.Length > 0 && !text.StartsWith(Header, StringComparison.Ordinal);
        return (isOld, [.. (isOld || text.Length == 0 ? text : text[Header.Length..]).Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
    }
}
