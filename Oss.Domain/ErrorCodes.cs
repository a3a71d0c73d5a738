namespace Oss.Domain;

/// <summary>The one catalogue of codes. A code never changes its meaning and is never used again for another.</summary>
public static class ErrorCodes
{
    /// <summary>The request breaks one or more rules.</summary>
    public const string Validation = "validation";

    /// <summary>The thing named does not exist for this caller.</summary>
    public const string NotFound = "not-found";

    /// <summary>A limit of the product would be exceeded.</summary>
    public const string LimitExceeded = "limit-exceeded";

    /// <summary>The caller may not do this.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>A part of the platform is out of reach for now.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The external order id was used before with another content.</summary>
    public const string OrderMismatch = "order-mismatch";

    /// <summary>The address is owned by something else.</summary>
    public const string AddressTaken = "address-taken";

    /// <summary>The thing still has parts that must end first.</summary>
    public const string NotEmpty = "not-empty";

    /// <summary>What was typed to confirm is not what is meant.</summary>
    public const string NotConfirmed = "not-confirmed";

    /// <summary>The thing exists already.</summary>
    public const string AlreadyExists = "already-exists";

    /// <summary>A field that this action needs is missing.</summary>
    public const string Required = "required";

    /// <summary>A field has more characters or entries than allowed, or none.</summary>
    public const string Length = "length";

    /// <summary>Not an address that can be served here.</summary>
    public const string InvalidAddress = "invalid-address";

    /// <summary>Not a domain name.</summary>
    public const string InvalidDomain = "invalid-domain";

    /// <summary>Not a way to another mail server.</summary>
    public const string InvalidRoute = "invalid-route";

    /// <summary>A password hash of an unknown form.</summary>
    public const string InvalidPasswordHash = "invalid-password-hash";

    /// <summary>The field does not go with this action or kind.</summary>
    public const string NotApplicable = "not-applicable";

    /// <summary>More than the product allows.</summary>
    public const string ExceedsProduct = "exceeds-product";

    /// <summary>The domain belongs to another customer.</summary>
    public const string ForeignDomain = "foreign-domain";

    /// <summary>A forward that leads back to itself.</summary>
    public const string ForwardLoop = "forward-loop";

    /// <summary>The current password given is not the account's.</summary>
    public const string WrongPassword = "wrong-password";

    /// <summary>A password that is too short, too simple, or the one there was.</summary>
    public const string WeakPassword = "weak-password";

    /// <summary>An operator may not do this to the own account.</summary>
    public const string OwnAccount = "own-account";

    /// <summary>Somebody else changed it meanwhile.</summary>
    public const string ChangedMeanwhile = "changed-meanwhile";

    /// <summary>Not a name that an account can have.</summary>
    public const string InvalidName = "invalid-name";

    /// <summary>The order is in a state in which this cannot be done.</summary>
    public const string OrderState = "order-state";

    /// <summary>Something was done that cannot be undone.</summary>
    public const string PointOfNoReturn = "point-of-no-return";

    /// <summary>An item that this one builds on could not be done.</summary>
    public const string DependencyFailed = "dependency-failed";

    /// <summary>The item was done and is undone.</summary>
    public const string Undone = "undone";

    /// <summary>The item was to be undone and could not be.</summary>
    public const string NotUndone = "not-undone";

    /// <summary>The mail platform will never do this.</summary>
    public const string PlatformRefused = "platform-refused";

    /// <summary>A number or a time outside its bounds.</summary>
    public const string OutOfRange = "out-of-range";

    /// <summary>The address was another tenant's and is not given away yet.</summary>
    public const string AddressQuarantined = "address-quarantined";

    /// <summary>What is held back has a virus.</summary>
    public const string QuarantinedVirus = "quarantined-virus";

    /// <summary>More messages match by now than were confirmed.</summary>
    public const string QueueGrown = "queue-grown";

    /// <summary>The name is kept for the provider.</summary>
    public const string ReservedName = "reserved-name";

    /// <summary>The name breaks the domain's rules for names.</summary>
    public const string NamePolicy = "name-policy";

    /// <summary>The product may not become the other one.</summary>
    public const string ProductTransition = "product-transition";

    /// <summary>Things of other subscriptions hang on it.</summary>
    public const string Entangled = "entangled";

    /// <summary>The order was cancelled before the item was begun.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The product does not have this.</summary>
    public const string NotInProduct = "not-in-product";

    /// <summary>The product forwards to addresses of the platform only.</summary>
    public const string ExternalTarget = "external-target";

    /// <summary>Mail is passed on to addresses outside the platform, which the order would end and does not say so.</summary>
    public const string StillForwarding = "still-forwarding";

    /// <summary>The mailbox's script was written or changed by hand, and nobody asked to replace it.</summary>
    public const string ScriptByHand = "script-by-hand";

    /// <summary>The mailbox's script was changed after the order was accepted, and is left as it is.</summary>
    public const string ScriptChanged = "script-changed";

    /// <summary>Not the name of a folder.</summary>
    public const string InvalidFolder = "invalid-folder";

    /// <summary>Not a flag or keyword.</summary>
    public const string InvalidFlag = "invalid-flag";

    /// <summary>The tenant has not proven to own the domain, and its product demands it.</summary>
    public const string DomainUnverified = "domain-unverified";

    /// <summary>A record that must be in DNS first is not there.</summary>
    public const string RecordMissing = "record-missing";

    /// <summary>Not an amount of storage.</summary>
    public const string InvalidQuota = "invalid-quota";
}
