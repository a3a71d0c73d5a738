using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>ID (RFC 2971): who the client is does not matter here, who the server is may be known; which version it has is nobody's business.</summary>
internal static class IdCommand
{
    private const int MaxPairs = 30;

    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var words = 0;
        if (request.Arguments.Peek != '(')
            _ = request.Arguments.NString() is null ? 0 : throw new ImapSyntaxException("ID takes a list or NIL");
        else
        {
            request.Arguments.Parenthesised(() =>
            {
                _ = request.Arguments.NString();
                if (++words > 2 * MaxPairs)
                    throw new ImapSyntaxException("ID takes 30 pairs");
            });
        }

        request.Arguments.ExpectEnd();
        session.WriteLine("* ID (\"name\" \"Oss\")");
        return session.CompleteAsync(request, "Done", cancellationToken);
    }
}
