using System.Text;

namespace Oss.MailEngine.Smtp.Commands;

/// <summary>HELO (RFC 5321 4.1.1.1): the greeting without extensions.</summary>
internal static class HeloCommand
{
    private const int MaxName = 255;

    public static readonly SmtpCommand Row = new("HELO", SmtpCommand.NotLmtp, SmtpStates.Any, HandleAsync);

    /// <summary>Takes the client's name, which ends a transaction (RFC 5321 4.1.4).</summary>
    public static async ValueTask<bool> TryGreetAsync(SmtpSession session, byte[] argument, bool isExtended, CancellationToken cancellationToken)
    {
        var name = Encoding.UTF8.GetString(argument);
        // The name goes into the Received field: nothing that could end a comment or a line.
        if (name.Length is 0 or > MaxName || name.Any(c => c is <= ' ' or > '~' or '(' or ')' or '\\' or '"' or ';' or '<' or '>'))
        {
            session.Error($"501 5.5.4 {(session.IsLmtp ? "LHLO" : isExtended ? "EHLO" : "HELO")} takes the client's name");
            return false;
        }

        session.Greeted(name, isExtended);
        return !await session.AskPolicyAsync(policy => policy.HeloAsync(name, cancellationToken));
    }

    private static async Task HandleAsync(SmtpSession session, byte[] argument, CancellationToken cancellationToken)
    {
        if (await TryGreetAsync(session, argument, isExtended: false, cancellationToken))
            session.Reply($"250 {session.HostName}");
    }
}
