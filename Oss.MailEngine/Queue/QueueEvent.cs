using System.Text.Json.Serialization;

namespace Oss.MailEngine.Queue;

/// <summary>What a line of the journal says.</summary>
internal enum QueueEventKind
{
    Deferred,
    Delivered,
    Relayed,
    Expanded,
    Failed,
    Reported,
    Warned,
    Held,
    Released,

    /// <summary>An operator has it tried now.</summary>
    Expedited,

    /// <summary>An operator has it tried as if it had just come: the way is found anew, and its time begins again.</summary>
    Requeued,

    /// <summary>An operator took it out. It stands in no journal, for there is none any more; the trace is told.</summary>
    Deleted,
}

/// <summary>One line of the journal: what happened to a recipient, or to the whole message.</summary>
internal sealed record QueueEvent(QueueEventKind Kind, DateTimeOffset At)
{
    /// <summary>The recipient's place in the message; nothing for the whole message.</summary>
    public int? Recipient { get; init; }

    /// <summary>The reply that decided.</summary>
    public string? Reply { get; init; }

    /// <summary>The server that gave it.</summary>
    public string? Host { get; init; }

    /// <summary>When a deferred recipient is tried again.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>Whether the way to that server was encrypted.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>What protected the message on that way, in words.</summary>
    public string? Protection { get; init; }

    /// <summary>What the sender was told; nothing when he was not.</summary>
    public ReportAction? Told { get; init; }

    /// <summary>Recipients that an expanded one stands for.</summary>
    public IReadOnlyList<QueuedRecipient>? Added { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(QueuedEnvelope))]
[JsonSerializable(typeof(QueueEvent))]
internal sealed partial class QueueJson : JsonSerializerContext;
