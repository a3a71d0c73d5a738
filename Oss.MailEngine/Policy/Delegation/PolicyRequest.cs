using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using Oss.MailEngine.Connections;

namespace Oss.MailEngine.Policy.Delegation;

/// <summary>One request of Postfix's policy delegation protocol: attributes, a line each, and an empty line.</summary>
internal sealed class PolicyRequest(IReadOnlyDictionary<string, string> attributes)
{
    public string this[string name] => attributes.GetValueOrDefault(name, "");

    public IPAddress? Client => IPAddress.TryParse(this["client_address"], out var address) ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) : null;

    public long Size => long.TryParse(this["size"], NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0;

    /// <summary>Reads a request; <see langword="null"/> at the end of the connection.</summary>
    /// <exception cref="InvalidDataException">It is none, or larger than one may be.</exception>
    public static async ValueTask<PolicyRequest?> ReadAsync(MailConnection connection, TimeSpan patience, CancellationToken cancellationToken)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await ReadLineAsync(connection, patience, cancellationToken) is { } line)
        {
            if (line.Length == 0)
                return new PolicyRequest(attributes);
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || attributes.Count >= PolicyLimits.DelegationAttributes)
                throw new InvalidDataException("A policy request has lines of name=value.");
            // Of an attribute that comes twice the last counts, as with Postfix.
            attributes[line[..equals]] = line[(equals + 1)..];
        }

        return attributes.Count == 0 ? null : throw new InvalidDataException("A policy request ended in the middle.");
    }

    // Lines end in LF alone here.
    private static async ValueTask<string?> ReadLineAsync(MailConnection connection, TimeSpan patience, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await connection.ReadAsync(patience, cancellationToken);
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var octets = result.Buffer.Slice(0, end);
                if (octets.Length > PolicyLimits.DelegationLine)
                    throw new InvalidDataException("A line of a policy request is too long.");
                var line = Encoding.UTF8.GetString(octets.ToArray()).TrimEnd('\r');
                connection.Input.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line;
            }

            var isTooLong = result.Buffer.Length > PolicyLimits.DelegationLine;
            connection.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (isTooLong)
                throw new InvalidDataException("A line of a policy request is too long.");
            if (result.IsCompleted)
                return null;
        }
    }
}
