using System.Globalization;
using MimeKit;
using Oss.MailEngine.Imap.Events;
using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Append;

/// <summary>Messages that APPEND or REPLACE brings, each in the spool until all are there.</summary>
internal sealed class AppendedMessages(ImapSession session, StreamedArguments arguments, FolderAccess target) : IAsyncDisposable
{
    private readonly List<NewMessage> _messages = [];

    /// <summary>Reads flags, date and content of one message, the content being a literal (RFC 3501, RFC 3516), one in UTF8 (RFC 6855 4), or put together (RFC 4469).</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (_messages.Count >= Math.Min(ImapLimits.AppendMessages, session.Services.Options.MessageLimit))
            throw new ImapRefusalException($"[MESSAGELIMIT {_messages.Count}] Too many messages at once");
        var parser = arguments.Parser;
        var (flags, keywords) = (MessageFlags.None, new List<string>());
        if (parser.Peek == '(')
        {
            (flags, keywords) = ImapFlags.Parse(parser.List());
            // Flags that the user may not set are not set, and that is no error (RFC 4314 4).
            var allowed = target.Flags;
            (flags, keywords) = (flags & allowed.Flags, allowed.Keywords ? keywords : []);
            parser.Expect(' ');
        }

        DateTimeOffset? date = null;
        if (parser.Peek == '"')
        {
            date = InternalDate(parser.AString());
            parser.Expect(' ');
        }

        var content = await ContentAsync(cancellationToken);
        _messages.Add(new NewMessage(content, flags, keywords, date));
    }

    /// <summary>Puts all into the folder.</summary>
    /// <returns>The APPENDUID code.</returns>
    public async Task<string> StoreAsync(CancellationToken cancellationToken)
    {
        var folder = target.Folder;
        foreach (var message in _messages)
            await message.Content.CompleteAsync(cancellationToken);
        var stored = await folder.AppendAsync(_messages, cancellationToken);
        if (await ImapEvents.OfAsync(session, folder, ImapCauses.Append, null, cancellationToken) is { } events)
            await events.AddedAsync(stored.Select(message => message.Uid), cancellationToken);
        return $"APPENDUID {(await folder.SyncAsync(cancellationToken)).UidValidity} {SequenceSet.Format(stored.Select(message => message.Uid))}";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var message in _messages)
            await message.Content.DisposeAsync();
    }

    private async Task<SpooledMessage> ContentAsync(CancellationToken cancellationToken)
    {
        if (arguments.Parser.TryTake("CATENATE ("))
            return await new Catenation(session, arguments, await RoomAsync(cancellationToken)).ReadAsync(cancellationToken);

        var inUtf8 = arguments.Parser.TryTake("UTF8 (");
        var content = new AppendedContent(session.Services.Storage.NewSpooledMessage());
        try
        {
            await arguments.CopyAsync(content, await RoomAsync(cancellationToken), cancellationToken);
            if (inUtf8)
                arguments.Parser.Expect(')');
            return content.HasNul ? await WithoutNulAsync(content.Message, cancellationToken) : content.Message;
        }
        catch
        {
            await content.Message.DisposeAsync();
            throw;
        }
    }

    // Told before the message is sent, that it will not fit.
    private async ValueTask<long> RoomAsync(CancellationToken cancellationToken)
    {
        var octets = _messages.Sum(message => message.Content.Length);
        if (octets > ImapLimits.AppendOctets)
            throw new ImapRefusalException("[TOOBIG] Too much at once");
        if (arguments.Announced is { } announced)
            (await target.Folder.Mailbox.Quota.ReserveAsync(target.Folder.Name, octets + Math.Min(announced, session.AppendLimit), _messages.Count + 1, cancellationToken)).Dispose();
        return session.AppendLimit;
    }

    // RFC 3516 4.4: binary parts are kept in base64, for a client that asks for BODY[] must get no NUL. From file to file: of a part, only what is being encoded is in memory.
    private async Task<SpooledMessage> WithoutNulAsync(SpooledMessage binary, CancellationToken cancellationToken)
    {
        var converted = new AppendedContent(session.Services.Storage.NewSpooledMessage());
        try
        {
            await binary.FlushAsync();
            await using (var source = binary.OpenRead())
            {
                using var message = await MimeMessage.LoadAsync(source, persistent: true, cancellationToken);
                message.Prepare(EncodingConstraint.EightBit);
                var format = FormatOptions.Default.Clone();
                format.NewLineFormat = NewLineFormat.Dos;
                await using var target = new AppendedStream(converted);
                await message.WriteToAsync(format, target, cancellationToken);
            }

            if (converted.HasNul)
                throw new ImapRefusalException("[UNKNOWN-CTE] There is a NUL where none may be");
            await binary.DisposeAsync();
            return converted.Message;
        }
        catch (Exception e)
        {
            await converted.Message.DisposeAsync();
            throw e is FormatException ? new ImapRefusalException("[UNKNOWN-CTE] There is a NUL where none may be") : e;
        }
    }

    private static DateTimeOffset InternalDate(string text) =>
        DateTimeOffset.TryParseExact(text.Trim(), "d-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        || DateTimeOffset.TryParseExact(text.Trim().Insert(Math.Max(0, text.Trim().Length - 2), ":"), "d-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
            ? date
            : throw new ImapSyntaxException("A date reads like \"24-Nov-2026 10:00:00 +0100\"");
}
