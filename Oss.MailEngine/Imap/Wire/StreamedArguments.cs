using Oss.MailEngine.Connections;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Wire;

/// <summary>The arguments of a command whose literals are messages: read piece by piece, a string that is a literal into memory, a message into the spool.</summary>
internal sealed class StreamedArguments(ImapSession session, ImapRequest request)
{
    private ImapLiteral? _literal = request.Literal;

    /// <summary>Stands at the next argument that is here.</summary>
    public ImapParser Parser { get; private set; } = request.Arguments;

    public void Expect(char c) => Parser.Expect(c);

    /// <summary>A folder's name, which may be a literal.</summary>
    public async Task<FolderName> FolderAsync(CancellationToken cancellationToken)
    {
        await JoinAsync(cancellationToken);
        return ImapSession.FolderArgument(Parser);
    }

    /// <summary>The message's literal announced here; refused before it is sent when it is too large.</summary>
    public ImapLiteral Message()
    {
        if (Parser.Peek != '{' || _literal is not { Length: > 0 } literal)
            throw new ImapSyntaxException("A message is missing, which is a literal");
        if (literal.Length > session.Services.Options.MaxMessageBytes)
            throw new ImapRefusalException("[TOOBIG] The message is larger than this server takes");
        return literal;
    }

    /// <summary>Takes the message from the wire; the arguments go on after it.</summary>
    public async Task<SpooledMessage> SpoolAsync(ImapLiteral literal, CancellationToken cancellationToken)
    {
        var message = session.Services.Storage.NewSpooledMessage();
        try
        {
            await foreach (var part in session.Reader.ReadLiteralAsync(literal, cancellationToken))
                await message.WriteAsync(part, cancellationToken);
            var line = await session.Reader.ReadAfterAsync(literal, cancellationToken);
            if (line.Kind != LineKind.Complete)
                throw new ImapSyntaxException("The command is too long or not well-formed");

            _literal = request.Literal = ImapLiteral.AtEndOf(line.Octets);
            Parser = new ImapParser(line.Octets);
            return message;
        }
        catch
        {
            await message.DisposeAsync();
            throw;
        }
    }

    // A string that is a literal ends the line; it and the next line become part of what is parsed.
    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        if (Parser.Peek != '{' || _literal is not { } literal)
            return;
        if (literal.Length > ImapLimits.Command)
            throw new ImapRefusalException("[TOOBIG] The literal is too long");

        using var octets = new MemoryStream();
        octets.Write(Parser.Rest);
        octets.Write("\r\n"u8);
        await foreach (var part in session.Reader.ReadLiteralAsync(literal, cancellationToken))
            octets.Write(part.Span);
        var line = await session.Reader.ReadAfterAsync(literal, cancellationToken);
        if (line.Kind != LineKind.Complete)
            throw new ImapSyntaxException("The command is too long or not well-formed");

        octets.Write(line.Octets);
        _literal = request.Literal = ImapLiteral.AtEndOf(line.Octets);
        Parser = new ImapParser(octets.ToArray());
    }
}
