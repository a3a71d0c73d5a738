namespace Oss.Domain.Domains;

/// <summary>A record that a domain's DNS should have.</summary>
/// <param name="Kind">What for.</param>
/// <param name="Name">The whole name, without the dot at its end.</param>
/// <param name="Type">The type.</param>
/// <param name="Value">What to enter, as zone files have it; a text without quotes.</param>
/// <param name="Need">How much it matters.</param>
public sealed record DomainRecord(RecordKind Kind, string Name, DnsRecordType Type, string Value, RecordNeed Need);

/// <summary>A record with what was found in its place.</summary>
/// <param name="Record">What should be there.</param>
/// <param name="Outcome">What is.</param>
/// <param name="Observed">The records found, of that name and type.</param>
/// <param name="Resolver">Who was asked.</param>
public sealed record RecordCheck(DomainRecord Record, RecordOutcome Outcome, IReadOnlyList<string> Observed, string Resolver);

/// <summary>What a record is for.</summary>
public enum RecordKind
{
    /// <summary>Proves who owns the domain.</summary>
    Ownership,

    /// <summary>Brings mail here (RFC 5321 5.1).</summary>
    MailExchanger,

    /// <summary>Says who may send for the domain (SPF, RFC 7208).</summary>
    Spf,

    /// <summary>Holds a key that signs (DKIM, RFC 6376 and 8463).</summary>
    Dkim,

    /// <summary>Says what to do with what neither SPF nor DKIM vouches for (DMARC, RFC 7489).</summary>
    Dmarc,

    /// <summary>Announces the policy that mail comes in TLS only (MTA-STS, RFC 8461).</summary>
    MtaSts,

    /// <summary>Where that policy is served.</summary>
    MtaStsHost,

    /// <summary>Where TLS failures are reported to (RFC 8460).</summary>
    TlsReporting,

    /// <summary>Where mail programs find their settings.</summary>
    Autoconfig,

    /// <summary>Which server a mail program uses (SRV, RFC 6186 and 8314).</summary>
    Service,
}

/// <summary>Types of records.</summary>
public enum DnsRecordType
{
    /// <summary>Text.</summary>
    Txt,

    /// <summary>Mail exchanger.</summary>
    Mx,

    /// <summary>Another name.</summary>
    Cname,

    /// <summary>Service.</summary>
    Srv,
}

/// <summary>How much a record matters.</summary>
public enum RecordNeed
{
    /// <summary>Without it mail does not arrive, or the domain is not served.</summary>
    Required,

    /// <summary>Without it mail is believed less.</summary>
    Recommended,

    /// <summary>A convenience.</summary>
    Optional,
}

/// <summary>What was found in the place of a record; each kind of failure apart, for each is mended elsewhere.</summary>
public enum RecordOutcome
{
    /// <summary>It is there.</summary>
    Match,

    /// <summary>Something else is there.</summary>
    Different,

    /// <summary>The name exists and has no record of the type (NODATA).</summary>
    NoRecord,

    /// <summary>The name does not exist (NXDOMAIN).</summary>
    NoName,

    /// <summary>The name server failed (SERVFAIL): a broken zone, or broken DNSSEC.</summary>
    ServerFailure,

    /// <summary>The name server refused to answer (REFUSED).</summary>
    Refused,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>The name server could not be reached.</summary>
    Unreachable,
}
