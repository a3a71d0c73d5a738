using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Oss.MailEngine.Connections;

/// <summary>
/// The PROXY protocol, versions 1 and 2: a balancer says, before the client's first octet, who the client is. It is read from listed balancers only, and from those it must come: to
/// guess whether it is there would let a client behind a balancer write its own (section 2 of the specification).
/// </summary>
internal static class ProxyHeader
{
    /// <summary>Octets of a header of version 1 with its CRLF.</summary>
    private const int MaxText = 107;

    /// <summary>Octets of a header of version 2; addresses take 36, the rest is additions nobody here reads.</summary>
    private const int MaxBinary = 1024;

    private const int BinaryStart = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Reads the header.</summary>
    /// <returns>False when there is none and the connection has to be closed.</returns>
    /// <exception cref="TimeoutException">It did not come.</exception>
    public static async Task<bool> ReadAsync(MailConnection connection, CancellationToken cancellationToken)
    {
        var start = connection.Time.GetTimestamp();
        while (true)
        {
            var result = await connection.ReadAsync(Patience - connection.Time.GetElapsedTime(start), cancellationToken);
            var head = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, MaxBinary)).ToArray();
            var length = Length(head);
            if (length is > 0 and var octets && octets <= head.Length)
            {
                connection.Input.AdvanceTo(result.Buffer.GetPosition(octets));
                return TryRead(head.AsSpan(0, octets), out var client) && (client is null || connection.Believe(client));
            }

            connection.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (length < 0 || length > MaxBinary || result.IsCompleted)
                return false;
        }
    }

    // The header's octets; nought while that is not known, less when it is none.
    private static int Length(ReadOnlySpan<byte> head)
    {
        var common = Math.Min(head.Length, Signature.Length);
        if (head[..common].SequenceEqual(Signature[..common]))
            return head.Length < BinaryStart ? 0 : BinaryStart + BinaryPrimitives.ReadUInt16BigEndian(head[14..]);

        var word = "PROXY "u8;
        common = Math.Min(head.Length, word.Length);
        if (!head[..common].SequenceEqual(word[..common]))
            return -1;
        return head.IndexOf((byte)'\n') is >= 0 and var end ? (end < MaxText ? end + 1 : -1) : head.Length < MaxText ? 0 : -1;
    }

    private static bool TryRead(ReadOnlySpan<byte> header, out IPAddress? client)
    {
        client = null;
        return header[0] == 'P' ? TryReadText(header, out client) : TryReadBinary(header, out client);
    }

    private static bool TryReadText(ReadOnlySpan<byte> header, out IPAddress? client)
    {
        client = null;
        if (!header.EndsWith("\r\n"u8))
            return false;

        var words = Encoding.ASCII.GetString(header[..^2]).Split(' ');
        if (words is [_, "UNKNOWN", ..])
            return true;

        return words is [_, "TCP4" or "TCP6", var source, var target, var from, var to] && IPAddress.TryParse(source, out client) && IPAddress.TryParse(target, out _)
            && ushort.TryParse(from, out _) && ushort.TryParse(to, out _)
            && client.AddressFamily == (words[1] == "TCP4" ? System.Net.Sockets.AddressFamily.InterNetwork : System.Net.Sockets.AddressFamily.InterNetworkV6);
    }

    private static bool TryReadBinary(ReadOnlySpan<byte> header, out IPAddress? client)
    {
        client = null;
        var addresses = header[BinaryStart..];
        switch (header[12], header[13] >> 4)
        {
            // LOCAL: the balancer itself, looking whether we live.
            case (0x20, _):
            case (0x21, 0 or 3):
                return true;
            case (0x21, 1) when addresses.Length >= 12:
                client = new IPAddress(addresses[..4]);
                return true;
            case (0x21, 2) when addresses.Length >= 36:
                client = new IPAddress(addresses[..16]);
                return true;
            default:
                return false;
        }
    }
}
