using System.Globalization;

namespace Oss.MailEngine.Pop3.Commands;

/// <summary>TOP (RFC 1939 7).</summary>
internal static class TopCommand
{
    public static Task ExecuteAsync(Pop3Session session, Pop3Arguments arguments, CancellationToken cancellationToken) =>
        arguments.Words is [var number, var lines] && int.TryParse(lines, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? RetrCommand.SendAsync(session, number, count, cancellationToken)
            : throw new Pop3RefusalException("TOP takes a message number and a number of lines");
}
