using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Oss.Domain.Secrets;

/// <summary>Encrypts the secret part of a key that Data Protection stores.</summary>
internal sealed class SecretsKeyEncryptor(SecretsKey key) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement(SecretsKeyDecryptor.Element, new XAttribute(SecretsKeyDecryptor.KeyId, key.Id), key.Encrypt(plaintextElement.ToString(SaveOptions.DisableFormatting))), typeof(SecretsKeyDecryptor));
}

/// <summary>Decrypts it again; its name stands in the database beside what it decrypts, so it stays what it is.</summary>
public sealed class SecretsKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    internal const string Element = "encryptedBySecretsKey";
    internal const string KeyId = "keyId";

    /// <inheritdoc/>
    public XElement Decrypt(XElement encryptedElement)
    {
        var key = services.GetRequiredService<SecretsKey>();
        return key.IsThere && key.Id == (string?)encryptedElement.Attribute(KeyId) ? XElement.Parse(key.Decrypt(encryptedElement.Value))
            : throw new CryptographicException("The key in the database was encrypted by another key file than this node has.");
    }
}
