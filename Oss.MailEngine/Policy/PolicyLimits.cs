namespace Oss.MailEngine.Policy;

/// <summary>Every bound of the policy.</summary>
internal static class PolicyLimits
{
    /// <summary>Rules in all.</summary>
    public const int Rules = 1000;

    /// <summary>Names that one rate limit counts at one time; those beyond are not counted, and nobody is forgotten for them.</summary>
    public const int Counted = 100_000;

    /// <summary>Triplets that greylisting remembers; the oldest go first.</summary>
    public const int Triplets = 2_000_000;

    /// <summary>Longest that a reply is held back.</summary>
    public static readonly TimeSpan Tarpit = TimeSpan.FromSeconds(60);

    /// <summary>Wait for one answer from DNS. A client that waits for its reply is not to give up before.</summary>
    public static readonly TimeSpan DnsPatience = TimeSpan.FromSeconds(3);

    /// <summary>Wait for an external policy server.</summary>
    public static readonly TimeSpan ServerPatience = TimeSpan.FromSeconds(10);

    /// <summary>Octets of one line of a policy request: an attribute holds an address, a certificate's subject or a name.</summary>
    public const int DelegationLine = 8 * 1024;

    /// <summary>Attributes of one request; Postfix sends some thirty.</summary>
    public const int DelegationAttributes = 200;

    /// <summary>How long a connection may be silent between requests: Postfix keeps it for its <c>smtpd_policy_service_max_idle</c> of 300 s.</summary>
    public static readonly TimeSpan DelegationIdle = TimeSpan.FromSeconds(600);

    /// <summary>Prefix of the network that an IPv4 client stands for: a provider's outgoing servers share one.</summary>
    public const int NetworkV4 = 24;

    /// <summary>Prefix of the network that an IPv6 client stands for: one customer has all of it.</summary>
    public const int NetworkV6 = 64;
}
