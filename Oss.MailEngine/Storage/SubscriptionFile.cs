using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>The file <c>subscriptions</c>. Version 2 begins <c>V TAB 2</c> and an empty line, then a name a line in modified UTF-7 with TAB between
/// levels; version 1 has plain names with the separator. A new file is version 2, an old one stays as it is.</summary>
internal sealed class SubscriptionFile(string path)
{
    private const string Header = "V\t2\n\n";
    private readonly Lock _gate = new();

    public IReadOnlyList<FolderName> Read()
    {
        if (!File.Exists(path))
            return [];

        var text = File.ReadAllText(path);
        var isNew = text.StartsWith(Header, StringComparison.Ordinal);
        return [.. (isNew ? text[Header.Length..] : text).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => FolderName.TryParseWire(line.Replace(isNew ? '\t' : '.', '/'))).OfType<FolderName>().Distinct()];
    }

    public void Set(FolderName name, bool subscribed)
    {
        lock (_gate)
        {
            var names = Read().Where(n => n != name).ToList();
            if (subscribed)
                names.Add(name);

            var isOld = File.Exists(path) && !File.ReadAllText(path).StartsWith(Header, StringComparison.Ordinal);
            var lines = string.Concat(names.Select(n => n.Wire.Replace('/', isOld ? '.' : '\t') + "\n"));
            Durable.ReplaceFile(path, Encoding.UTF8.GetBytes(isOld ? lines : Header + lines));
        }
    }
}
