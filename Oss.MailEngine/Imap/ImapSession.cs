using System.Globalization;
using System.Text;
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
        catch (OverQuotaException)
        {
            No(request.Tag, "[OVERQUOTA] The mailbox is full");
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
        if (request is { Pending: > 0, Synchronizing: false })
        {
            await foreach (var _ in ReadLiteralAsync(request.Pending, cancellationToken))
            {
            }

            await connection.ReadLineAsync(ImapLimits.Command, Patience, cancellationToken);
        }
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

            var literal = Literal.AtEndOf(line.Octets);
            if (literal is null || IsAppend(octets))
                return Request(octets.ToArray(), literal);
            if (literal.Length > ImapLimits.Command - octets.Length)
            {
                // A client that waits is told no; one that does not has sent it already, and its tail cannot be told from commands.
                Bad("*", "[TOOBIG] The literal is too long");
                _finished = !literal.Synchronizing;
                return null;
            }

            octets.Write("\r\n"u8);
            if (literal.Synchronizing)
                await GoAheadAsync(cancellationToken);
            await foreach (var part in ReadLiteralAsync(literal.Length, cancellationToken))
                octets.Write(part.Span);
        }
    }

    private ImapRequest? Request(byte[] octets, Literal? literal)
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
            return new ImapRequest(tag, verb, parser) { Pending = literal?.Length ?? 0, Synchronizing = literal?.Synchronizing ?? false };
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

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadLiteralAsync(long length, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            var result = await connection.ReadAsync(Patience, cancellationToken);
            if (result.Buffer.IsEmpty && result.IsCompleted)
                throw new IOException("The peer hung up in a literal.");

            var part = result.Buffer.First;
            if (part.Length > length)
                part = part[..(int)length];
            length -= part.Length;
            yield return part;
            connection.Input.AdvanceTo(result.Buffer.GetPosition(part.Length));
        }
    }

    private async Task GoAheadAsync(CancellationToken cancellationToken)
    {
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
        FolderName.TryParseWire(request.Arguments.AString().TrimEnd('/')) ?? throw new ImapSyntaxException("This cannot be a folder's name");

    /// <summary>A literal announced at the end of a line: <c>{n}</c>, or <c>{n+}</c> when the client does not wait (RFC 7888).</summary>
    private sealed record Literal(long Length, bool Synchronizing)
    {
        public static Literal? AtEndOf(byte[] line)
        {
            if (line is not [.., (byte)'}'] || Array.LastIndexOf(line, (byte)'{') is not (>= 0 and var open))
                return null;

            var number = Encoding.ASCII.GetString(line, open + 1, line.Length - open - 2);
            var waits = !number.EndsWith('+');
            return long.TryParse(number.TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length < long.MaxValue / 2 ? new Literal(length, waits) : null;
        }
    }
}
