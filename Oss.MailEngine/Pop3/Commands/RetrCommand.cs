using System.Buffers;
using System.IO.Pipelines;
using Oss.MailEngine.Connections;

namespace Oss.MailEngine.Pop3.Commands;

/// <summary>RETR (RFC 1939 5).</summary>
internal static class RetrCommand
{
    public static Task ExecuteAsync(Pop3Session session, Pop3Arguments arguments, CancellationToken cancellationToken) =>
        SendAsync(session, arguments.Text, bodyLines: null, cancellationToken);

    /// <summary>Sends a message, or its header and so many lines of its body.</summary>
    public static async Task SendAsync(Pop3Session session, string number, int? bodyLines, CancellationToken cancellationToken)
    {
        var message = session.Maildrop.Find(number);
        await using var content = await session.Maildrop.OpenAsync(message, cancellationToken);
        session.Ok(bodyLines is null ? $"{message.WireSize} octets" : "");
        var output = session.Connection.Output;
        var stuffing = new DotStuffing(bodyLines);
        while (!stuffing.IsDone && Copy(content, output, stuffing) > 0)
        {
            // A slow client holds the reading back, not the memory.
            await session.Connection.FlushAsync(cancellationToken);
        }

        if (!stuffing.AtLineStart)
            output.Write("\r\n"u8);
        session.Connection.WriteLine(".");
    }

    // Read where it is sent from: a message is copied only where it has to be changed. A file is read at once or waits for the disk, in either case without another thread.
    private static int Copy(Stream content, PipeWriter output, DotStuffing stuffing)
    {
        var room = output.GetSpan(Pop3Limits.Chunk)[..Pop3Limits.Chunk];
        var read = content.Read(room);
        if (stuffing.TryPass(room[..read]))
        {
            output.Advance(read);
            return read;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(read);
        try
        {
            room[..read].CopyTo(buffer);
            stuffing.Write(buffer.AsSpan(0, read), output);
            return read;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
