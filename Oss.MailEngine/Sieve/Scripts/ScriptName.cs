using System.Security.Cryptography;
using System.Text;

namespace Oss.MailEngine.Sieve.Scripts;

/// <summary>
/// The name of a script as its user gives it: Unicode, and never a path (RFC 5804 1.6). On disk it is <c>sieve/NAME.sieve</c>, where Pigeonhole finds it by the same name. A name that no file can have, for
/// file systems count octets, is there by its beginning and a hash of all of it, which is the name Pigeonhole knows it by; beside it a hidden file has the whole name.
/// </summary>
internal readonly record struct ScriptName
{
    public const string Extension = ".sieve";

    /// <summary>Octets: 128 characters, however many octets of UTF-8 each has (RFC 5804 1.6).</summary>
    public const int MaxOctets = 512;

    /// <summary>Octets of a name that is a file's; with the extension and a temporary suffix they fit one.</summary>
    private const int FileOctets = 240;

    /// <summary>Octets of a longer name that its file begins with.</summary>
    private const int BeginningOctets = 180;

    private const int HashCharacters = 32;

    private ScriptName(string value)
    {
        Value = value;
        if (Encoding.UTF8.GetByteCount(value) <= FileOctets)
        {
            FileName = value + Extension;
            return;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))[..HashCharacters];
        (FileName, WholeNameFile) = ($"{Beginning(value)}~{hash}{Extension}", HiddenFile(hash));
    }

    public string Value { get; }

    public string FileName { get; }

    /// <summary>The file that has the whole name; <see langword="null"/> when the script's own file has.</summary>
    public string? WholeNameFile { get; }

    /// <summary>Reads a name; <see langword="null"/> for one that RFC 5804 1.6 forbids, or that could leave its directory or hide in it.</summary>
    public static ScriptName? TryParse(string text)
    {
        if (text.Length == 0 || text[0] == '.' || Encoding.UTF8.GetByteCount(text) > MaxOctets || text.Contains('/', StringComparison.Ordinal) || text.Contains('\ufffd', StringComparison.Ordinal))
            return null;
        return text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029') ? null : new ScriptName(text);
    }

    /// <summary>Reads a name from its file's; <see langword="null"/> when that is no script's.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="read">Gives what is in another file beside it; <see langword="null"/> when there is none.</param>
    public static ScriptName? OfFile(string file, Func<string, string?> read)
    {
        if (!file.EndsWith(Extension, StringComparison.Ordinal))
            return null;

        var name = file[..^Extension.Length];
        var hash = name.Length > HashCharacters && name[^(HashCharacters + 1)] == '~' ? name[^HashCharacters..] : "";
        // Whose hidden file is gone is there by the name that its file has.
        return hash.Length > 0 && hash.All(char.IsAsciiHexDigitLower) && read(HiddenFile(hash)) is { } whole && TryParse(whole) is { } found && found.FileName == file ? found : TryParse(name);
    }

    public override string ToString() => Value;

    private static string HiddenFile(string hash) => $".{hash}.name";

    // Whole characters: what is shown to a user of Pigeonhole is to be read.
    private static string Beginning(string value)
    {
        var (length, octets) = (0, 0);
        foreach (var rune in value.EnumerateRunes())
        {
            if ((octets += rune.Utf8SequenceLength) > BeginningOctets)
                break;
            length += rune.Utf16SequenceLength;
        }

        return value[..length];
    }
}
