using System.Net;
using System.Text;

namespace Oss.MailEngine.Smtp.Commands;

/// <summary>XCLIENT (Postfix's extension): a listed proxy says for whom it speaks. For everybody else the verb does not exist. LOGIN is not taken: who is logged in here proved it here.</summary>
internal static class XClientCommand
{
    public static readonly SmtpCommand Row = new("XCLIENT", SmtpCommand.Everywhere, SmtpStates.Connected | SmtpStates.Greeted, HandleAsync)
    {
        IsKnown = IsTrusted, Keywords = static session => IsTrusted(session) ? ["XCLIENT NAME ADDR PORT PROTO HELO"] : [],
    };

    private static bool IsTrusted(SmtpSession session) =>
        session.Connection.PeerAddress is { } peer && session.Services.Options.XClientNetworks.Any(network => network.Contains(peer));

    private static async Task HandleAsync(SmtpSession session, byte[] argument, CancellationToken cancellationToken)
    {
        IPAddress? client = null;
        foreach (var attribute in Encoding.ASCII.GetString(argument).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = attribute.Split('=', 2);
            var isKnown = pair.Length == 2 && pair[0].ToUpperInvariant() is "NAME" or "PORT" or "PROTO" or "HELO";
            if (pair.Length == 2 && pair[0].Equals("ADDR", StringComparison.OrdinalIgnoreCase))
                isKnown = IsUnavailable(pair[1]) || IPAddress.TryParse(pair[1].StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? pair[1][5..] : pair[1], out client);
            if (isKnown)
                continue;

            session.Error("501 5.5.4 XCLIENT takes NAME, ADDR, PORT, PROTO and HELO");
            return;
        }

        if (client is not null)
            session.Connection.Believe(client);
        // As after connecting: the greeting again, and all that was said before is forgotten.
        session.ForgetAll();
        await session.WelcomeAsync(cancellationToken);
    }

    private static bool IsUnavailable(string value) => value.ToUpperInvariant() is "[UNAVAILABLE]" or "[TEMPUNAVAIL]";
}
