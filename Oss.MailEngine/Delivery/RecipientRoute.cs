using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Delivery;

/// <summary>An address on another platform that a recipient leads to.</summary>
/// <param name="Recipient">The address as the directory knows it; a queued message finds its way anew from it at each attempt.</param>
/// <param name="Address">The address the next server knows it by.</param>
/// <param name="Transport">The way there; <see langword="null"/> to find it by the domain.</param>
/// <param name="IsForward">Whether somebody's forward leads there, so that the message leaves in our name (SRS).</param>
internal sealed record RelayTarget(string Recipient, string Address, MailTransport? Transport, bool IsForward)
{
    /// <summary>Whether the next server is to be asked first if it takes mail for it.</summary>
    public bool MustBeKnownThere { get; init; }

    /// <summary>The mailbox here whose mail it is.</summary>
    public MailboxAccount? Owner { get; init; }
}

/// <summary>Where a recipient leads to, all of it.</summary>
/// <param name="Resolution">The directory's answer: for the recipient itself, or for what decided.</param>
/// <param name="Mailboxes">Mailboxes here.</param>
/// <param name="Relays">Addresses elsewhere.</param>
internal sealed record RecipientRoute(RecipientResolution Resolution, IReadOnlyList<MailboxAccount> Mailboxes, IReadOnlyList<RelayTarget> Relays)
{
    /// <summary>To nobody yet.</summary>
    public static readonly RecipientRoute Nowhere = new(new RecipientResolution.UnknownUser(), [], []);

    /// <summary>The one mailbox that it leads to and nowhere else, wherever that mailbox's mail lies.</summary>
    public MailboxAccount? Owner => this switch
    {
        { Mailboxes: [var mailbox], Relays.Count: 0 } => mailbox,
        { Mailboxes.Count: 0, Relays: [{ Owner: { } elsewhere }] } => elsewhere,
        _ => null,
    };

    /// <summary>Whether it leads anywhere.</summary>
    public bool IsKnown => Mailboxes.Count + Relays.Count > 0;
}
