using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oss.Domain.Orders.Compensation;

/// <summary>
/// How to undo what one item did to the database: the closed sum of inverses, written when the item is planned, stored with it until its order ends, and carried
/// out in reverse. Others may have built on what was done meanwhile: an inverse looks before it changes anything, and says what stands against it.
/// </summary>
[JsonDerivedType(typeof(EndProduct), "end-product")]
[JsonDerivedType(typeof(ReturnProduct), "return-product")]
[JsonDerivedType(typeof(ResetProduct), "reset-product")]
[JsonDerivedType(typeof(EndSubscription), "end-subscription")]
[JsonDerivedType(typeof(ReviveSubscription), "revive-subscription")]
[JsonDerivedType(typeof(ResetSubscription), "reset-subscription")]
[JsonDerivedType(typeof(EndDomain), "end-domain")]
[JsonDerivedType(typeof(ReturnDomain), "return-domain")]
[JsonDerivedType(typeof(ResetDomain), "reset-domain")]
[JsonDerivedType(typeof(RestoreDomainName), "restore-domain-name")]
[JsonDerivedType(typeof(EndMailbox), "end-mailbox")]
[JsonDerivedType(typeof(ReturnMailbox), "return-mailbox")]
[JsonDerivedType(typeof(ResetMailbox), "reset-mailbox")]
[JsonDerivedType(typeof(ResetPrimary), "reset-primary")]
[JsonDerivedType(typeof(KeepMail), "keep-mail")]
[JsonDerivedType(typeof(DropArchive), "drop-archive")]
[JsonDerivedType(typeof(ReturnSubscription), "return-subscription")]
[JsonDerivedType(typeof(RemoveAddress), "remove-address")]
[JsonDerivedType(typeof(ReturnAddress), "return-address")]
[JsonDerivedType(typeof(ResetAddress), "reset-address")]
[JsonDerivedType(typeof(ResetRules), "reset-rules")]
[JsonDerivedType(typeof(EndSendingRight), "end-sending-right")]
[JsonDerivedType(typeof(ReturnSendingRight), "return-sending-right")]
[JsonDerivedType(typeof(ResetDomainRelay), "reset-domain-relay")]
[JsonDerivedType(typeof(ResetMailboxRelay), "reset-mailbox-relay")]
internal abstract record ItemUndo
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public string Write() => JsonSerializer.Serialize(this, Json);

    public static ItemUndo Read(string text) => JsonSerializer.Deserialize<ItemUndo>(text, Json)!;

    /// <summary>Undoes it on the context's entities; the caller saves.</summary>
    /// <returns>What was done, in a sentence.</returns>
    /// <exception cref="CannotUndoException">Others built on it; nothing was changed.</exception>
    public abstract Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken);
}

/// <summary>What an inverse did.</summary>
/// <param name="Sentence">One English sentence.</param>
/// <param name="TenantId">The tenant concerned.</param>
/// <param name="NeedsPlatform">Whether the mail platform has a part in it.</param>
internal sealed record Undone(string Sentence, Guid? TenantId, bool NeedsPlatform = false);

/// <summary>What stands against undoing, in a sentence that is safe for the client.</summary>
internal sealed class CannotUndoException(string message) : Exception(message);
