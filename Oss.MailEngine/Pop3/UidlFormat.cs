using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Pop3;

/// <summary>
/// How a UIDL is made of what a message has, written as Dovecot writes it: <c>%u</c> is the UID, <c>%v</c> the UIDVALIDITY, <c>%f</c> the file's base name; before
/// the letter a width, padded with spaces or after a <c>0</c> with noughts, and <c>X</c> for hexadecimal. <c>%08Xu%08Xv</c> is Dovecot's default, <c>%v.%u</c> is Cyrus's.
/// A client that sees other UIDLs than yesterday loads every message again: the format of a platform never changes.
/// </summary>
internal sealed partial class UidlFormat
{
    /// <summary>Characters of a UIDL, 0x21 to 0x7E (RFC 1939 7).</summary>
    private const int MaxLength = 70;

    private readonly string _template;

    /// <exception cref="ArgumentException">The template has an unknown variable, or lacks the UID.</exception>
    public UidlFormat(string template)
    {
        if (Variable().Replace(template, "").Contains('%', StringComparison.Ordinal) || !Variable().Matches(template).Any(m => m.Groups["name"].Value is "u" or "f"))
            throw new ArgumentException($"'{template}' makes no unique UIDLs: it takes %u or %f, and %v.", nameof(template));
        _template = template;
    }

    /// <summary>The UIDL of a message: one that came along with a migration, or a computed one.</summary>
    public string Of(StoredMessage message, uint uidValidity) => message.Uidl ?? Clean(Variable().Replace(_template, match => Value(match, message, uidValidity)));

    private static string Value(Match match, StoredMessage message, uint uidValidity)
    {
        var number = match.Groups["name"].Value switch { "u" => message.Uid, "v" => uidValidity, _ => (uint?)null };
        var text = number?.ToString(match.Groups["hex"].Success ? "x" : "d", CultureInfo.InvariantCulture) ?? message.Base;
        var width = int.TryParse(match.Groups["width"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? Math.Min(parsed, MaxLength) : 0;
        return text.PadLeft(width, match.Groups["zero"].Success ? '0' : ' ');
    }

    private static string Clean(string uidl)
    {
        var text = new StringBuilder();
        foreach (var c in uidl.Take(MaxLength))
            text.Append(c is > ' ' and < '\x7f' ? c : '_');
        return text.ToString();
    }

    [GeneratedRegex("%(?<zero>0)?(?<width>[1-9][0-9]?)?(?<hex>X)?(?<name>[uvf])")]
    private static partial Regex Variable();
}
