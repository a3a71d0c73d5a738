namespace Oss.MailEngine.Directory;

/// <summary>What becomes of mail for one envelope recipient: the closed sum of answers of <see cref="IMailDirectory.ResolveAsync"/>.</summary>
public abstract record RecipientResolution
{
    private RecipientResolution()
    {
    }

    /// <summary>The address belongs to a mailbox here.</summary>
    /// <param name="Mailbox">The mailbox that receives the message.</param>
    public sealed record Deliver(MailboxAccount Mailbox) : RecipientResolution;

    /// <summary>The address stands for other addresses (alias domain, forward, list); each is resolved again by the engine.</summary>
    /// <param name="Targets">At least one address.</param>
    /// <param name="OnlyHere">Whether targets in domains that are not served here get nothing: its owner lets no mail out.</param>
    public sealed record Expand(IReadOnlyList<string> Targets, bool OnlyHere = false) : RecipientResolution;

    /// <summary>Mail for the address goes on to another server: a relay domain, or a mailbox that is still on an old store.</summary>
    /// <param name="Transport">Where to; <see langword="null"/> for the domain's mail exchangers.</param>
    /// <param name="RewrittenTo">The address the next server knows the recipient by; <see langword="null"/> for the same.</param>
    public sealed record Relay(MailTransport? Transport, string? RewrittenTo = null) : RecipientResolution
    {
        /// <summary>Whether the next server is to be asked, before anything is taken for the recipient, if it takes mail for it.</summary>
        public bool MustBeKnownThere { get; init; }

        /// <summary>The mailbox here whose mail it is, which its user sends from; <see langword="null"/> for an address that is nobody's here.</summary>
        public MailboxAccount? Owner { get; init; }
    }

    /// <summary>The domain is served here, the local part is not (550 5.1.1).</summary>
    public sealed record UnknownUser : RecipientResolution;

    /// <summary>The domain is not served here (550 5.7.1 relaying denied, unless the sender may relay).</summary>
    public sealed record UnknownDomain : RecipientResolution;

    /// <summary>The mailbox exists and takes no mail at present.</summary>
    /// <param name="Temporary">True: the sender shall try again (450 4.2.1); false: it is refused (550 5.2.1).</param>
    public sealed record Suspended(bool Temporary) : RecipientResolution;

    /// <summary>The directory could not answer (451 4.3.0).</summary>
    public sealed record Unavailable : RecipientResolution;
}
