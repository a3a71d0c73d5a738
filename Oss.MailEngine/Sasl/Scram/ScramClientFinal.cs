namespace Oss.MailEngine.Sasl.Scram;

/// <summary>A client's last message (RFC 5802 7): <c>c=channel-binding,r=nonce[,extensions],p=proof</c>.</summary>
/// <param name="ChannelBinding">The header of the first message, and the channel's data with -PLUS.</param>
/// <param name="Nonce">Both parts.</param>
/// <param name="WithoutProof">All before the proof; it goes into the proof as it is.</param>
/// <param name="Proof">The proof.</param>
internal sealed record ScramClientFinal(byte[] ChannelBinding, string Nonce, string WithoutProof, byte[] Proof)
{
    /// <summary>Reads it; <see langword="null"/> when it is none.</summary>
    public static ScramClientFinal? TryRead(string text)
    {
        if (text.LastIndexOf(",p=", StringComparison.Ordinal) is not (> 0 and var end)
            || text[..end].Split(',') is not [['c', '=', .. var binding], ['r', '=', .. var nonce], ..]
            || Decode(binding) is not { } channel || Decode(text[(end + 3)..]) is not { } proof)
            return null;

        return new ScramClientFinal(channel, nonce, text[..end], proof);
    }

    private static byte[]? Decode(string base64)
    {
        var buffer = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, buffer, out var length) ? buffer[..length] : null;
    }
}
