using System.Buffers;

namespace Oss.MailEngine.Connections;

/// <summary>How the data of a message ended.</summary>
internal enum DataEnd
{
    Complete,
    BareLineEnding,
    Nul,
    TooLarge,
    HungUp,
}

/// <summary>
/// Reads a message up to CRLF.CRLF and takes the stuffed dots out (RFC 5321 4.5.2), streaming. Only that exact sequence ends the data: <c>LF.LF</c>, <c>CR.CR</c>,
/// <c>LF.CRLF</c> and their like end it in some servers and not in others, which is how messages are smuggled. A message with a bare CR
/// or LF anywhere is read to its true end and refused as a whole, so that nothing doubtful is ever passed on. So is one with a NUL, which 8BITMIME does not allow
/// either (RFC 2045 2.8) and which some servers drop, making a new line of what followed it.
/// </summary>
internal static class DotReader
{
    private enum State
    {
        LineStart,
        Text,
        AfterCr,
        Dot,
        DotCr,
    }

    public static async Task<DataEnd> ReadDataAsync(
        this MailConnection connection, long maxOctets, TimeSpan patience, Func<ReadOnlyMemory<byte>, ValueTask> write, CancellationToken cancellationToken)
    {
        var state = State.LineStart;
        var end = DataEnd.Complete;
        long octets = 0;
        var chunk = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (true)
            {
                var result = await connection.ReadAsync(patience, cancellationToken);
                var finished = false;
                var consumed = result.Buffer.Start;
                foreach (var segment in result.Buffer)
                {
                    // Each octet read yields at most three: a CR or dot that was held back, and itself.
                    for (var offset = 0; offset < segment.Length && !finished;)
                    {
                        var take = Math.Min(segment.Length - offset, chunk.Length / 3);
                        var used = Unstuff(segment.Span.Slice(offset, take), chunk, ref state, ref end, out var written, out finished);
                        offset += used;
                        consumed = result.Buffer.GetPosition(used, consumed);
                        octets += written;
                        if (octets > maxOctets && end == DataEnd.Complete)
                            end = DataEnd.TooLarge;
                        if (end == DataEnd.Complete && written > 0)
                            await write(chunk.AsMemory(0, written));
                    }

                    if (finished)
                        break;
                }

                connection.Input.AdvanceTo(consumed, finished ? consumed : result.Buffer.End);
                if (finished)
                    return end;
                if (result.IsCompleted)
                    return DataEnd.HungUp;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static int Unstuff(ReadOnlySpan<byte> input, Span<byte> output, ref State state, ref DataEnd end, out int written, out bool finished)
    {
        written = 0;
        finished = false;
        for (var i = 0; i < input.Length; i++)
        {
            var octet = input[i];
            switch (state)
            {
                case State.LineStart when octet == '.':
                    state = State.Dot;
                    continue;
                case State.Dot when octet == '\r':
                    state = State.DotCr;
                    continue;
                case State.DotCr when octet == '\n':
                    finished = true;
                    return i + 1;
                case State.DotCr:
                    end = DataEnd.BareLineEnding;
                    state = State.Text;
                    break;
                case State.AfterCr when octet != '\n':
                    end = DataEnd.BareLineEnding;
                    break;
                case State.AfterCr:
                    output[written++] = octet;
                    state = State.LineStart;
                    continue;
            }

            if (octet == '\n')
                end = DataEnd.BareLineEnding;
            else if (octet == 0 && end != DataEnd.BareLineEnding)
                end = DataEnd.Nul;
            output[written++] = octet;
            state = octet == '\r' ? State.AfterCr : State.Text;
        }

        return input.Length;
    }
}
