namespace Oss.MailEngine.Imap.Commands;

/// <summary>MOVE (RFC 6851): the COPYUID comes before the expunges.</summary>
internal static class MoveCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var (set, target) = CopyCommand.Arguments(session, request);
        var selected = session.Writable();
        var moved = await CopyCommand.RunAsync(selected, set, request.ByUid, target, cancellationToken);
        if (await CopyCommand.CodeAsync(moved, target, cancellationToken) is { Length: > 0 } code)
            session.WriteLine($"* OK {code}Moved");
        await selected.Folder.ExpungeAsync([.. moved.Select(m => m.Source)], cancellationToken);
        await session.CompleteAsync(request, "Moved", cancellationToken);
    }
}
