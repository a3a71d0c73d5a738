namespace Oss.MailEngine.Policy.Authentication;

/// <summary>Results of SPF (RFC 7208 2.6); their names in lower case are those of Authentication-Results.</summary>
internal enum SpfResult
{
    None,
    Neutral,
    Pass,
    Fail,
    SoftFail,
    TempError,
    PermError,
}

/// <summary>What the sender's domain says of the client.</summary>
/// <param name="Result">The result.</param>
/// <param name="Domain">The domain that was asked.</param>
/// <param name="Reason">The mechanism that matched, or what is wrong with the record; nothing a stranger wrote.</param>
/// <param name="Explanation">The domain's own words for who was refused; ASCII, written by a stranger.</param>
internal sealed record SpfOutcome(SpfResult Result, string Domain, string Reason = "", string? Explanation = null)
{
    public static readonly SpfOutcome None = new(SpfResult.None, "");

    /// <summary>Whether the greeting's name was asked for, because there was no sender.</summary>
    public bool IsOfHelo { get; init; }
}
