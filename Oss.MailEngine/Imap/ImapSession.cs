using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Sasl;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap;

/// <summary>One IMAP connection (RFC 3501): reads commands, finds them in the table, tells what changed. The commands are in <c>Commands/</c>.</summary>
internal sealed partial class ImapSession(MailConnection connection, MailEngineOptions options, MailStorage storage, SaslLogin login)
{
    private Mailbox? _mailbox;
    private SelectedFolder? _selected;
    private int _errors;
    private bool _finished;

    private ImapStates State => _selected is not null ? ImapStates.Selected : _mailbox is not null ? ImapStates.Authenticated : ImapStates.NotAuthenticated;

    private bool MayLogIn => connection.IsEncrypted || connection.IsLocal;

    private TimeSpan Patience => _mailbox is null ? ImapLimits.LoginPatience : ImapLimits.Patience;

    private string Capabilities => "IMAP4rev1 LITERAL+ SASL-IR ID IDLE NAMESPACE CHILDREN UIDPLUS UNSELECT MOVE"
        + (_mailbox is not null ? "" : (connection.IsEncrypted ? "" : " STARTTLS") + (MayLogIn ? " AUTH=PLAIN AUTH=LOGIN" : " LOGINDISABLED"));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        connection.WriteLine($"* OK [CAPABILITY {Capabilities}] {options.HostName} ready");
        try
        {
            while (!_finished)
            {
                if (!connection.HasBufferedInput())
                    await connection.FlushAsync(cancellationToken);
                if (await ReadRequestAsync(cancellationToken) is { } request)
                    await HandleAsync(request, cancellationToken);
            }
        }
        catch (TimeoutException)
        {
            connection.WriteLine("* BYE You were silent too long");
        }

        await connection.FlushAsync(cancellationToken);
    }

    private async Task HandleAsync(ImapRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (!ImapCommands.Table.TryGetValue(request.Verb, out var command))
                Bad(request.Tag, "Unknown command");
            else if (!command.States.HasFlag(State))
                Bad(request.Tag, _mailbox is null ? "Log in first" : _selected is null ? "Select a folder first" : "Not now");
            else
            {
                await command.Handle(this, request, cancellationToken);
                return;
            }
        }
        catch (ImapSyntaxException e)
        {
            Bad(request.Tag, e.Message);
        }
        catch (ImapRefusalException e)
        {
            No(request.Tag, e.Message);
        }
        catch (OverQuotaException)
        {
            No(request.Tag, "[OVERQUOTA] The mailbox is full");
        }
        catch (DirectoryNotFoundException) when (_selected is not null && !_selected.Folder.Exists)
        {
            // Deleted or renamed by another session: its numbers and UIDs mean nothing any more, and IMAP has no other word for it.
            connection.WriteLine("* BYE The selected folder is gone");
            _finished = true;
            return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !connection.Closed.IsCancellationRequested)
        {
            No(request.Tag, "[UNAVAILABLE] The mailbox cannot be reached or written now; try again");
        }

        await DrainAsync(request, cancellationToken);
    }

    // What the client sends without waiting has to be read to its end, or it would be taken for commands.
    private async Task DrainAsync(ImapRequest request, CancellationToken cancellationToken)
    {
        if (request.Literal is not { IsComing: true } literal)
            return;
        if (literal.Left > (_mailbox is null ? ImapLimits.DroppedBeforeLogin : ImapLimits.Dropped))
        {
            connection.WriteLine("* BYE That is too much to read for nothing");
            _finished = true;
            return;
        }

        await foreach (var _ in ReadLiteralAsync(literal, cancellationToken))
        {
        }

        if (!literal.IsEnded)
            await connection.ReadLineAsync(ImapLimits.Command, Patience, cancellationToken);
        literal.IsEnded = true;
    }

    private async Task<ImapRequest?> ReadRequestAsync(CancellationToken cancellationToken)
    {
        using var octets = new MemoryStream();
        while (true)
        {
            var line = await connection.ReadLineAsync(ImapLimits.Command, Patience, cancellationToken);
            if (line.Kind == LineKind.End)
            {
                _finished = true;
                return null;
            }

            octets.Write(line.Octets);
            if (line.Kind != LineKind.Complete || octets.Length > ImapLimits.Command)
            {
                Bad("*", "The command is too long or not well-formed");
                return null;
            }

            var literal = ImapLiteral.AtEndOf(line.Octets);
            if (literal is null || IsAppend(octets))
                return Request(octets.ToArray(), literal);
            if (literal.Length > ImapLimits.Command - octets.Length)
            {
                // A client that waits is told no; one that does not has sent it already, and its tail cannot be told from commands.
                Bad(TagOf(octets.ToArray()), "[TOOBIG] The literal is too long");
                _finished |= !literal.Synchronizing;
                return null;
            }

            octets.Write("\r\n"u8);
            if (literal.Synchronizing)
                await GoAheadAsync(literal, cancellationToken);
            await foreach (var part in ReadLiteralAsync(literal, cancellationToken))
                octets.Write(part.Span);
        }
    }

    private ImapRequest? Request(byte[] octets, ImapLiteral? literal)
    {
        var parser = new ImapParser(octets);
        var tag = "*";
        try
        {
            tag = parser.Atom("]");
            if (tag.Contains('+', StringComparison.Ordinal))
                throw new ImapSyntaxException("A tag has no +");
            parser.Expect(' ');
            var verb = parser.Atom().ToUpperInvariant();
            if (verb == "UID")
            {
                parser.Expect(' ');
                verb = "UID " + parser.Atom().ToUpperInvariant();
            }

            if (!parser.IsAtEnd)
                parser.Expect(' ');
            return new ImapRequest(tag, verb, parser) { Literal = literal };
        }
        catch (ImapSyntaxException e)
        {
            Bad(tag, e.Message);
            return null;
        }
    }

    // APPEND's message goes to the spool and not into memory: its line is handled when the literal is announced. A folder's name that is a literal
    // comes before it, and is read like any other.
    private static bool IsAppend(MemoryStream octets)
    {
        var words = Encoding.UTF8.GetString(octets.GetBuffer(), 0, (int)octets.Length).Split(' ');
        return words.Length > 3 && words[1].Equals("APPEND", StringComparison.OrdinalIgnoreCase);
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadLiteralAsync(ImapLiteral literal, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
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

    private static string TagOf(byte[] octets)
    {
        try
        {
            return new ImapParser(octets).Atom("]");
        }
        catch (ImapSyntaxException)
        {
            return "*";
        }
    }

    private async Task GoAheadAsync(ImapLiteral literal, CancellationToken cancellationToken)
    {
        literal.IsComing = true;
        connection.WriteLine("+ Go ahead");
        await connection.FlushAsync(cancellationToken);
    }

    private void Ok(ImapRequest request, string text) => connection.WriteLine($"{request.Tag} OK {text}");

    private void No(string tag, string text) => connection.WriteLine($"{tag} NO {text}");

    private void Bad(string tag, string text)
    {
        connection.WriteLine($"{tag} BAD {text}");
        if (++_errors >= ImapLimits.Errors)
        {
            connection.WriteLine("* BYE Too many errors");
            _finished = true;
        }
    }

    /// <summary>Tells what changed in the selected folder, then ends the command.</summary>
    private async Task CompleteAsync(ImapRequest request, string text, CancellationToken cancellationToken)
    {
        await TellAsync(ImapCommands.Table[request.Verb].Expunges, cancellationToken);
        Ok(request, text);
    }

    private async Task TellAsync(bool expunges, CancellationToken cancellationToken)
    {
        if (_selected is null)
            return;
        foreach (var line in _selected.Update(await _selected.Folder.SyncAsync(cancellationToken), expunges))
            connection.WriteLine(line);
    }

    private static FolderName FolderArgument(ImapRequest request) =>
        FolderName.TryParseWire(request.Arguments.AString().TrimEnd('/')) ?? throw new ImapRefusalException("[CANNOT] This cannot be a folder's name");
}
