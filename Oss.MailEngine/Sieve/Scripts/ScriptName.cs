using System.Text;

namespace Oss.MailEngine.Sieve.Scripts;

/// <summary>The name of a script as its user gives it: Unicode, and never a path (RFC 5804 1.6). On disk it is <c>sieve/NAME.sieve</c>.</summary>
internal readonly record struct ScriptName
{
    public const string Extension = ".sieve";

    /// <summary>Octets; with the extension and a temporary suffix they fit a file name. RFC 5804 asks for 128 characters.</summary>
    public const int MaxOctets = 240;

    private ScriptName(string value) => Value = value;

    public string Value { get; }

    public string FileName => Value + Extension;

    /// <summary>Reads a name; <see langword="null"/> for one that RFC 5804 1.6 forbids, or that could leave its directory or hide in it.</summary>
    public static ScriptName? TryParse(string text)
    {
        if (text.Length == 0 || text[0] == '.' || Encoding.UTF8.GetByteCount(text) > MaxOctets || text.Contains('/', StringComparison.Ordinal) || text.Contains('\ufffd', StringComparison.Ordinal))
            return null;
        return text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029') ? null : new ScriptName(text);
    }

    public override string ToString() => Value;
}
