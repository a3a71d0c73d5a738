using System.Buffers;
using System.Globalization;
using System.Text;
using Oss.MailEngine.Connections;

namespace Oss.MailEngine.ManageSieve;

/// <summary>A command as it was read: its verb in upper case, and its arguments, strings and numbers.</summary>
/// <param name="Verb">Empty for a line without one.</param>
/// <param name="Arguments">In order.</param>
/// <param name="Error">Why it is not well-formed; the connection goes on.</param>
internal sealed record ManageSieveInput(string Verb, IReadOnlyList<ManageSieveArgument> Arguments, string? Error = null);

/// <summary>One argument.</summary>
/// <param name="Octets">A string's octets, or a number's digits.</param>
/// <param name="IsString">Whether it was a string, quoted or literal.</param>
internal sealed record ManageSieveArgument(byte[] Octets, bool IsString)
{
    /// <summary>The text; <see langword="null"/> when it is not UTF-8.</summary>
    public string? Text
    {
        get
        {
            try
            {
                return Strict.GetString(Octets);
            }
            catch (DecoderFallbackException)
            {
                return null;
            }
        }
    }

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
}

/// <summary>Reads commands with their literals (RFC 5804 4) within limits. A literal that is too large is read and dropped, so that what follows is not taken for commands.</summary>
internal static class ManageSieveReader
{
    /// <summary>The next command; <see langword="null"/> when the peer hung up or sends more than is dropped.</summary>
    public static ValueTask<ManageSieveInput?> ReadCommandAsync(this MailConnection connection, int maxLiteral, TimeSpan patience, CancellationToken cancellationToken) =>
        ReadAsync(connection, null, maxLiteral, patience, cancellationToken);

    /// <summary>A line of strings without a verb: the answer to a challenge.</summary>
    public static ValueTask<ManageSieveInput?> ReadResponseAsync(this MailConnection connection, int maxLiteral, TimeSpan patience, CancellationToken cancellationToken) =>
        ReadAsync(connection, "", maxLiteral, patience, cancellationToken);

    private static async ValueTask<ManageSieveInput?> ReadAsync(MailConnection connection, string? verb, int maxLiteral, TimeSpan patience, CancellationToken cancellationToken)
    {
        var arguments = new List<ManageSieveArgument>();
        string? error = null;
        while (true)
        {
            var line = await connection.ReadLineAsync(ManageSieveLimits.Line, patience, cancellationToken);
            if (line.Kind == LineKind.End)
                return null;
            if (line.Kind != LineKind.Complete)
                return new ManageSieveInput(verb ?? "", [], "The line is too long or not well-formed");

            var text = line.Octets.AsMemory();
            if (verb is null)
            {
                var end = text.Span.IndexOf((byte)' ');
                verb = Encoding.ASCII.GetString(end < 0 ? text.Span : text.Span[..end]).ToUpperInvariant();
                text = end < 0 ? default : text[end..];
            }

            var literal = Arguments(text.Span, arguments, ref error);
            if (literal < 0)
                return new ManageSieveInput(verb, arguments, error ?? (arguments.Count > ManageSieveLimits.Arguments ? "There are too many arguments" : null));
            if (literal > ManageSieveLimits.Dropped)
                return null;
            if (literal > maxLiteral)
                error ??= "TOOLARGE";
            if (await OctetsAsync(connection, literal, keep: error is null && arguments.Count <= ManageSieveLimits.Arguments, patience, cancellationToken) is not { } octets)
                return null;
            arguments.Add(new ManageSieveArgument(octets, IsString: true));
            if (arguments.Count > ManageSieveLimits.Arguments * 4)
                return null;
        }
    }

    /// <summary>The length of the literal that the line ends with; -1 when it ends with none.</summary>
    private static long Arguments(ReadOnlySpan<byte> text, List<ManageSieveArgument> arguments, ref string? error)
    {
        while (true)
        {
            text = text.TrimStart((byte)' ');
            if (text.IsEmpty)
                return -1;
            if (text[0] == '{')
            {
                var digits = text[1..].TrimEnd((byte)'}').TrimEnd((byte)'+');
                if (text[^1] == '}' && digits.Length is > 0 and <= 15 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
                    return length;
                error ??= "A literal is announced like {12+} at the end of a line";
                return -1;
            }

            var taken = text[0] == '"' ? Quoted(text, arguments, ref error) : Atom(text, arguments);
            if (taken < 0 || arguments.Count > ManageSieveLimits.Line / 2)
                return -1;
            text = text[taken..];
        }
    }

    private static int Quoted(ReadOnlySpan<byte> text, List<ManageSieveArgument> arguments, ref string? error)
    {
        var value = new List<byte>();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                arguments.Add(new ManageSieveArgument([.. value], IsString: true));
                return i + 1;
            }

            if (text[i] == '\\' && ++i == text.Length)
                break;
            value.Add(text[i]);
        }

        error ??= "A quoted string has no closing quotation mark";
        return -1;
    }

    private static int Atom(ReadOnlySpan<byte> text, List<ManageSieveArgument> arguments)
    {
        var end = text.IndexOf((byte)' ');
        end = end < 0 ? text.Length : end;
        arguments.Add(new ManageSieveArgument(text[..end].ToArray(), IsString: false));
        return end;
    }

    private static async ValueTask<byte[]?> OctetsAsync(MailConnection connection, long length, bool keep, TimeSpan patience, CancellationToken cancellationToken)
    {
        var octets = keep ? new byte[length] : [];
        for (long read = 0; read < length;)
        {
            var result = await connection.ReadAsync(patience, cancellationToken);
            var taken = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, length - read));
            if (keep)
                taken.CopyTo(octets.AsSpan((int)read));
            read += taken.Length;
            connection.Input.AdvanceTo(taken.End);
            if (read < length && result.IsCompleted)
                return null;
        }

        return octets;
    }
}
