using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oss.Domain.Trace;

/// <summary>One thing that happened to a message on its way to one recipient.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When, UTC.</param>
public sealed record TraceEvent(TraceEventKind Kind, DateTime At)
{
    /// <summary>The reply that was given, or that a server gave: code, enhanced code, text.</summary>
    public string? Reply { get; init; }

    /// <summary>The rule that decided.</summary>
    public string? Rule { get; init; }

    /// <summary>The server that answered.</summary>
    public string? Host { get; init; }

    /// <summary>Whether the way to that server was encrypted.</summary>
    public bool? IsEncrypted { get; init; }

    /// <summary>When it is tried again, UTC.</summary>
    public DateTime? Next { get; init; }

    /// <summary>The folder, the address, the verdict: what the kind is about.</summary>
    public string? Detail { get; init; }

    /// <summary>Events as a record stores them: one line each.</summary>
    internal static string Write(IEnumerable<TraceEvent> events) => string.Join('\n', events.Select(e => JsonSerializer.Serialize(e, TraceJson.Default.TraceEvent)));

    /// <summary>What <see cref="Write"/> wrote. A line that cannot be read is left out: the rest is worth having.</summary>
    internal static IReadOnlyList<TraceEvent> Read(string lines)
    {
        var events = new List<TraceEvent>();
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                if (JsonSerializer.Deserialize(line, TraceJson.Default.TraceEvent) is { } happened)
                    events.Add(happened with { At = DateTime.SpecifyKind(happened.At, DateTimeKind.Utc) });
            }
            catch (JsonException)
            {
                // A kind of a newer version, beside which this node runs for an hour.
            }
        }

        return events;
    }
}

/// <summary>What can happen to a message.</summary>
public enum TraceEventKind
{
    /// <summary>It was answered with success: from here on it is the platform's.</summary>
    Accepted,

    /// <summary>It was refused for ever.</summary>
    Refused,

    /// <summary>It was refused for now, by this platform or by the next server.</summary>
    Deferred,

    /// <summary>A rule applied that did not decide.</summary>
    RuleApplied,

    /// <summary>Its origin was looked at: SPF, DKIM, DMARC.</summary>
    Authenticated,

    /// <summary>Filters looked at its content.</summary>
    Scanned,

    /// <summary>The recipient stands for others: an alias, a forward, a list, a catch-all.</summary>
    Expanded,

    /// <summary>It is in the inbox.</summary>
    Delivered,

    /// <summary>It is in another folder.</summary>
    Filed,

    /// <summary>The mailbox has it already, by another of its names.</summary>
    Merged,

    /// <summary>The mailbox's filter dropped it.</summary>
    Discarded,

    /// <summary>The mailbox's filter refused it.</summary>
    Rejected,

    /// <summary>The mailbox's filter sent it on.</summary>
    Redirected,

    /// <summary>The mailbox answered by itself.</summary>
    Replied,

    /// <summary>The mailbox would have answered, and had a reason not to.</summary>
    NotReplied,

    /// <summary>The mailbox's filter told somebody.</summary>
    Notified,

    /// <summary>The mailbox's filter failed, or something that it wanted could not be done.</summary>
    FilterFailed,

    /// <summary>It is held back until somebody looked at it.</summary>
    Quarantined,

    /// <summary>It began here: a redirect, an automatic reply, a notification, a release from quarantine.</summary>
    Created,

    /// <summary>It is in the queue.</summary>
    Queued,

    /// <summary>The next server has it.</summary>
    Sent,

    /// <summary>It will not get there.</summary>
    Failed,

    /// <summary>It was tried for as long as may be.</summary>
    Expired,

    /// <summary>The sender was told, by a notification.</summary>
    SenderTold,

    /// <summary>An operator stopped it.</summary>
    Held,

    /// <summary>An operator let it go on.</summary>
    Released,

    /// <summary>An operator deleted it.</summary>
    Deleted,
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TraceEvent))]
internal sealed partial class TraceJson : JsonSerializerContext;
