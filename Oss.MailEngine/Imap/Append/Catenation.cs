using Oss.MailEngine.Imap.Fetch;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Mime;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Append;

/// <summary>A message put together of pieces that are sent and pieces of messages that are here (RFC 4469).</summary>
internal sealed class Catenation(ImapSession session, StreamedArguments arguments, long room)
{
    public async Task<SpooledMessage> ReadAsync(CancellationToken cancellationToken)
    {
        var content = new AppendedContent(session.Services.Storage.NewSpooledMessage());
        try
        {
            var pieces = 0;
            do
            {
                if (++pieces > ImapLimits.Pieces)
                    throw new ImapRefusalException("[TOOBIG] Too many pieces");
                await PieceAsync(content, cancellationToken);
                if (content.Message.Length > room)
                    throw new ImapRefusalException("[TOOBIG] The message is larger than this server takes");
            }
            while (arguments.Parser.TryTake(' '));
            arguments.Parser.Expect(')');
            if (content.Message.Length == 0 || content.HasNul)
                throw new ImapRefusalException("[CANNOT] That makes no message");
            return content.Message;
        }
        catch
        {
            await content.Message.DisposeAsync();
            throw;
        }
    }

    private async Task PieceAsync(AppendedContent content, CancellationToken cancellationToken)
    {
        if (arguments.Parser.TryTakeWord("TEXT"))
            await arguments.CopyAsync(content, room - content.Message.Length, cancellationToken);
        else if (arguments.Parser.TryTakeWord("URL"))
        {
            var text = await arguments.StringAsync(cancellationToken);
            await CopyAsync(text, content, cancellationToken);
        }
        else
            throw new ImapSyntaxException("CATENATE takes TEXT and URL");
    }

    private async Task CopyAsync(string text, AppendedContent content, CancellationToken cancellationToken)
    {
        var bad = new ImapRefusalException($"[BADURL {ImapText.String(text)}] There is no such thing");
        var url = ImapUrl.TryParse(text) ?? throw bad;
        if (await FolderAsync(url.Folder, cancellationToken) is not { } folder || (url.UidValidity is { } validity && (await folder.SyncAsync(cancellationToken)).UidValidity != validity))
            throw bad;

        await using var message = await folder.OpenAsync(url.Uid, cancellationToken) ?? throw bad;
        var (path, section) = FetchItem.Specifier(url.Section.ToUpperInvariant());
        var item = new FetchItem(FetchKind.Section, "") { Path = path, Text = section, Fields = section.StartsWith("HEADER.FIELDS", StringComparison.Ordinal) ? throw bad : null };
        var structure = item.NeedsStructure ? await MimeReader.ReadAsync(message, cancellationToken) : item.NeedsHeader ? await MimeReader.ReadHeaderAsync(message, cancellationToken) : null;
        foreach (var range in MessageSections.Of(item, structure, message.Length) ?? throw bad)
            await CopyAsync(message, range, content, cancellationToken);
    }

    private async ValueTask<Folder?> FolderAsync(string? named, CancellationToken cancellationToken)
    {
        if (named is null)
            return session.Selected?.Folder;
        try
        {
            return FolderPath.TryParse(named) is { } path ? (await session.FindAsync(path, AclRights.Read, cancellationToken)).Folder : null;
        }
        catch (ImapRefusalException)
        {
            return null;
        }
    }

    private static async Task CopyAsync(Stream message, OctetRange range, AppendedContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[ImapLimits.Chunk];
        message.Position = range.Start;
        for (var left = range.Length; left > 0;)
        {
            var read = await message.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
            if (read == 0)
                throw new IOException("A message became shorter while it was read.");
            await content.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            left -= read;
        }
    }
}
