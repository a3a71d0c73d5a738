using System.Buffers;

namespace Oss.MailEngine.Connections;

/// <summary>What a line turned out to be.</summary>
internal enum LineKind
{
    /// <summary>A line that ended in CRLF.</summary>
    Complete,

    /// <summary>A line with a bare CR or LF in it: never taken for what it looks like.</summary>
    Malformed,

    /// <summary>Longer than the limit; it was read to its end and dropped.</summary>
    TooLong,

    /// <summary>The peer hung up, or sends a line without end and is treated as if it had.</summary>
    End,
}

/// <summary>A line without its CRLF.</summary>
internal readonly record struct Line(LineKind Kind, byte[] Octets);

/// <summary>Reads lines that end in CRLF within a hard limit; costs a bounded amount of memory whatever comes.</summary>
internal static class LineReader
{
    public static async ValueTask<Line> ReadLineAsync(this MailConnection connection, int limit, TimeSpan patience, CancellationToken cancellationToken)
    {
        // The time is for the whole line: a peer that sends an octet now and then does not hold the connection for ever.
        var start = connection.Time.GetTimestamp();
        var dropped = 0L;
        while (true)
        {
            var result = await connection.ReadAsync(patience - connection.Time.GetElapsedTime(start), cancellationToken);
            var buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                var tooLong = dropped > 0 || line.Length > limit;
                var octets = tooLong ? [] : line.ToArray();
                connection.Input.AdvanceTo(buffer.GetPosition(1, end));
                return tooLong ? new Line(LineKind.TooLong, []) : Classify(octets);
            }

            if (buffer.Length > limit)
            {
                // A CR that may belong to the line's end is dropped as well; the line is lost anyway.
                dropped += buffer.Length;
                connection.Input.AdvanceTo(buffer.End);
            }
            else
            {
                connection.Input.AdvanceTo(buffer.Start, buffer.End);
            }

            // What is unpacked from a few octets of DEFLATE costs its peer nothing to send (RFC 4978).
            if (result.IsCompleted || dropped > ConnectionLimits.DroppedLine)
                return new Line(LineKind.End, []);
        }
    }

    private static Line Classify(byte[] octets)
    {
        if (octets is not [.., (byte)'\r'])
            return new Line(LineKind.Malformed, octets);

        var line = octets[..^1];
        return new Line(line.AsSpan().IndexOfAny((byte)'\r', (byte)0) >= 0 ? LineKind.Malformed : LineKind.Complete, line);
    }
}
