using System.Net;
using Microsoft.Extensions.Options;
using Oss.Domain.Access;

namespace Oss.Api.Authentication;

/// <summary>What came of a machine's credentials.</summary>
internal abstract record SignInOutcome
{
    public sealed record SignedIn(Actor Actor) : SignInOutcome;

    public sealed record Refused : SignInOutcome;

    public sealed record Throttled(TimeSpan Wait) : SignInOutcome;

    /// <summary>The credentials came in clear text over a network. They are not even looked at, so that a client set up this
    /// way is noticed on its first call and not by whoever listens.</summary>
    public sealed record Plaintext : SignInOutcome;
}

/// <summary>Signs machines in, whichever way their credentials came: HTTP Basic or WS-Security.</summary>
internal sealed partial class ApiClientSignIn(
    AuthenticateApiClient clients, GuessThrottle throttle, IOptions<ApiOptions> options, ILogger<ApiClientSignIn> log)
{
    public bool MayCarryCredentials(HttpContext context) =>
        context.Request.IsHttps || options.Value.AllowPlaintextCredentials
        || context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address);

    public async Task<SignInOutcome> SignInAsync(HttpContext context, string name, string secret, CancellationToken cancellationToken)
    {
        if (!MayCarryCredentials(context))
            return new SignInOutcome.Plaintext();

        var attempt = throttle.Of(name.Length <= ApiClient.NameLength ? name : "", secret, context.Connection.RemoteIpAddress);
        switch (throttle.Judge(attempt))
        {
            case GuessThrottle.Verdict.Wait { For: var wait }:
                return new SignInOutcome.Throttled(wait);
            case GuessThrottle.Verdict.Refuse:
                return Refuse(context, name);
        }

        if (name.Length is > 0 and <= ApiClient.NameLength && await clients.ExecuteAsync(name, secret, CertificateOf(context), cancellationToken) is { } actor)
        {
            throttle.Succeeded(attempt);
            return new SignInOutcome.SignedIn(actor);
        }

        throttle.Failed(attempt);
        return Refuse(context, name);
    }

    /// <summary>SHA-256 of the certificate that the client shows; its handshake has proved that it has the key.</summary>
    public static string? CertificateOf(HttpContext context) => context.Connection.ClientCertificate?.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);

    // Not the name: people paste secrets into the wrong field.
    private SignInOutcome.Refused Refuse(HttpContext context, string name)
    {
        LogRefused(context.Connection.RemoteIpAddress?.ToString() ?? "local", name.Length);
        return new SignInOutcome.Refused();
    }

    [LoggerMessage(3001, LogLevel.Warning, "API sign-in refused from {Address} (name of {Length} characters)")]
    private partial void LogRefused(string address, int length);
}
