using System.Globalization;
using Oss.MailEngine.Imap.Search;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>SEARCH (RFC 3501 6.4.4).</summary>
internal static class SearchCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var matches = Program(request.Arguments);
        var selected = session.Selected!;
        var found = new List<uint>();
        for (var i = 0; i < selected.Messages.Length; i++)
        {
            var message = selected.Messages[i];
            var content = new Lazy<MimeKit.MimeMessage?>(() => Load(selected.Folder, message.Uid, cancellationToken));
            var candidate = new SearchCandidate(
                message, (uint)i + 1, (uint)selected.Messages.Length, selected.Messages[^1].Uid, selected.IsRecent(message), () => message.InternalDate, content);
            if (matches(candidate))
                found.Add(request.ByUid ? message.Uid : (uint)i + 1);
        }

        session.WriteLine("* SEARCH" + string.Concat(found.Select(n => " " + n.ToString(CultureInfo.InvariantCulture))));
        await session.CompleteAsync(request, "Done", cancellationToken);
    }

    private static Predicate<SearchCandidate> Program(ImapParser arguments)
    {
        if (arguments.TryTakeWord("CHARSET"))
        {
            var charset = arguments.AString().ToUpperInvariant();
            if (charset is not ("UTF-8" or "US-ASCII"))
                throw new ImapRefusalException("[BADCHARSET (UTF-8 US-ASCII)] Unknown character set");
            arguments.Expect(' ');
        }

        var matches = SearchKey.ParseAll(arguments);
        arguments.ExpectEnd();
        return matches;
    }

    private static MimeKit.MimeMessage? Load(Folder folder, uint uid, CancellationToken cancellationToken)
    {
        // Search keys are evaluated one message at a time; the file is local or on a mounted volume.
        using var content = folder.OpenAsync(uid, cancellationToken).GetAwaiter().GetResult();
        try
        {
            return content is null ? null : MimeKit.MimeMessage.Load(content, cancellationToken);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
