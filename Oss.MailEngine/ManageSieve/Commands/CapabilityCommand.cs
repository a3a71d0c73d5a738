using System.Globalization;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Sieve.Extensions;
using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.ManageSieve.Commands;

/// <summary>CAPABILITY (RFC 5804 2.4), and the same lines as a greeting (1.7).</summary>
internal static class CapabilityCommand
{
    public static Task ExecuteAsync(ManageSieveSession session, ManageSieveInput input, CancellationToken cancellationToken)
    {
        input.ExpectStrings(0);
        Write(session);
        session.Ok();
        return Task.CompletedTask;
    }

    public static void Write(ManageSieveSession session)
    {
        Line("IMPLEMENTATION", "Oss");
        Line("SIEVE", string.Join(' ', Vocabulary.Instance.Names));
        Line("NOTIFY", "mailto");
        Line("EXTLISTS", string.Join(' ', ListName.Schemes));
        Line("MAXREDIRECTS", SieveLimits.Redirects.ToString(CultureInfo.InvariantCulture));
        if (session.User is { } user)
            Line("OWNER", user.CanonicalName);
        else
            Line("SASL", string.Join(' ', session.Services.Login.Mechanisms(session.Connection)));
        if (!session.Connection.IsEncrypted && session.User is null)
            session.Connection.WriteLine("\"STARTTLS\"");
        session.Connection.WriteLine("\"UNAUTHENTICATE\"");
        Line("VERSION", "1.0");

        void Line(string name, string value) => session.Connection.WriteLine($"\"{name}\" {ManageSieveSession.Quote(value)}");
    }
}
