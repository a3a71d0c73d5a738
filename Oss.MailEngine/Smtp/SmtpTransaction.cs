using Oss.MailEngine.Delivery;
using Oss.MailEngine.Queue;

namespace Oss.MailEngine.Smtp;

/// <summary>The envelope between MAIL and the end of the data.</summary>
/// <param name="sender">The reverse path; empty for the null sender.</param>
internal sealed class SmtpTransaction(string sender) : IAsyncDisposable
{
    public string Sender => sender;

    /// <summary>Names the message where it has no name of its own.</summary>
    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>Octets that the client declared (RFC 1870); nought when it did not.</summary>
    public long DeclaredSize { get; set; }

    /// <summary>What the client said of the octets (RFC 6152, RFC 3030).</summary>
    public MessageBody Body { get; set; }

    /// <summary>Whether addresses and header fields may be UTF-8 (RFC 6531).</summary>
    public bool IsUtf8 { get; set; }

    /// <summary>Whether the message may go on only in verified TLS (RFC 8689).</summary>
    public bool RequireTls { get; set; }

    /// <summary>How urgent the message is, from -9 to 9 (RFC 6710).</summary>
    public int Priority { get; set; }

    public DsnReturn Return { get; set; }

    /// <summary>ENVID, as xtext.</summary>
    public string? EnvelopeId { get; set; }

    public List<EnvelopeRecipient> Recipients { get; } = [];

    /// <summary>The field that says where the message was found to come from (RFC 8601); empty for none.</summary>
    public string Authentication { get; set; } = "";

    /// <summary>The message as far as BDAT brought it.</summary>
    public ChunkedMessage? Chunks { get; set; }

    /// <summary>Whether a chunk was refused: the rest of the message is, too (RFC 3030 2).</summary>
    public bool IsSpoilt { get; set; }

    /// <summary>The Message-ID that is added when a user's program wrote none, without the angle brackets.</summary>
    public string MessageId(string hostName) => $"<{Id:N}@{hostName}>";

    public ValueTask DisposeAsync() => Chunks?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>A recipient that was accepted.</summary>
/// <param name="Address">As in RCPT.</param>
/// <param name="Route">Where it leads to.</param>
internal sealed record EnvelopeRecipient(string Address, RecipientRoute Route)
{
    public DsnNotify Notify { get; init; }

    /// <summary>ORCPT, type and xtext.</summary>
    public string? OriginalRecipient { get; init; }
}
