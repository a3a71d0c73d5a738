using System.Text.RegularExpressions;

namespace Oss.MailEngine.Smtp.Client;

/// <summary>A reply of a server (RFC 5321 4.2), or one of our own in its form.</summary>
/// <param name="Code">200 to 599; for what is no reply at all, a code of our own.</param>
/// <param name="Lines">The text of each line.</param>
internal sealed partial record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool IsPositive => Code is >= 200 and < 300;

    public bool IsIntermediate => Code is >= 300 and < 400;

    public bool IsPermanent => Code >= 500;

    /// <summary>The enhanced code (RFC 3463), made from the code when the server gave none.</summary>
    public string Status => Lines.Count > 0 && Enhanced().Match(Lines[0]) is { Success: true } match && match.Value[0] == (Code / 100).ToString(System.Globalization.CultureInfo.InvariantCulture)[0]
        ? match.Value
        : $"{(IsPositive ? 2 : IsPermanent ? 5 : 4)}.0.0";

    /// <summary>Whether the server says that it closes the connection.</summary>
    public bool IsClosing => Code == 421;

    /// <inheritdoc/>
    public override string ToString() => $"{Code} {string.Join(' ', Lines)}".TrimEnd();

    [GeneratedRegex(@"^[245]\.\d{1,3}\.\d{1,3}(?= |$)")]
    private static partial Regex Enhanced();
}
