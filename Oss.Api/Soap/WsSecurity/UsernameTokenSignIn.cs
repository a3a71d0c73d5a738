using System.ServiceModel;
using System.ServiceModel.Channels;
using Oss.Api.Authentication;
using Oss.Domain.Access;

namespace Oss.Api.Soap.WsSecurity;

/// <summary>Signs a machine in by the UsernameToken of its request, with the fault codes of WS-Security.</summary>
internal sealed class UsernameTokenSignIn(ApiClientSignIn signIn, NonceWindow nonces)
{
    public async Task<Actor> SignInAsync(HttpContext context, SoapBinding binding, MessageHeaders headers)
    {
        if (UsernameToken.Find(headers) is not { } token)
            throw Refused(binding, "InvalidSecurity", "The request has no complete wsse:UsernameToken.");
        if (token.IsDigest)
            throw Refused(binding, "UnsupportedSecurityToken", "PasswordDigest is not possible, because secrets are stored hashed; send PasswordText over TLS.");

        return await signIn.SignInAsync(context, token.Name, token.Password, context.RequestAborted) switch
        {
            // The nonce comes last: only who knows the secret can fill the window.
            SignInOutcome.SignedIn { Actor: var actor } => nonces.Admit(token.Name, token.Nonce, token.Created)
                ? actor
                : throw Refused(binding, "MessageExpired", "The token is too old, from the future, or was used before."),
            SignInOutcome.Plaintext => throw Refused(binding, "FailedAuthentication", "Credentials are accepted over TLS only."),
            SignInOutcome.Throttled => throw Refused(binding, "FailedAuthentication", "Too many failures; wait some minutes."),
            _ => throw Refused(binding, "FailedAuthentication", "The credentials are refused."),
        };
    }

    // SOAP 1.1 has one code, which may be any; SOAP 1.2 refines Sender by a subcode (WSS SOAP Message Security 1.1, 12).
    private static SoapFaultException Refused(SoapBinding binding, string code, string text)
    {
        var wsse = new FaultCode(code, UsernameToken.Namespace);
        return new SoapFaultException(SoapFaults.Unauthenticated(
            binding == SoapBinding.Soap12 ? FaultCode.CreateSenderFaultCode(wsse) : wsse, text));
    }
}
