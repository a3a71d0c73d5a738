using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>LISTRIGHTS (RFC 4314 3.4): every right can be given by itself; the owner always keeps two.</summary>
internal static class ListRightsCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var access = await AclArguments.FolderAsync(session, request, cancellationToken);
        request.Arguments.Expect(' ');
        var (name, isNegative) = AclArguments.Identifier(request.Arguments);
        request.Arguments.ExpectEnd();

        var identifier = await AclArguments.ResolveAsync(session, access, name, mustExist: false, cancellationToken);
        var always = identifier.Kind == AclIdentifierKind.Owner && !isNegative ? "la" : "";
        var others = string.Join(' ', (AclLetters.All + "cd").Except(always));
        session.WriteLine($"* LISTRIGHTS {session.Shown(access.Path)} {ImapText.String((isNegative ? "-" : "") + name, session.IsUtf8)} \"{always}\" {others}");
        await session.CompleteAsync(request, "Done", cancellationToken);
    }
}
