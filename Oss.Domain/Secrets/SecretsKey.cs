using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Oss.Domain.Secrets;

/// <summary>
/// The key from outside the database that encrypts the platform's keys in it: whoever gets at a copy of the database alone reads neither DKIM keys nor webhooks' secrets, and makes no cookie. 32 octets in a file of one line of Base64,
/// read and made by nobody else; AES-256-GCM with a nonce of its own for each text.
/// </summary>
public sealed class SecretsKey(IOptions<SecretsOptions> options)
{
    private const int KeyOctets = 32;
    private const int NonceOctets = 12;
    private const int TagOctets = 16;
    private const int IdDigits = 16;

    private readonly Lazy<byte[]> _key = new(() => Load(options.Value.KeyPath));

    /// <summary>Whether there is to be one.</summary>
    public bool IsConfigured => options.Value.KeyPath.Length > 0;

    /// <summary>Whether its file is there.</summary>
    public bool IsThere => IsConfigured && File.Exists(options.Value.KeyPath);

    /// <summary>Where it is.</summary>
    public string Path => options.Value.KeyPath;

    /// <summary>Tells it from others, and says nothing about it.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData([.. "oss secrets key id\0"u8, .. _key.Value]))[..IdDigits];

    /// <summary>Encrypts a text.</summary>
    public string Encrypt(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var cipher = new byte[NonceOctets + plain.Length + TagOctets];
        RandomNumberGenerator.Fill(cipher.AsSpan(0, NonceOctets));
        using var aes = new AesGcm(_key.Value, TagOctets);
        aes.Encrypt(cipher.AsSpan(0, NonceOctets), plain, cipher.AsSpan(NonceOctets, plain.Length), cipher.AsSpan(NonceOctets + plain.Length));
        return Convert.ToBase64String(cipher);
    }

    /// <summary>Decrypts what <see cref="Encrypt"/> made.</summary>
    /// <exception cref="CryptographicException">It was encrypted by another key, or changed.</exception>
    public string Decrypt(string text)
    {
        var all = Convert.FromBase64String(text);
        if (all.Length < NonceOctets + TagOctets)
            throw new CryptographicException("This is too short for an encrypted text.");

        var plain = new byte[all.Length - NonceOctets - TagOctets];
        using var aes = new AesGcm(_key.Value, TagOctets);
        aes.Decrypt(all.AsSpan(0, NonceOctets), all.AsSpan(NonceOctets, plain.Length), all.AsSpan(NonceOctets + plain.Length), plain);
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Makes the file, unless it is there: at the start of a node, and only when nothing is encrypted by another.</summary>
    internal void MakeUnlessThere()
    {
        if (IsThere)
            return;

        // Whole or not there: another process of the same machine may start at the same moment.
        var unfinished = $"{Path}.{Guid.CreateVersion7():N}";
        try
        {
            using (var file = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyOctets)) + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, Path, overwrite: false);
        }
        catch (IOException) when (IsThere)
        {
            File.Delete(unfinished);
        }
    }

    private static byte[] Load(string path)
    {
        var key = new byte[KeyOctets];
        return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), key, out var octets) && octets == KeyOctets ? key
            : throw new InvalidDataException($"{path} is no key: it has one line, the Base64 of {KeyOctets} octets, as openssl rand -base64 {KeyOctets} prints it.");
    }
}
