namespace Oss.Domain;

/// <summary>
/// A rule that was broken, in a form every way in (SOAP fault, problem+json, console) can show. Its texts are safe
/// for the client; what is for the log only is in the exception's cause.
/// </summary>
/// <param name="Code">Stable code from <see cref="ErrorCodes"/>.</param>
/// <param name="Text">One English sentence that says what to do.</param>
public abstract record DomainError(string Code, string Text)
{
    /// <summary>The error as one text, for a reader who sees no list of findings.</summary>
    public string Sentence() => this is Validation { Findings: var findings } ? string.Join(' ', findings.Select(finding => $"{finding.Path}: {finding.Text}")) : Text;

    /// <summary>The input breaks rules; every broken rule found is listed.</summary>
    public sealed record Validation(IReadOnlyList<Finding> Findings)
        : DomainError(ErrorCodes.Validation, "The request breaks rules; each is listed with its place.");

    /// <summary>Something the request names does not exist, or is not the caller's to see.</summary>
    /// <param name="Kind">What was looked for: <c>order</c>, <c>mailbox</c>, <c>product</c> …</param>
    /// <param name="Key">The key as the caller gave it.</param>
    public sealed record NotFound(string Kind, string Key)
        : DomainError(ErrorCodes.NotFound, $"There is no {Kind} '{Key}'.");

    /// <summary>The request contradicts what is there: address taken, order id used with another content.</summary>
    public sealed record Conflict(string Code, string Text) : DomainError(Code, Text);

    /// <summary>A limit of the product would be exceeded.</summary>
    /// <param name="Limit">Which limit: <c>mailboxes</c>, <c>aliases</c>, <c>quota-per-mailbox</c>, <c>quota-total</c>.</param>
    /// <param name="Maximum">The limit.</param>
    /// <param name="Current">What is used now.</param>
    /// <param name="Requested">What the request would make of it.</param>
    public sealed record LimitExceeded(string Limit, long Maximum, long Current, long Requested)
        : DomainError(ErrorCodes.LimitExceeded, $"The limit '{Limit}' is {Maximum}; {Current} are used, {Requested} would be.");

    /// <summary>The caller is known and may not do this.</summary>
    public sealed record Forbidden(string Text) : DomainError(ErrorCodes.Forbidden, Text);

    /// <summary>The mail platform or the database is out of reach; the same request may be sent again.</summary>
    public sealed record Unavailable(string Text) : DomainError(ErrorCodes.Unavailable, Text);
}

/// <summary>One broken rule and its place.</summary>
/// <param name="Path">Where in the request, as in <c>items[2].mailbox.address</c>.</param>
/// <param name="Code">Stable code from <see cref="ErrorCodes"/>.</param>
/// <param name="Text">One English sentence.</param>
public sealed record Finding(string Path, string Code, string Text);

/// <summary>Carries a <see cref="DomainError"/> to the one place of each way in that turns it into an answer.</summary>
public sealed class DomainException : Exception
{
    /// <summary>Creates the exception for a broken rule.</summary>
    public DomainException(DomainError error, Exception? innerException = null)
        : base(error.Text, innerException) => Error = error;

    /// <summary>The broken rule.</summary>
    public DomainError Error { get; }
}
