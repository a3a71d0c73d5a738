using System.Net;

namespace Oss.MailEngine.Policy;

/// <summary>What an operator says about whose mail is taken.</summary>
public sealed record PolicyOptions
{
    /// <summary>The restrictions, one a line, asked in this order; <c>docs/operators.md</c> has the language. None by default: then everybody's mail is taken that has a recipient here.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Networks of ours: no rule is about them but those that begin with <c>submission</c>, and what they send is not authenticated.</summary>
    public IReadOnlyList<IPNetwork> TrustedNetworks { get; init; } = [];

    /// <summary>Whether SPF, DKIM, DMARC and ARC are looked up for mail from other servers, and noted in an Authentication-Results field (RFC 8601).</summary>
    public bool Authenticates { get; init; }

    /// <summary>Directory of what is remembered of senders (greylisting), on a local disk; <see langword="null"/> for <c>policy</c> below the spool directory.</summary>
    public string? Directory { get; init; }

    /// <summary>The first line of <paramref name="rules"/> that cannot be read and why; <see langword="null"/> when all can.</summary>
    public static string? FindError(IReadOnlyList<string> rules)
    {
        try
        {
            PolicyText.Read(rules);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
