namespace Oss.MailEngine.TransportSecurity;

/// <summary>Every bound of what other domains publish about their mail servers, and of what they are told.</summary>
internal static class TransportSecurityLimits
{
    /// <summary>Octets of a policy (RFC 8461 3.3 suggests 64 KB).</summary>
    public const int Policy = 64 * 1024;

    /// <summary>MX patterns of one policy.</summary>
    public const int Patterns = 1000;

    /// <summary>Longest that a policy is kept (RFC 8461 3.2: a year).</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(31_557_600);

    /// <summary>Wait for a policy; mail for the domain waits with it.</summary>
    public static readonly TimeSpan FetchPatience = TimeSpan.FromSeconds(30);

    /// <summary>Before a policy that could not be fetched is tried again (RFC 8461 3.3 asks for five minutes at least).</summary>
    public static readonly TimeSpan FetchPause = TimeSpan.FromMinutes(5);

    /// <summary>A policy that is older is fetched again though its id is the same, so that it never runs out while the domain still has it (RFC 8461 5.1).</summary>
    public static readonly TimeSpan Refresh = TimeSpan.FromDays(1);

    /// <summary>Domains whose policy could not be fetched that are remembered.</summary>
    public const int Failures = 10_000;

    /// <summary>Domains of one day that sessions are counted for.</summary>
    public const int CountedDomains = 50_000;

    /// <summary>Policies of one domain and day.</summary>
    public const int CountedPolicies = 20;

    /// <summary>Kinds of failure of one policy and day that are told apart.</summary>
    public const int CountedFailures = 100;

    /// <summary>Places that one domain wants its reports at.</summary>
    public const int ReportTargets = 5;

    /// <summary>How long a report is tried that a place would not take.</summary>
    public static readonly TimeSpan ReportPatience = TimeSpan.FromDays(2);

    /// <summary>The hours after midnight that reports are spread over (RFC 8460 4.1).</summary>
    public static readonly TimeSpan ReportSpread = TimeSpan.FromHours(4);

    /// <summary>Between two looks at what is to be saved and sent.</summary>
    public static readonly TimeSpan ReportPause = TimeSpan.FromMinutes(10);
}
