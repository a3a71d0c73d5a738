using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>STATUS (RFC 3501 6.3.10).</summary>
internal static class StatusCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var name = ImapSession.FolderArgument(request);
        request.Arguments.Expect(' ');
        var items = request.Arguments.List();
        request.Arguments.ExpectEnd();
        var snapshot = await session.Find(name).SyncAsync(cancellationToken);
        session.WriteLine($"* STATUS {ImapText.String(name.Wire)} ({string.Join(' ', items.Select(item => Value(item.ToUpperInvariant(), snapshot)))})");
        await session.CompleteAsync(request, "Done", cancellationToken);
    }

    private static string Value(string item, FolderSnapshot snapshot) => item switch
    {
        "MESSAGES" => $"MESSAGES {snapshot.Messages.Length}",
        "RECENT" => "RECENT 0",
        "UIDNEXT" => $"UIDNEXT {snapshot.UidNext}",
        "UIDVALIDITY" => $"UIDVALIDITY {snapshot.UidValidity}",
        "UNSEEN" => $"UNSEEN {snapshot.Messages.Count(m => !m.Flags.HasFlag(MessageFlags.Seen))}",
        _ => throw new ImapSyntaxException($"STATUS knows no {item}"),
    };
}
