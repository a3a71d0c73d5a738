using System.Globalization;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>APPEND (RFC 3501 6.3.11), answered with APPENDUID (RFC 4315 3). The message streams to the spool.</summary>
internal static class AppendCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var arguments = new StreamedArguments(session, request);
        var name = await arguments.FolderAsync(cancellationToken);
        arguments.Expect(' ');
        var (flags, keywords) = arguments.Parser.Peek == '(' ? ImapFlags.Parse(arguments.Parser.List()) : (MessageFlags.None, []);
        if (flags != MessageFlags.None || keywords.Count > 0 || arguments.Parser.Peek == ' ')
            arguments.Expect(' ');
        DateTimeOffset? date = arguments.Parser.Peek == '"' ? InternalDate(arguments.Parser.AString()) : null;
        if (date is not null)
            arguments.Expect(' ');
        var literal = arguments.Message();
        var folder = session.Find(name, "TRYCREATE");

        await using var message = await arguments.SpoolAsync(literal, cancellationToken);
        arguments.Parser.ExpectEnd();
        await message.CompleteAsync(cancellationToken);
        var stored = await folder.AppendAsync(message, flags, keywords, date, cancellationToken);
        await session.CompleteAsync(request, $"[APPENDUID {(await folder.SyncAsync(cancellationToken)).UidValidity} {stored.Uid}] Appended", cancellationToken);
    }

    private static DateTimeOffset InternalDate(string text) =>
        DateTimeOffset.TryParseExact(text.Trim(), "d-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        || DateTimeOffset.TryParseExact(text.Trim().Insert(Math.Max(0, text.Trim().Length - 2), ":"), "d-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
            ? date
            : throw new ImapSyntaxException("A date reads like \"24-Nov-2026 10:00:00 +0100\"");
}
