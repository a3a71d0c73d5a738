using System.Buffers;
using Oss.MailEngine.Connections;

namespace Oss.MailEngine.Smtp.Client;

/// <summary>Writes a message as DATA has it (RFC 5321 4.5.2): dots at line starts doubled, the dot at the end. A CR or LF that is not part of CRLF is never sent: the next server might
/// take it for a line's end, and what follows it for commands.</summary>
internal static class DotStuffedWriter
{
    private const int Chunk = 32 * 1024;

    /// <summary>Writes all of <paramref name="content"/> and the end.</summary>
    /// <returns>False when the content has a bare CR or LF; then the end was not written and the connection must be closed.</returns>
    public static async Task<bool> WriteAsync(MailConnection connection, Stream content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            byte last = (byte)'\n', beforeLast = (byte)'\r';
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (!Stuff(buffer.AsSpan(0, read), connection.Output, ref beforeLast, ref last))
                    return false;
                await connection.FlushAsync(cancellationToken);
            }

            if (last == '\r')
                return false;
            connection.Output.Write(last == '\n' ? ".\r\n"u8 : "\r\n.\r\n"u8);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes one piece, from one line's end to the next: between them nothing can be wrong.</summary>
    /// <param name="octets">The piece, not empty.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="beforeLast">The last octet but one of what was written before; CR at the start, as after a line's end.</param>
    /// <param name="last">The last octet; LF at the start.</param>
    /// <returns>False at a bare CR or LF; what was written up to there must not be ended.</returns>
    public static bool Stuff(ReadOnlySpan<byte> octets, IBufferWriter<byte> output, ref byte beforeLast, ref byte last)
    {
        if (octets[0] == '\n' != (last == '\r'))
            return false;
        if (octets[0] == '.' && last == '\n' && beforeLast == '\r')
            output.Write("."u8);

        var (start, at) = (0, 0);
        while (octets[at..].IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var distance)
        {
            at += distance;
            // A CR at the piece's end is held against the next one's beginning, as an LF at its beginning was.
            if (octets[at] == '\n' ? at > 0 : at + 1 < octets.Length && octets[at + 1] != '\n')
                return false;
            at = Math.Min(at + (octets[at] == '\n' ? 1 : 2), octets.Length);
            if (at == octets.Length || octets[at] != '.')
                continue;
            output.Write(octets[start..at]);
            output.Write("."u8);
            start = at;
        }

        output.Write(octets[start..]);
        (beforeLast, last) = (octets.Length > 1 ? octets[^2] : last, octets[^1]);
        return true;
    }
}
