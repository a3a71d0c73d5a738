using Oss.MailEngine.Connections;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Sasl.Bearer;
using Oss.MailEngine.Sasl.Passwords;
using Oss.MailEngine.Sasl.Scram;

namespace Oss.MailEngine.Sasl;

/// <summary>Who wants to log in to what; an exchange begins with it.</summary>
internal sealed record SaslAttempt(SaslLogin Login, MailConnection Connection, MailService Service)
{
    /// <summary>The mechanism's name; for the protocols' own commands <c>password</c>.</summary>
    public string Mechanism { get; init; } = "password";

    /// <summary>The mailbox that somebody asks to act for, as typed; <see langword="null"/> for his own.</summary>
    public string? ActFor { get; init; }
}

/// <summary>One row of the table of mechanisms.</summary>
/// <param name="Name">Its registered name.</param>
/// <param name="Start">Begins an exchange.</param>
internal sealed record SaslMechanism(string Name, Func<SaslAttempt, SaslExchange> Start)
{
    /// <summary>Whether whoever listens learns enough to log in himself.</summary>
    public bool ShowsSecret { get; init; }

    /// <summary>Whether it is possible at all on a connection, encrypted or not.</summary>
    public Func<SaslLogin, MailConnection, bool> IsPossible { get; init; } = static (_, _) => true;

    /// <summary>The strongest first: clients that do not choose take the first they know.</summary>
    public static IReadOnlyList<SaslMechanism> All { get; } =
    [
        new("SCRAM-SHA-256-PLUS", static attempt => new ScramExchange(attempt, binds: true))
        {
            // Offered where there is something to bind to: keying material of TLS 1.3, should the runtime give it away, or the certificate's hash.
            IsPossible = static (_, connection) => connection.IsEncrypted && (connection.ChannelBinding("tls-exporter") ?? connection.ChannelBinding("tls-server-end-point")) is not null,
        },
        new("SCRAM-SHA-256", static attempt => new ScramExchange(attempt, binds: false)),
        new("OAUTHBEARER", static attempt => new OAuthBearerExchange(attempt)) { ShowsSecret = true, IsPossible = static (login, _) => login.Bearer is not null },
        new("XOAUTH2", static attempt => new XOAuth2Exchange(attempt)) { ShowsSecret = true, IsPossible = static (login, _) => login.Bearer is not null },
        new("PLAIN", static attempt => new PlainExchange(attempt)) { ShowsSecret = true },
        new("LOGIN", static attempt => new LoginExchange(attempt)) { ShowsSecret = true },
    ];
}
