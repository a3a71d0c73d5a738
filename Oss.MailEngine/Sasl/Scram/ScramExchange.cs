using System.Security.Cryptography;
using System.Text;
using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Sasl.Scram;

/// <summary>
/// SCRAM-SHA-256 and -PLUS (RFC 5802, 7677): the client proves that it knows the password, the server that it knows the client's keys, and neither shows
/// anything that would let a listener in. Bound to the channel (-PLUS) it also proves that nobody sits in between.
/// An unknown user is told a salt all the same, by the directory; what can fail fails at the same place, after the same work.
/// </summary>
internal sealed class ScramExchange(SaslAttempt attempt, bool binds, Func<string>? nonce = null) : SaslExchange
{
    private readonly string _nonce = nonce?.Invoke() ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(SaslLimits.NonceOctets));
    private ScramClientFirst? _first;
    private ScramChallenge? _keys;
    private string _serverFirst = "";
    private SaslStep.Finished? _success;

    public override async ValueTask<SaslStep> RespondAsync(byte[] response, CancellationToken cancellationToken)
    {
        // The client has seen the server's proof, and has nothing to add (RFC 4422 3.6).
        if (_success is not null)
            return response.Length == 0 ? _success : new SaslStep.Finished(SaslResult.Malformed);

        var text = Encoding.UTF8.GetString(response);
        return _first is null ? await BeginAsync(text, cancellationToken) : await ProveAsync(text, cancellationToken);
    }

    private async Task<SaslStep> BeginAsync(string text, CancellationToken cancellationToken)
    {
        if (ScramClientFirst.TryRead(text) is not { } first || !MayBind(first.Header))
            return new SaslStep.Finished(SaslResult.Malformed);
        if (await attempt.Login.Directory.GetScramChallengeAsync(first.User, cancellationToken) is not { } keys)
            return new SaslStep.Finished(SaslResult.Unavailable);

        (_first, _keys) = (first, keys);
        _serverFirst = $"r={first.Nonce}{_nonce},s={Convert.ToBase64String(keys.Salt)},i={keys.Iterations}";
        return new SaslStep.Challenge(Encoding.ASCII.GetBytes(_serverFirst));
    }

    private async Task<SaslStep> ProveAsync(string text, CancellationToken cancellationToken)
    {
        if (ScramClientFinal.TryRead(text) is not { } final || final.Nonce != _first!.Nonce + _nonce || !IsBound(final.ChannelBinding))
            return new SaslStep.Finished(SaslResult.Malformed);

        var message = Encoding.UTF8.GetBytes($"{_first.Bare},{_serverFirst},{final.WithoutProof}");
        var isProven = IsProven(final.Proof, message);
        var login = new ProvenLogin(_first.User, attempt.Service, attempt.Connection.RemoteAddress)
        {
            ActFor = _first.Header.Mailbox is { Length: > 0 } mailbox && mailbox != _first.User ? mailbox : null,
        };
        // A proof cannot be told from another of the same wrong password: each is a guess of its own.
        var outcome = await attempt.Login.AskAsync(
            attempt with { ActFor = login.ActFor }, _first.User, _nonce,
            () => isProven ? attempt.Login.Directory.AdmitAsync(login, cancellationToken) : ValueTask.FromResult<AuthenticationOutcome>(new AuthenticationOutcome.Rejected()),
            cancellationToken);
        if (outcome.Result != SaslResult.Accepted)
            return outcome;

        _success = outcome;
        return new SaslStep.Challenge(Encoding.ASCII.GetBytes($"v={Convert.ToBase64String(HMACSHA256.HashData(_keys!.ServerKey, message))}"));
    }

    // A client that could bind and was told by somebody in between that the server cannot says y: with a server that can, that is an attack (RFC 5802 6).
    private bool MayBind(Gs2Header header) => binds
        ? header.Binding is { } kind && attempt.Connection.ChannelBinding(kind) is not null
        : header.Flag == 'n' || (header.Flag == 'y' && !attempt.Connection.IsEncrypted);

    private bool IsBound(byte[] sent)
    {
        var header = Encoding.UTF8.GetBytes(_first!.HeaderText);
        byte[] expected = _first.Header.Binding is { } kind ? [.. header, .. attempt.Connection.ChannelBinding(kind)!] : header;
        return CryptographicOperations.FixedTimeEquals(expected, sent);
    }

    private bool IsProven(byte[] proof, byte[] message)
    {
        var key = HMACSHA256.HashData(_keys!.StoredKey, message);
        if (proof.Length != key.Length)
            return false;

        for (var i = 0; i < key.Length; i++)
            key[i] ^= proof[i];
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(key), _keys.StoredKey);
    }
}
