using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Oss.MailEngine.Storage;

/// <summary>Messages that were stored with bare line feeds are served with CRLF; sizes and literals count the latter.</summary>
internal static class WireForm
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Octets on disk and on the wire.</summary>
    public static (long Physical, long Wire) Measure(SafeFileHandle file)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long at = 0, bare = 0;
            var afterReturn = false;
            for (int read; (read = RandomAccess.Read(file, buffer, at)) > 0; at += read)
                bare += CountBare(buffer.AsSpan(0, read), ref afterReturn);
            return (at, at + bare);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Counts line feeds without a carriage return before them.</summary>
    /// <param name="part">The next octets.</param>
    /// <param name="afterReturn">Whether the last part ended with a carriage return.</param>
    public static long CountBare(ReadOnlySpan<byte> part, ref bool afterReturn)
    {
        if (part.Length == 0)
            return 0;
        long bare = part[0] == '\n' && !afterReturn ? 1 : 0;
        afterReturn = part[^1] == '\r';
        for (var at = 1; at < part.Length && part[at..].IndexOf((byte)'\n') is >= 0 and var next; at += next + 1)
            bare += part[at + next - 1] == '\r' ? 0 : 1;
        return bare;
    }
}
