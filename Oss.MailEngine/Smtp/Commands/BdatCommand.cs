using System.Globalization;
using System.Text;
using Oss.MailEngine.Queue;

namespace Oss.MailEngine.Smtp.Commands;

/// <summary>BDAT (RFC 3030): a piece of the message of so many octets. Whatever is wrong, just these octets are taken off the wire before the reply: not one of them
/// may be read as a command. Where that cannot be done, the connection ends.</summary>
internal static class BdatCommand
{
    public static readonly SmtpCommand Row = new("BDAT", SmtpCommand.Everywhere, SmtpStates.Any, HandleAsync) { Keywords = static _ => ["CHUNKING", "BINARYMIME"] };

    private static async Task HandleAsync(SmtpSession session, byte[] argument, CancellationToken cancellationToken)
    {
        var words = Encoding.ASCII.GetString(argument).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isLast = words is [_, var last] && last.Equals("LAST", StringComparison.OrdinalIgnoreCase);
        if (words.Length is 0 or > 2 || (words.Length == 2 && !isLast) || !long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var octets))
        {
            // Where the data ends is not known, so nothing after this line is a command.
            session.Error("501 5.5.4 BDAT takes a number of octets and LAST; closing, for the data cannot be told from commands");
            session.Finish();
        }
        else if (octets > session.MessageLimit)
        {
            session.Error("552 5.3.4 The chunk is larger than this server takes; closing");
            session.Finish();
        }
        else
        {
            await TakeAsync(session, octets, isLast, cancellationToken);
        }
    }

    private static async Task TakeAsync(SmtpSession session, long octets, bool isLast, CancellationToken cancellationToken)
    {
        var transaction = session.Transaction;
        if (transaction is not { Recipients.Count: > 0, IsSpoilt: false })
        {
            if (await ReadAsync(session, octets, null, cancellationToken))
                session.Error("503 5.5.1 Not now");
            if (isLast && transaction is { IsSpoilt: true })
                session.Forget();
            return;
        }

        if (transaction.Chunks is null && session.SendsTooOften() is { } tooOften)
        {
            // The octets are on their way; not one of them may be read as a command.
            if (await ReadAsync(session, octets, null, cancellationToken))
                session.Reply(tooOften);
            session.Forget();
            return;
        }

        var chunks = transaction.Chunks ??= new ChunkedMessage(session.Services, mayBeBinary: transaction.Body == MessageBody.Binary);
        if (!await ReadAsync(session, octets, chunks, cancellationToken))
            return;

        if (chunks.Refusal(octets, isLast) is { } refusal && (!session.IsLmtp || !isLast))
        {
            transaction.IsSpoilt = true;
            session.Error(refusal);
            if (isLast)
                session.Forget();
        }
        else if (isLast)
        {
            await MessageAcceptance.AnswerAsync(session, chunks.Message, chunks.Refusal(octets, isLast), cancellationToken);
            session.Forget();
        }
        else
        {
            session.Reply(string.Create(CultureInfo.InvariantCulture, $"250 2.0.0 {octets} octets taken"));
        }
    }

    private static async Task<bool> ReadAsync(SmtpSession session, long octets, ChunkedMessage? chunks, CancellationToken cancellationToken)
    {
        var connection = session.Connection;
        if (octets > 0)
            await connection.FlushAsync(cancellationToken);
        while (octets > 0)
        {
            var result = await connection.ReadAsync(SmtpLimits.DataPatience, cancellationToken);
            var taken = result.Buffer.Slice(0, Math.Min(octets, result.Buffer.Length));
            foreach (var segment in taken)
            {
                if (chunks is not null)
                    await chunks.WriteAsync(segment, session.MessageLimit);
            }

            octets -= taken.Length;
            connection.Input.AdvanceTo(taken.End);
            if (result.IsCompleted && octets > 0)
            {
                session.Finish();
                return false;
            }
        }

        return true;
    }
}
