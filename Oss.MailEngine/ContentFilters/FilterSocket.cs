using System.Net;
using System.Net.Sockets;

namespace Oss.MailEngine.ContentFilters;

/// <summary>A connection to a filter.</summary>
internal static class FilterSocket
{
    /// <summary>Octets of an answer: what is longer is none.</summary>
    public const int MaxAnswer = 64 * 1024;

    public static async Task<NetworkStream> OpenAsync(string address, CancellationToken cancellationToken)
    {
        var isPath = address.StartsWith('/');
        var socket = isPath ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (isPath)
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(address), cancellationToken);
            else if (IPEndPoint.TryParse(address, out var endPoint))
                await socket.ConnectAsync(endPoint, cancellationToken);
            else if (address.LastIndexOf(':') is > 0 and var colon && ushort.TryParse(address.AsSpan(colon + 1), out var port))
                await socket.ConnectAsync(address[..colon], port, cancellationToken);
            else
                throw new IOException($"'{address}' is neither host:port nor a path.");
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Reads to the end of the connection, or to an octet.</summary>
    public static async Task<byte[]> ReadAnswerAsync(Stream stream, byte? end, CancellationToken cancellationToken)
    {
        var answer = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            answer.Write(buffer, 0, read);
            if (answer.Length > MaxAnswer)
                throw new IOException("The filter's answer is too long.");
            if (end is { } octet && buffer.AsSpan(0, read).Contains(octet))
                break;
        }

        return answer.ToArray();
    }
}
