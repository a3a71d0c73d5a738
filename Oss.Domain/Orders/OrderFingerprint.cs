using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oss.Domain.Orders;

/// <summary>
/// The fingerprint by which a repeated order is told from another one under the same number. A clear-text password goes in slowly
/// hashed: the fingerprint is stored, and must not be a quick way to guess it.
/// </summary>
internal static class OrderFingerprint
{
    private const int PasswordIterations = 100_000;

    private static readonly JsonSerializerOptions Canonical = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Of(OrderRequest request)
    {
        var salt = Encoding.UTF8.GetBytes($"{request.ExternalSystem}\n{request.ExternalId}");
        var items = request.Items.Select(item => $"{item.GetType().Name}{JsonSerializer.Serialize(Hidden(item, salt), item.GetType(), Canonical)}");
        // Added only where they say something: an order without them keeps the fingerprint it always had.
        IEnumerable<string> options =
        [
            .. request.OnFailure == OnFailure.Compensate ? [] : new[] { $"OnFailure{request.OnFailure}" },
            .. request.RequestedStart is { } start ? new[] { $"RequestedStart{start.ToUniversalTime():O}" } : [],
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [.. items, .. options]))));
    }

    private static OrderItemRequest Hidden(OrderItemRequest item, byte[] salt) =>
        item is MailboxItemRequest { Password: { IsHash: false } password } mailbox
            ? mailbox with { Password = password with { Value = Convert.ToHexString(Rfc2898DeriveBytes.Pbkdf2(password.Value, salt, PasswordIterations, HashAlgorithmName.SHA256, 32)) } }
            : item;
}
