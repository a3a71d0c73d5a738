using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Oss.MailEngine.Connections;

namespace Oss.MailEngine.Imap.Wire;

/// <summary>What came instead of a command.</summary>
internal enum ImapInput
{
    Command,

    /// <summary>Not well-formed.</summary>
    Malformed,

    /// <summary>Too long; what came of it was read.</summary>
    TooLong,

    /// <summary>A literal too long that the client does not wait with: what follows cannot be told from commands.</summary>
    Hopeless,

    /// <summary>The peer hung up.</summary>
    End,
}

/// <summary>A command's octets, its literals among them, but for one at the end that is still on the wire.</summary>
internal readonly record struct ImapOctets(ImapInput Kind, byte[] Octets, ImapLiteral? Literal = null);

/// <summary>Finds where a command ends, within hard limits: lines, and the literals that join them (RFC 3501 4.3, RFC 7888).</summary>
internal sealed class ImapReader(MailConnection connection)
{
    /// <summary>Silence until the session ends.</summary>
    public TimeSpan Patience { get; set; } = ImapLimits.LoginPatience;

    /// <summary>Reads a command.</summary>
    /// <param name="streams">Says of a first line whether its literals are left on the wire.</param>
    /// <param name="cancellationToken">Ends with the connection.</param>
    public async Task<ImapOctets> ReadAsync(Predicate<byte[]> streams, CancellationToken cancellationToken)
    {
        var line = await connection.ReadLineAsync(ImapLimits.Command, Patience, cancellationToken);
        if (line.Kind != LineKind.Complete)
            return new ImapOctets(Kind(line), line.Octets);

        var literal = ImapLiteral.AtEndOf(line.Octets);
        return literal is null || streams(line.Octets) ? new ImapOctets(ImapInput.Command, line.Octets, literal) : await JoinAsync(line.Octets, literal, cancellationToken);
    }

    /// <summary>Reads the literal a line ends in, and the line after it, and so on to the command's end.</summary>
    public async Task<ImapOctets> JoinAsync(byte[] first, ImapLiteral? literal, CancellationToken cancellationToken)
    {
        using var octets = new MemoryStream();
        octets.Write(first);
        while (literal is not null)
        {
            if (literal.Length > ImapLimits.Command - octets.Length)
                return new ImapOctets(literal.Synchronizing ? ImapInput.TooLong : ImapInput.Hopeless, first);
            octets.Write("\r\n"u8);
            await foreach (var part in ReadLiteralAsync(literal, cancellationToken))
                octets.Write(part.Span);

            var line = await ReadAfterAsync(literal, cancellationToken);
            if (line.Kind != LineKind.Complete)
                return new ImapOctets(Kind(line), first);
            if (octets.Length + line.Octets.Length > ImapLimits.Command)
                return new ImapOctets(ImapInput.TooLong, first);
            octets.Write(line.Octets);
            literal = ImapLiteral.AtEndOf(line.Octets);
        }

        return new ImapOctets(ImapInput.Command, octets.ToArray());
    }

    /// <summary>A literal's octets as they come; the client is told to go ahead when it waits for it.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadLiteralAsync(ImapLiteral literal, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!literal.IsComing)
        {
            literal.IsComing = true;
            connection.WriteLine("+ Go ahead");
            await connection.FlushAsync(cancellationToken);
        }

        while (literal.Left > 0)
        {
            var result = await connection.ReadAsync(Patience, cancellationToken);
            if (result.Buffer.IsEmpty && result.IsCompleted)
                throw new ConnectionResetException("The peer hung up in a literal.");

            var part = result.Buffer.First;
            if (part.Length > literal.Left)
                part = part[..(int)literal.Left];
            try
            {
                literal.Left -= part.Length;
                yield return part;
            }
            finally
            {
                // Also when the octets could not be written: the rest of the literal still has to be read.
                connection.Input.AdvanceTo(result.Buffer.GetPosition(part.Length));
            }
        }
    }

    /// <summary>The rest of the command's line after a literal.</summary>
    public async Task<Line> ReadAfterAsync(ImapLiteral literal, CancellationToken cancellationToken)
    {
        literal.IsEnded = true;
        return await connection.ReadLineAsync(ImapLimits.Command, Patience, cancellationToken);
    }

    /// <summary>Reads to the command's end what the client sends without waiting, or it would be taken for commands.</summary>
    /// <returns>False when that would be more than <paramref name="limit"/> octets.</returns>
    public async Task<bool> DrainAsync(ImapLiteral? literal, long limit, CancellationToken cancellationToken)
    {
        while (literal is { IsComing: true, IsEnded: false })
        {
            if (literal.Left > limit)
                return false;
            limit -= literal.Left;
            await foreach (var _ in ReadLiteralAsync(literal, cancellationToken))
            {
            }

            literal = ImapLiteral.AtEndOf((await ReadAfterAsync(literal, cancellationToken)).Octets);
        }

        return true;
    }

    private static ImapInput Kind(Line line) => line.Kind switch
    {
        LineKind.End => ImapInput.End,
        LineKind.TooLong => ImapInput.TooLong,
        _ => ImapInput.Malformed,
    };
}
