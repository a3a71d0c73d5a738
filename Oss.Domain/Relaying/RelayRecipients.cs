namespace Oss.Domain.Relaying;

/// <summary>Which recipients are taken for a domain whose mail goes on to another server.</summary>
public enum RelayRecipients
{
    /// <summary>All: the next server says who is not there, and the sender gets a report.</summary>
    Any,

    /// <summary>Those that the platform knows: addresses ordered in the domain. The others are refused, or go to the domain's catch-all.</summary>
    Listed,

    /// <summary>Those that the next server takes when it is asked while the sender waits.</summary>
    Verified,
}
