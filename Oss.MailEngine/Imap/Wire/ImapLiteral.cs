using System.Globalization;

namespace Oss.MailEngine.Imap.Wire;

/// <summary>A literal announced at the end of a line: <c>{n}</c>, or <c>{n+}</c> when the client does not wait (RFC 7888).</summary>
internal sealed class ImapLiteral(long length, bool synchronizing)
{
    /// <summary>Digits of a length; more are no number of octets anybody sends.</summary>
    private const int MaxDigits = 15;

    public long Length { get; } = length;

    /// <summary>Whether the client waits for the go-ahead before it sends the octets.</summary>
    public bool Synchronizing => synchronizing;

    /// <summary>Octets still on the wire.</summary>
    public long Left { get; set; } = length;

    /// <summary>Whether the octets come, wanted or not.</summary>
    public bool IsComing { get; set; } = !synchronizing;

    /// <summary>Whether the rest of the command's line was read as well.</summary>
    public bool IsEnded { get; set; }

    public static ImapLiteral? AtEndOf(ReadOnlySpan<byte> line)
    {
        if (line is not [.., (byte)'}'] || line.LastIndexOf((byte)'{') is not (>= 0 and var open))
            return null;

        var number = line[(open + 1)..^1];
        var waits = number is not [.., (byte)'+'];
        if (!waits)
            number = number[..^1];
        return number.Length <= MaxDigits && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? new ImapLiteral(length, waits) : null;
    }
}
