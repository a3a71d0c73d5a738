using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Oss.MailEngine.Smtp.Client.Login;

/// <summary>The client's side of SCRAM-SHA-256 without channel binding (RFC 5802, 7677): the password is never sent, and the server proves that it knows it.</summary>
/// <param name="user">The user's name.</param>
/// <param name="password">The password.</param>
/// <param name="nonce">The client's nonce; a new one without.</param>
internal sealed class ScramClient(string user, string password, string? nonce = null)
{
    /// <summary>A server that asks for more wants this machine's time, not the password.</summary>
    private const int MaxIterations = 1_000_000;

    private const int MinIterations = 4096;

    private readonly string _nonce = nonce ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
    private byte[]? _serverSignature;

    /// <summary>The first message.</summary>
    public string First => $"n,,{Bare}";

    private string Bare => $"n={user.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal)},r={_nonce}";

    /// <summary>Answers the server's first message; <see langword="null"/> when it is none.</summary>
    public string? Answer(string challenge)
    {
        if (challenge.Split(',') is not [['r', '=', .. var both], ['s', '=', .. var encoded], ['i', '=', .. var count], ..] || !both.StartsWith(_nonce, StringComparison.Ordinal) || both.Length == _nonce.Length
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations is < MinIterations or > MaxIterations || Decode(encoded) is not { Length: > 0 } salt)
            return null;

        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC)), salt, iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var withoutProof = $"c=biws,r={both}";
        var message = Encoding.UTF8.GetBytes($"{Bare},{challenge},{withoutProof}");
        var proof = HMACSHA256.HashData(SHA256.HashData(clientKey), message);
        for (var i = 0; i < proof.Length; i++)
            proof[i] ^= clientKey[i];
        _serverSignature = HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), message);
        return $"{withoutProof},p={Convert.ToBase64String(proof)}";
    }

    /// <summary>Whether the server's last message proves that it knows the password.</summary>
    public bool IsProven(string last) =>
        _serverSignature is not null && last.StartsWith("v=", StringComparison.Ordinal) && Decode(last[2..].Split(',')[0]) is { } signature && CryptographicOperations.FixedTimeEquals(signature, _serverSignature);

    private static byte[]? Decode(string base64)
    {
        var buffer = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, buffer, out var length) ? buffer[..length] : null;
    }
}
