using Oss.MailEngine.Connections;
using Oss.MailEngine.Imap.Append;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Wire;

/// <summary>The arguments of a command whose literals are messages: read piece by piece, a string that is a literal into memory, a message into the spool.</summary>
internal sealed class StreamedArguments(ImapSession session, ImapRequest request)
{
    /// <summary>Stands at the next argument that is here.</summary>
    public ImapParser Parser { get; private set; } = request.Arguments;

    /// <summary>Octets of the literal that comes next.</summary>
    public long? Announced => request.Literal?.Length;

    /// <summary>A folder's name, which may be a literal.</summary>
    public async Task<FolderPath> FolderAsync(CancellationToken cancellationToken)
    {
        await JoinAsync(cancellationToken);
        return session.FolderArgument(Parser);
    }

    /// <summary>A string, which may be a literal.</summary>
    public async Task<string> StringAsync(CancellationToken cancellationToken)
    {
        await JoinAsync(cancellationToken);
        return Parser.AString();
    }

    /// <summary>Takes the literal that comes next from the wire; refused before it is sent when it is too large. The arguments go on after it.</summary>
    public async Task CopyAsync(AppendedContent content, long room, CancellationToken cancellationToken)
    {
        var isBinary = Parser.TryTake('~');
        if (Parser.Peek != '{' || request.Literal is not { Length: > 0 } literal)
            throw new ImapSyntaxException("A message is missing, which is a literal");
        if (literal.Length > room)
            throw new ImapRefusalException("[TOOBIG] The message is larger than this server takes");

        await foreach (var part in session.Reader.ReadLiteralAsync(literal, cancellationToken))
            await content.WriteAsync(part, cancellationToken);
        Parser = new ImapParser(await RestAsync(literal, cancellationToken));
        if (content.HasNul && !isBinary)
            throw new ImapSyntaxException("A NUL comes in a literal of octets, ~{…}, or not at all");
    }

    // A string that is a literal ends the line; it and the next line become part of what is parsed.
    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        if (Parser.Peek != '{' || request.Literal is not { } literal)
            return;
        if (literal.Length > ImapLimits.Command)
            throw new ImapRefusalException("[TOOBIG] The literal is too long");

        using var octets = new MemoryStream();
        octets.Write(Parser.Rest);
        octets.Write("\r\n"u8);
        await foreach (var part in session.Reader.ReadLiteralAsync(literal, cancellationToken))
            octets.Write(part.Span);
        octets.Write(await RestAsync(literal, cancellationToken));
        Parser = new ImapParser(octets.ToArray());
    }

    private async Task<byte[]> RestAsync(ImapLiteral literal, CancellationToken cancellationToken)
    {
        var line = await session.Reader.ReadAfterAsync(literal, cancellationToken);
        if (line.Kind != LineKind.Complete)
            throw new ImapSyntaxException("The command is too long or not well-formed");
        request.Literal = ImapLiteral.AtEndOf(line.Octets);
        return line.Octets;
    }
}
