namespace Oss.MailEngine.TransportSecurity;

/// <summary>What a message's sender wants of the way to the next server (RFC 8689).</summary>
internal enum TlsWish
{
    /// <summary>Nothing: what the receiving domain publishes counts.</summary>
    AsPublished,

    /// <summary>REQUIRETLS: not at all rather than without verified TLS.</summary>
    Required,

    /// <summary><c>TLS-Required: No</c>: without TLS rather than not at all, whatever the domain publishes.</summary>
    Optional,
}
