using System.Net;

namespace Oss.MailEngine.Directory;

/// <summary>What SCRAM-SHA-256 (RFC 5802 3) needs of a user. For a name that is not there, or whose password came as a hash, it is made up: the same each time the name is asked for, on
/// every node, and such that nobody can prove it.</summary>
/// <param name="Salt">The salt.</param>
/// <param name="Iterations">Iterations of PBKDF2.</param>
/// <param name="StoredKey">Proves the client.</param>
/// <param name="ServerKey">Proves the server to the client.</param>
public sealed record ScramChallenge(byte[] Salt, int Iterations, byte[] StoredKey, byte[] ServerKey)
{
    /// <summary>Never shows the keys.</summary>
    public override string ToString() => "SCRAM-SHA-256 keys";
}

/// <summary>A login whose password was proven to the engine.</summary>
/// <param name="UserName">As typed by the user: canonical name or any alias.</param>
/// <param name="Service">The service asked for.</param>
/// <param name="RemoteAddress">The client's address, for the record of logins.</param>
public sealed record ProvenLogin(string UserName, MailService Service, IPAddress? RemoteAddress)
{
    /// <summary>The mailbox to act for, as the user named it; <see langword="null"/> for the user's own.</summary>
    public string? ActFor { get; init; }
}

/// <summary>A login by an access token (RFC 6750).</summary>
/// <param name="Token">The token; never logged.</param>
/// <param name="UserName">Whom the client says it is for; empty when it leaves that to the token.</param>
/// <param name="Service">The service asked for.</param>
/// <param name="RemoteAddress">The client's address, for the record of logins.</param>
public sealed record TokenLogin(string Token, string UserName, MailService Service, IPAddress? RemoteAddress)
{
    /// <summary>Names the attempt without its token.</summary>
    public override string ToString() => $"{Service} login of {UserName} by token from {RemoteAddress}";
}
