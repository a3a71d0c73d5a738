using System.Globalization;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Pop3.Commands;

/// <summary>LIST (RFC 1939 5).</summary>
internal static class ListCommand
{
    public static Task ExecuteAsync(Pop3Session session, Pop3Arguments arguments, CancellationToken cancellationToken)
    {
        Answer(session, arguments, static message => message.WireSize.ToString(CultureInfo.InvariantCulture));
        return Task.CompletedTask;
    }

    /// <summary>Says something of one message, or of all.</summary>
    public static void Answer(Pop3Session session, Pop3Arguments arguments, Func<StoredMessage, string> what)
    {
        if (arguments.IsEmpty)
            session.Lines("", session.Maildrop.Left.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Number} {what(m.Message)}")));
        else
            session.Ok($"{arguments.Text} {what(session.Maildrop.Find(arguments.Text))}");
    }
}
