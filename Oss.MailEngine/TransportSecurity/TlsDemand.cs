using Oss.MailEngine.Lookups;
using Oss.MailEngine.Smtp.Client;
using Oss.MailEngine.TransportSecurity.Reports;

namespace Oss.MailEngine.TransportSecurity;

/// <summary>How much a connection to another server must be protected.</summary>
internal enum TlsLevel
{
    /// <summary>TLS where it is offered, with anybody; without it where it does not work (RFC 7435).</summary>
    Opportunistic,

    /// <summary>TLS, with anybody.</summary>
    Encrypted,

    /// <summary>TLS with a certificate that an authority gave out for the server's name.</summary>
    Certificate,

    /// <summary>TLS with a certificate that the server's TLSA records name.</summary>
    Dane,
}

/// <summary>What is asked of one server before it gets mail.</summary>
/// <param name="Level">How much.</param>
internal sealed record TlsDemand(TlsLevel Level)
{
    public static readonly TlsDemand None = new(TlsLevel.Opportunistic);

    /// <summary>Who asks for it, in words: <c>DANE</c>, <c>MTA-STS</c>, <c>REQUIRETLS</c>, <c>its transport</c>.</summary>
    public string By { get; init; } = "";

    /// <summary>What is not met is counted and reported, and the mail goes on all the same (RFC 8461 5, mode testing).</summary>
    public bool IsTesting { get; init; }

    /// <summary>Whether the server must promise by REQUIRETLS to go on like this.</summary>
    public bool NeedsKeyword { get; init; }

    /// <summary>The records, with <see cref="TlsLevel.Dane"/>; those that nobody can use are left out.</summary>
    public IReadOnlyList<TlsaAssociation> Associations { get; init; } = [];

    /// <summary>Another name that the certificate may be for: the domain whose DNSSEC led to the server (RFC 7672 3.2.2).</summary>
    public string? Domain { get; init; }

    /// <summary>The name whose TLSA records these are, where the server's own is an alias of it: what the server is asked for, and its certificate may be for (RFC 7672 3.2.3).</summary>
    public string? Name { get; init; }

    /// <summary>What reports say that was asked for; <see langword="null"/> for a way that an operator named, of which nobody is told.</summary>
    public ReportedPolicy? Policy { get; init; }

    /// <summary>What is wrong with this server before it is asked.</summary>
    public TlsFault? Fault { get; init; }

    /// <summary>Why this server gets no mail now; <see langword="null"/> when it is to be tried.</summary>
    public SmtpReply? Refusal { get; init; }

    /// <summary>Whether mail waits until it is met.</summary>
    public bool IsEnforced => Level != TlsLevel.Opportunistic && !IsTesting;

    /// <summary>A refusal for now; for ever where the sender would rather have the message back (RFC 8689 4.2.1).</summary>
    public SmtpReply Refuse(string status, string text) => NeedsKeyword ? new SmtpReply(550, [$"5.{status} {text}"]) : new SmtpReply(451, [$"4.{status} {text}"]);
}

/// <summary>What was wrong with the protection of a connection.</summary>
/// <param name="Type">In the words of RFC 8460 4.3.</param>
/// <param name="Text">For people.</param>
internal sealed record TlsFault(string Type, string Text)
{
    public const string NoStartTls = "starttls-not-supported";
    public const string WrongName = "certificate-host-mismatch";
    public const string Expired = "certificate-expired";
    public const string NotTrusted = "certificate-not-trusted";
    public const string Invalid = "validation-failure";
    public const string BadDnssec = "dnssec-invalid";
    public const string NoPolicy = "sts-policy-fetch-error";
    public const string BadPolicy = "sts-policy-invalid";
    public const string BadPolicyCertificate = "sts-webpki-invalid";
}
