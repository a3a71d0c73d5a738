namespace Oss.MailEngine.Sasl.Scram;

/// <summary>A client's first message (RFC 5802 7): <c>gs2-header n=user,r=nonce[,extensions]</c>.</summary>
/// <param name="Header">Channel binding, and whom to act for.</param>
/// <param name="HeaderText">The same as it was sent.</param>
/// <param name="Bare">What follows the header; it goes into the proof as it is.</param>
/// <param name="User">The name.</param>
/// <param name="Nonce">The client's part of the nonce.</param>
internal sealed record ScramClientFirst(Gs2Header Header, string HeaderText, string Bare, string User, string Nonce)
{
    /// <summary>Reads it; <see langword="null"/> when it is none, or has a mandatory extension (<c>m=</c>), for there are none.</summary>
    public static ScramClientFirst? TryRead(string text)
    {
        if (Gs2Header.TryRead(text) is not { } header)
            return null;

        var bare = text[header.Length..];
        return bare.Split(',') is [['n', '=', .. var name], ['r', '=', .. var nonce], ..] && Gs2Header.Name(name) is { } user && nonce.Length is > 0 and <= SaslLimits.Nonce && IsPrintable(nonce)
            ? new ScramClientFirst(header, text[..header.Length], bare, user, nonce)
            : null;
    }

    private static bool IsPrintable(string nonce) => nonce.All(c => c is > ' ' and < (char)127);
}
