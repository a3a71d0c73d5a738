namespace Oss.MailEngine.Policy;

/// <summary>When a rule is asked.</summary>
internal enum PolicyStage
{
    Connect,
    Helo,
    Mail,
    Rcpt,
    Data,
}

/// <summary>What a rule leads to.</summary>
internal enum PolicyAction
{
    /// <summary>No more rules about what was asked: the connection (connect, helo), the message (mail, data), the recipient (rcpt).</summary>
    Permit,

    /// <summary>Refused for ever.</summary>
    Refuse,

    /// <summary>Refused for now.</summary>
    Defer,

    /// <summary>Told to come again, and the connection ended at once.</summary>
    Disconnect,

    /// <summary>Refused for now, if nothing after it refuses for ever.</summary>
    DeferIfPermit,

    /// <summary>Refused for now instead of for ever, if something after it refuses.</summary>
    DeferIfRefuse,

    /// <summary>Taken, and put into quarantine until somebody looked at it.</summary>
    Quarantine,

    /// <summary>Taken, and put into the reader's Junk, past the mailbox's scripts.</summary>
    Junk,

    /// <summary>Counts for or against; the rule <c>score</c> looks at the sum.</summary>
    Score,

    /// <summary>Noted in log and trace.</summary>
    Warn,

    /// <summary>Whatever the external policy server said.</summary>
    AsTold,
}

/// <summary>The right side of a rule.</summary>
/// <param name="Action">What happens.</param>
internal sealed record PolicyEffect(PolicyAction Action)
{
    public int Score { get; init; }

    /// <summary>How long the reply is held back.</summary>
    public TimeSpan Tarpit { get; init; }

    /// <summary>The reply's text instead of the check's own.</summary>
    public string? Text { get; init; }
}

/// <summary>A check that applies.</summary>
/// <param name="Status">Enhanced status code without its class, as <c>7.1</c> (RFC 3463, 7372).</param>
/// <param name="Text">What the peer is told.</param>
internal sealed record PolicyHit(string Status, string Text)
{
    /// <summary>What happens, when the check itself knows: an external server said so.</summary>
    public PolicyEffect? Effect { get; init; }
}

/// <summary>One question about a client, a message or a recipient.</summary>
internal interface IPolicyCheck
{
    /// <summary>Begins slow look-ups, so that those of all rules of a stage run side by side.</summary>
    void Prepare(PolicyFacts facts)
    {
    }

    /// <summary>Asks it; <see langword="null"/> when it does not apply.</summary>
    ValueTask<PolicyHit?> ExamineAsync(PolicyFacts facts, CancellationToken cancellationToken);
}

/// <summary>A check, or its opposite.</summary>
internal sealed record PolicyCondition(IPolicyCheck Check, bool IsNegated);

/// <summary>One line of the configuration.</summary>
/// <param name="Stage">When it is asked.</param>
/// <param name="IsSubmission">Whether it is about users of ours, else about everybody else.</param>
/// <param name="Conditions">All of them must apply.</param>
/// <param name="Effect">What then happens.</param>
/// <param name="Name">The left side as written, for log and trace.</param>
internal sealed record PolicyRule(PolicyStage Stage, bool IsSubmission, IReadOnlyList<PolicyCondition> Conditions, PolicyEffect Effect, string Name);

/// <summary>A rule that applied.</summary>
internal sealed record PolicyFinding(string Rule, PolicyEffect Effect, PolicyHit Hit)
{
    public bool IsFinal => Effect.Action is PolicyAction.Refuse or PolicyAction.Defer or PolicyAction.Disconnect;

    /// <summary>The reply to the client; only of what <see cref="IsFinal"/> is true.</summary>
    public string Reply => Effect.Action switch
    {
        PolicyAction.Refuse => $"550 5.{Hit.Status} {Text}",
        PolicyAction.Disconnect => $"421 4.{Hit.Status} {Text}",
        _ => $"450 4.{Hit.Status} {Text}",
    };

    // A name that the client gave, or a text of another server, must not write replies of its own.
    private string Text => new([.. (Effect.Text ?? Hit.Text).Select(c => c is >= ' ' and <= '~' ? c : '?').Take(400)]);
}
