using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Persistence;

namespace Oss.Domain.Secrets;

/// <summary>Sees at the start that this node can read the platform's keys, and encrypts those that were stored before there was a key file. Without it a node with another file would quietly make new keys, and read nothing that the
/// others encrypted.</summary>
public sealed class ProtectStoredKeys(IDbContextFactory<OssDbContext> contexts, SecretsKey key)
{
    private static readonly XNamespace Protection = "http://schemas.asp.net/2015/03/dataProtection";

    /// <summary>Looks, and encrypts what is not.</summary>
    /// <returns>Why this node cannot go on, in a sentence; <see langword="null"/> when it can.</returns>
    public async Task<string?> ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = (await db.DataProtectionKeys.ToListAsync(cancellationToken)).Where(row => row.Xml is not null).Select(row => (Row: row, Xml: XElement.Parse(row.Xml!))).ToList();
        var by = stored.SelectMany(one => one.Xml.Descendants(SecretsKeyDecryptor.Element)).Select(element => (string?)element.Attribute(SecretsKeyDecryptor.KeyId)).Distinct().ToList();
        if (by.Count > 0 && !key.IsConfigured)
            return "The platform's keys in the database are encrypted; Oss:Secrets:KeyPath must name a copy of the key file that the other nodes have.";
        if (by.Count > 0 && (!key.IsThere || by.Any(id => id != key.Id)))
            return $"The platform's keys in the database are encrypted by another key than {key.Path} has; copy the file of a node that runs, or from the backup.";
        if (!key.IsConfigured)
            return null;

        key.MakeUnlessThere();
        foreach (var (row, xml) in stored)
        {
            var secrets = xml.Descendants().Where(element => (bool?)element.Attribute(Protection + "requiresEncryption") == true).ToList();
            foreach (var secret in secrets)
            {
                var encrypted = new SecretsKeyEncryptor(key).Encrypt(secret);
                secret.ReplaceWith(new XElement(Protection + "encryptedSecret", new XAttribute("decryptorType", encrypted.DecryptorType.AssemblyQualifiedName!), encrypted.EncryptedElement));
            }

            if (secrets.Count > 0)
                row.Xml = xml.ToString(SaveOptions.DisableFormatting);
        }

        await db.SaveChangesAsync(cancellationToken);
        return null;
    }
}
