using Oss.MailEngine.Imap.List;
using Oss.MailEngine.Imap.Metadata;
using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>CREATE (RFC 3501 6.3.3), with what the folder is for (RFC 6154 3).</summary>
internal static class CreateCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var name = session.FolderArgument(request);
        var uses = Uses(request.Arguments);
        request.Arguments.ExpectEnd();
        if (!session.Mailbox!.CreateFolder(name))
            throw new ImapRefusalException("[ALREADYEXISTS] There is such a folder already");

        var folder = session.Find(name);
        await folder.SyncAsync(cancellationToken);
        if (uses.Count > 0)
            await session.Mailbox.Attributes.SetAsync([(MetadataEntry.Key(folder, isPrivate: true, SpecialUse.Attribute), string.Join(' ', uses))], cancellationToken);
        await session.CompleteAsync(request, $"[MAILBOXID ({ObjectId.Of(folder)})] Created", cancellationToken);
    }

    private static List<string> Uses(ImapParser arguments)
    {
        var uses = new List<string>();
        if (arguments.TryTake(' '))
        {
            arguments.Parenthesised(() =>
            {
                if (!arguments.TryTakeWord("USE"))
                    throw new ImapSyntaxException("CREATE takes USE");
                uses.AddRange(arguments.List());
            });
        }

        return uses.TrueForAll(use => SpecialUse.Known.Contains(use, StringComparer.OrdinalIgnoreCase)) ? uses : throw new ImapRefusalException("[USEATTR] There is no such use");
    }
}
