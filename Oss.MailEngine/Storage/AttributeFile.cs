using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// The file <c>dovecot-attributes</c>, as <c>mail_attribute_dict = file:%h/Maildir/dovecot-attributes</c> makes it: a key on one line and its value on the next, tab-escaped. Keys are
/// <c>priv/&lt;folder's GUID&gt;/&lt;name&gt;</c> and <c>shared/…</c>. Changed under <c>dovecot-attributes.lock</c>, which becomes the file.
/// </summary>
internal sealed class AttributeFile(string path, TimeProvider time)
{
    public const string FileName = "dovecot-attributes";

    /// <summary>Octets of the whole file; a mailbox with more is somebody's attempt to store other things here.</summary>
    public int MaxLength { get; init; } = 1024 * 1024;

    /// <summary>Every attribute by its key.</summary>
    public IReadOnlyDictionary<string, string> Read()
    {
        if (!File.Exists(path))
            return new Dictionary<string, string>();

        var attributes = new Dictionary<string, string>();
        var lines = File.ReadAllLines(path);
        for (var i = 0; i + 1 < lines.Length; i += 2)
            attributes[Unescape(lines[i])] = Unescape(lines[i + 1]);
        return attributes;
    }

    /// <summary>Changes attributes, all or none; <see langword="null"/> removes one.</summary>
    /// <returns>False when the file would become too large.</returns>
    public async Task<bool> SetAsync(IReadOnlyCollection<(string Key, string? Value)> changes, CancellationToken cancellationToken)
    {
        using var taken = await DotLock.TakeAsync(path, time, cancellationToken);
        var attributes = new SortedDictionary<string, string>(Read().ToDictionary(), StringComparer.Ordinal);
        foreach (var (key, value) in changes)
        {
            if (value is null)
                attributes.Remove(key);
            else
                attributes[key] = value;
        }

        var text = Encoding.UTF8.GetBytes(string.Concat(attributes.Select(attribute => $"{Escape(attribute.Key)}\n{Escape(attribute.Value)}\n")));
        if (text.Length > MaxLength)
            return false;
        taken.Become(path, text);
        return true;
    }

    private static string Escape(string text) => text
        .Replace("\u0001", "\u00011", StringComparison.Ordinal).Replace("\0", "\u00010", StringComparison.Ordinal).Replace("\t", "\u0001t", StringComparison.Ordinal)
        .Replace("\r", "\u0001r", StringComparison.Ordinal).Replace("\n", "\u0001n", StringComparison.Ordinal);

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\u0001' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }

            i++;
            plain.Append(text[i] switch { '0' => '\0', 't' => '\t', 'r' => '\r', 'n' => '\n', '1' => '\u0001', var other => other });
        }

        return plain.ToString();
    }
}
