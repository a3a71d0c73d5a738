namespace Oss.MailEngine.Smtp;

/// <summary>The encoding of values in DSN parameters (RFC 3461 4): printable ASCII, all else as <c>+XX</c>.</summary>
internal static class XText
{
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is < '!' or > '~' or '=')
                return false;
            if (text[i] == '+' && (i + 2 >= text.Length || !IsHex(text[i + 1]) || !IsHex(text[i + 2])))
                return false;
        }

        return !text.IsEmpty;
    }

    private static bool IsHex(char c) => c is (>= '0' and <= '9') or (>= 'A' and <= 'F');
}
