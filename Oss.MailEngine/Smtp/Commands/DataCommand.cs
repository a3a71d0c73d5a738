using Oss.MailEngine.Connections;
using Oss.MailEngine.Queue;

namespace Oss.MailEngine.Smtp.Commands;

/// <summary>DATA (RFC 5321 4.1.1.4): the message up to the dot on a line of its own.</summary>
internal static class DataCommand
{
    public static readonly SmtpCommand Row = new("DATA", SmtpCommand.Everywhere, SmtpStates.Recipients, HandleAsync);

    private static async Task HandleAsync(SmtpSession session, byte[] argument, CancellationToken cancellationToken)
    {
        if (argument.Length > 0)
        {
            session.Error("501 5.5.4 DATA takes no argument");
            return;
        }

        // Lines and dots say nothing about where binary octets end (RFC 3030 3).
        if (session.Transaction!.Body == MessageBody.Binary)
        {
            session.Error("503 5.5.1 A binary message comes by BDAT");
            return;
        }

        if (session.SendsTooOften() is { } refusal)
        {
            session.Reply(refusal);
            session.Forget();
            return;
        }

        await using var message = new IncomingMessage(session.Services);
        session.Reply("354 End with a dot on a line of its own");
        await session.Connection.FlushAsync(cancellationToken);
        var end = await session.Connection.ReadDataAsync(session.MessageLimit, SmtpLimits.DataPatience, message.WriteAsync, cancellationToken);
        if (end == DataEnd.HungUp)
            session.Finish();
        else
            await MessageAcceptance.AnswerAsync(session, message, Refusal(end), cancellationToken);
        session.Forget();
    }

    private static string? Refusal(DataEnd end) => end switch
    {
        DataEnd.BareLineEnding => "550 5.6.11 The message has a CR or LF alone; lines end in CR LF",
        DataEnd.Nul => "550 5.6.11 The message has a NUL octet",
        DataEnd.TooLarge => "552 5.3.4 The message is larger than this server takes",
        _ => null,
    };
}
