namespace Oss.MailEngine.Smtp.Commands;

/// <summary>EHLO (RFC 5321 4.1.1.1): the client's name, answered with what the server can.</summary>
internal static class EhloCommand
{
    public static readonly SmtpCommand Row = new("EHLO", SmtpCommand.NotLmtp, SmtpStates.Any, HandleAsync)
    {
        // Replies are written in order and leave when no more input is there (RFC 2920); each has an enhanced code (RFC 2034).
        Keywords = static _ => ["PIPELINING", "ENHANCEDSTATUSCODES"],
    };

    /// <summary>Answers the greeting of an extended session; LHLO's is the same (RFC 2033 4.1).</summary>
    public static async Task HandleAsync(SmtpSession session, byte[] argument, CancellationToken cancellationToken)
    {
        if (!await HeloCommand.TryGreetAsync(session, argument, isExtended: true, cancellationToken))
            return;

        List<string> lines = [session.HostName, .. SmtpCommands.All.Where(c => c.Listeners.Contains(session.Listener)).SelectMany(c => c.Keywords(session)).Distinct()];
        for (var i = 0; i < lines.Count; i++)
            session.Reply($"250{(i < lines.Count - 1 ? '-' : ' ')}{lines[i]}");
    }
}
