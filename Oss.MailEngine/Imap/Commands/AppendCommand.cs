using Oss.MailEngine.Imap.Append;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>APPEND (RFC 3501 6.3.11) of one message or many, all or none (RFC 3502), answered with APPENDUID (RFC 4315 3). Messages stream to the spool.</summary>
internal static class AppendCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var arguments = new StreamedArguments(session, request);
        var folder = await session.FindAsync(await arguments.FolderAsync(cancellationToken), AclRights.Insert, cancellationToken, "TRYCREATE");
        await using var messages = new AppendedMessages(session, arguments, folder);
        do
        {
            arguments.Parser.Expect(' ');
            await messages.ReadAsync(cancellationToken);
        }
        while (!arguments.Parser.IsAtEnd);

        var code = await messages.StoreAsync(cancellationToken);
        await session.CompleteAsync(request, $"[{code}] Appended", cancellationToken);
    }
}
