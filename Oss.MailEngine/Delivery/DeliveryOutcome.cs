namespace Oss.MailEngine.Delivery;

/// <summary>What became of a message for one recipient.</summary>
/// <param name="State">The worst for the sender is the largest.</param>
/// <param name="Reason">Why the recipient's own filter refused it: text for the sender, lines of ASCII (RFC 5429 2.5); only with <see cref="DeliveryState.Refused"/>.</param>
internal readonly record struct DeliveryOutcome(DeliveryState State, string? Reason = null)
{
    public static readonly DeliveryOutcome Delivered = new(DeliveryState.Delivered);
    public static readonly DeliveryOutcome OverQuota = new(DeliveryState.OverQuota);
    public static readonly DeliveryOutcome NoRoom = new(DeliveryState.NoRoom);
    public static readonly DeliveryOutcome Failed = new(DeliveryState.Failed);
}

/// <summary>The kinds of outcome.</summary>
internal enum DeliveryState
{
    Delivered,

    /// <summary>Refused for ever by the recipient's filter; only where <see cref="DeliveryEnvelope.MayRefuse"/> allows it.</summary>
    Refused,
    OverQuota,

    /// <summary>The volume is full.</summary>
    NoRoom,
    Failed,
}

/// <summary>The envelope of one delivery.</summary>
/// <param name="Sender">The reverse-path; empty for the null sender.</param>
/// <param name="Recipient">The address as it was given in RCPT TO.</param>
/// <param name="MayRefuse">Whether the answer to the peer is about this mailbox alone, so that a refusal can be told to the peer itself.</param>
internal sealed record DeliveryEnvelope(string Sender, string Recipient, bool MayRefuse)
{
    /// <summary>Who decides where in the mailbox it goes.</summary>
    public DeliveryPlace Place { get; init; }

    /// <summary>Where what happens is noted; <see langword="null"/> when nobody wants to know.</summary>
    public Trace.RecipientTrace? Trace { get; init; }
}

/// <summary>Where in a mailbox a message goes.</summary>
internal enum DeliveryPlace
{
    /// <summary>Where the mailbox's scripts say; INBOX without any.</summary>
    ByScripts,

    /// <summary>Into Junk, whatever scripts would do: a rule of the policy wants it.</summary>
    Junk,

    /// <summary>Into INBOX, whatever filters said and scripts would do: somebody let it out of the quarantine.</summary>
    Inbox,
}
