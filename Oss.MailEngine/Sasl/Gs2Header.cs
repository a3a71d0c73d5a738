namespace Oss.MailEngine.Sasl;

/// <summary>What begins a response of SCRAM and OAUTHBEARER (RFC 5801 4): what the client says of channel binding, and whom it wants to act for.</summary>
/// <param name="Flag"><c>n</c>: it cannot bind; <c>y</c>: it could, and thinks that the server cannot; <c>p</c>: it does.</param>
/// <param name="Binding">The kind of channel binding with <c>p</c>.</param>
/// <param name="Mailbox">The mailbox to act for; empty for the user's own.</param>
/// <param name="Length">Characters of the header, its last comma included.</param>
internal sealed record Gs2Header(char Flag, string? Binding, string Mailbox, int Length)
{
    /// <summary>Reads the header at the beginning of a message; <see langword="null"/> when there is none.</summary>
    public static Gs2Header? TryRead(string message)
    {
        var first = message.IndexOf(',', StringComparison.Ordinal);
        var second = first < 0 ? -1 : message.IndexOf(',', first + 1);
        if (second < 0)
            return null;

        var (flag, mailbox) = (message[..first], message[(first + 1)..second]);
        var isBound = flag.StartsWith("p=", StringComparison.Ordinal) && flag.Length > 2;
        if (!isBound && flag is not ("n" or "y"))
            return null;
        if (mailbox.Length > 0 && !mailbox.StartsWith("a=", StringComparison.Ordinal))
            return null;

        return (mailbox.Length > 0 ? Name(mailbox[2..]) : "") is { } name ? new Gs2Header(flag[0], isBound ? flag[2..] : null, name, second + 1) : null;
    }

    /// <summary>A name as it was before comma and equals sign were escaped (RFC 5802 5.1); <see langword="null"/> when it is not well-formed.</summary>
    public static string? Name(string escaped)
    {
        var name = escaped.Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
        var signs = escaped.Count(c => c == '=');
        var known = (escaped.Length - name.Length) / 2;
        return name.Length > 0 && signs == known ? name : null;
    }
}
