using System.Buffers;
using Oss.MailEngine.Connections;

namespace Oss.MailEngine.Smtp.Client;

/// <summary>Writes a message as DATA has it (RFC 5321 4.5.2): dots at line starts doubled, the dot at the end. A CR or LF that is not part of CRLF is never sent: the next server might
/// take it for a line's end, and what follows it for commands.</summary>
internal static class DotStuffedWriter
{
    private const int Chunk = 16 * 1024;

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

    private static bool Stuff(ReadOnlySpan<byte> octets, IBufferWriter<byte> output, ref byte beforeLast, ref byte last)
    {
        var start = 0;
        for (var i = 0; i < octets.Length; i++)
        {
            var octet = octets[i];
            if (octet == '\n' != (last == '\r'))
                return false;
            if (octet == '.' && last == '\n' && beforeLast == '\r')
            {
                output.Write(octets[start..i]);
                output.Write("."u8);
                start = i;
            }

            (beforeLast, last) = (last, octet);
        }

        output.Write(octets[start..]);
        return true;
    }
}
