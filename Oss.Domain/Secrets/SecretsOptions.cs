namespace Oss.Domain.Secrets;

/// <summary>Section <c>Oss:Secrets</c>.</summary>
public sealed class SecretsOptions
{
    /// <summary>The file with the key that encrypts the platform's keys in the database, the same on every node; made when it is not there and nothing is encrypted by another. Empty to keep them in the database as they are.</summary>
    public string KeyPath { get; set; } = "";
}
