using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>The file <c>subscriptions</c>. Version 2 begins <c>V TAB 2</c> and an empty line, then a name a line in modified UTF-7 with TAB between
/// levels; version 1 has plain names with the separator. A new file is version 2, an old one stays as it is, and so do lines that are no
/// folder here. Changed under <c>subscriptions.lock</c>, which becomes the file.</summary>
internal sealed class SubscriptionFile(string path, TimeProvider time)
{
    private const string Header = "V\t2\n\n";
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(30);

    public IReadOnlyList<FolderName> Read()
    {
        var (isOld, lines) = Lines();
        return [.. lines.Select(line => NameOf(line, isOld)).OfType<FolderName>().Distinct()];
    }

    public void Set(FolderName name, bool subscribed)
    {
        // Not awaited: it is held for the time of one small write, by a command that its client waits for.
        using var taken = DotLock.TakeAsync(path, time, CancellationToken.None, StaleAfter).AsTask().GetAwaiter().GetResult();
        var (isOld, lines) = Lines();
        if (lines.Exists(line => NameOf(line, isOld) == name) == subscribed)
            return;

        lines.RemoveAll(line => NameOf(line, isOld) == name);
        if (subscribed)
            lines.Add(name.Wire.Replace('/', isOld ? '.' : '\t'));
        taken.Become(path, Encoding.Latin1.GetBytes((isOld ? "" : Header) + string.Concat(lines.Select(line => line + '\n'))));
    }

    private static FolderName? NameOf(string line, bool isOld) =>
        !isOld && line.Contains('.', StringComparison.Ordinal) ? null : FolderName.TryParseWire(line.Replace(isOld ? '.' : '\t', '/'));

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
