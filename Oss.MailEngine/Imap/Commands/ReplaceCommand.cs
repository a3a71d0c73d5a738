using Oss.MailEngine.Imap.Append;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>REPLACE (RFC 8508): the new message is on disk before the old one goes, so that a crash between the two leaves both.</summary>
internal static class ReplaceCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var arguments = new StreamedArguments(session, request);
        var number = arguments.Parser.TryTake('*') ? uint.MaxValue : arguments.Parser.Number();
        arguments.Parser.Expect(' ');
        var folder = await session.FindAsync(await arguments.FolderAsync(cancellationToken), AclRights.Insert, cancellationToken, "TRYCREATE");
        var selected = session.Writable(AclRights.DeleteMessages | AclRights.Expunge);
        var replaced = selected.Uids(new SequenceSet([(number, number)]), request.ByUid);
        if (replaced.Count != 1)
            throw new ImapRefusalException("[NONEXISTENT] There is no such message");

        await using var messages = new AppendedMessages(session, arguments, folder);
        arguments.Parser.Expect(' ');
        await messages.ReadAsync(cancellationToken);
        arguments.Parser.ExpectEnd();
        session.WriteLine($"* OK [{await messages.StoreAsync(cancellationToken)}] The replacement is there");
        await selected.Folder.ExpungeAsync(replaced, cancellationToken);
        await session.CompleteAsync(request, "Replaced", cancellationToken);
    }
}
