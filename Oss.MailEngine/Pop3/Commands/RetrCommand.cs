using System.Buffers;
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
        var buffer = ArrayPool<byte>.Shared.Rent(Pop3Limits.Chunk);
        try
        {
            var output = session.Connection.Output;
            var stuffing = new DotStuffing(bodyLines);
            int read;
            while (!stuffing.IsDone && (read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                stuffing.Write(buffer.AsSpan(0, read), output);
                // A slow client holds the reading back, not the memory.
                await session.Connection.FlushAsync(cancellationToken);
            }

            if (!stuffing.AtLineStart)
                output.Write("\r\n"u8);
            session.Connection.WriteLine(".");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
