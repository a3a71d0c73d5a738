using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Oss.MailEngine.ContentFilters;

/// <summary>clamd: <c>zINSTREAM</c>, then chunks, each after its length in four octets, an empty one last; the answer is <c>stream: OK</c>, <c>stream: NAME FOUND</c>, or an error (clamd(8)).</summary>
internal sealed class ClamAvFilter(string address) : IContentFilter
{
    private const int Chunk = 64 * 1024;

    public bool LooksForSpam => false;

    public async Task<FilterVerdict> ScanAsync(ScannedMessage message, CancellationToken cancellationToken)
    {
        await using var stream = await FilterSocket.OpenAsync(address, cancellationToken);
        await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), cancellationToken);
        await using (var content = message.OpenContent())
            await SendAsync(content, stream, cancellationToken);
        return Read(Text(await FilterSocket.ReadAnswerAsync(stream, end: 0, cancellationToken)));
    }

    public async Task PingAsync(CancellationToken cancellationToken)
    {
        await using var stream = await FilterSocket.OpenAsync(address, cancellationToken);
        await stream.WriteAsync("zPING\0"u8.ToArray(), cancellationToken);
        if (Text(await FilterSocket.ReadAnswerAsync(stream, end: 0, cancellationToken)) is not "PONG" and var answer)
            throw new IOException($"clamd answers '{answer}' to PING.");
    }

    private static FilterVerdict Read(string answer) =>
        answer.EndsWith(" FOUND", StringComparison.Ordinal) ? new FilterVerdict.Virus(answer["stream: ".Length..^" FOUND".Length])
        : answer == "stream: OK" ? new FilterVerdict.Clean()
        : new FilterVerdict.Down($"clamd answers '{answer}'");

    private static async Task SendAsync(Stream content, Stream target, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(sizeof(uint) + Chunk);
        try
        {
            int read;
            do
            {
                read = await content.ReadAsync(buffer.AsMemory(sizeof(uint), Chunk), cancellationToken);
                BinaryPrimitives.WriteUInt32BigEndian(buffer, (uint)read);
                await target.WriteAsync(buffer.AsMemory(0, sizeof(uint) + read), cancellationToken);
            }
            while (read > 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Text(byte[] answer) => Encoding.UTF8.GetString(answer).TrimEnd('\0', '\n');
}
