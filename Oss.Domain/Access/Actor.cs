namespace Oss.Domain.Access;

/// <summary>
/// Who acts: a CRM system, a person at the console, or the platform itself. Every use case takes one; it decides what
/// the caller may do and see, and stands in every audit entry.
/// </summary>
/// <param name="Kind">What kind of caller it is.</param>
/// <param name="Name">Login name of the API client or console user.</param>
/// <param name="Role">What it may do.</param>
/// <param name="TenantId">The only tenant it may touch or see; <see langword="null"/> for all tenants.</param>
public sealed record Actor(ActorKind Kind, string Name, Role Role, Guid? TenantId)
{
    /// <summary>The only tenant it may touch or see; <see langword="null"/> for all tenants, which no tenant admin is.</summary>
    public Guid? TenantId { get; } = Role == Role.TenantAdmin && TenantId is null
        ? throw new ArgumentException("A tenant admin belongs to a tenant.", nameof(TenantId))
        : TenantId;

    /// <summary>Characters of <see cref="OnBehalfOf"/>.</summary>
    public const int OnBehalfOfLength = 200;

    /// <summary>Characters of <see cref="Reason"/>.</summary>
    public const int ReasonLength = 500;

    /// <summary>For whom it acts, in its own words: the agent in front of a CRM, say. Nobody checks it; it is for the record.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>Why it acts, in its own words: a ticket's number, say. For the record.</summary>
    public string? Reason { get; init; }

    /// <summary>The only mailbox it may touch or see: its own; <see langword="null"/> for whoever is no mail user.</summary>
    public Guid? MailboxId { get; init; }

    /// <summary>From where: the client's address, or the correlation id of its request.</summary>
    public string? Source { get; init; }

    /// <summary>What an API client is allowed of <see cref="ApiScopes"/>; <see langword="null"/> for all. Asked where a request comes in: an order that is carried out later was allowed then.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyCollection<string>? Scopes { get; init; }

    /// <summary>Whether a scope is among what it is allowed.</summary>
    public bool MayUse(string scope) => Scopes is null || Scopes.Contains(scope);

    /// <summary>The platform itself: order worker, first-start seed.</summary>
    public static Actor System { get; } = new(ActorKind.System, "system", Role.Operator, null);
}

/// <summary>Kinds of <see cref="Actor"/>.</summary>
public enum ActorKind
{
    /// <summary>The platform itself.</summary>
    System,

    /// <summary>A machine with API credentials.</summary>
    ApiClient,

    /// <summary>A person signed in to the console.</summary>
    ConsoleUser,

    /// <summary>A person signed in with a mailbox's address and password.</summary>
    MailUser,

    /// <summary>A person at the command line of a node's machine.</summary>
    CommandLine,
}

/// <summary>What an <see cref="Actor"/> may do.</summary>
public enum Role
{
    /// <summary>Runs the platform; may do everything.</summary>
    Operator,

    /// <summary>First-level support: sees all tenants, changes mailboxes and aliases.</summary>
    Support,

    /// <summary>Looks after one tenant and sees no other.</summary>
    TenantAdmin,

    /// <summary>Reads everything, changes nothing.</summary>
    Auditor,

    /// <summary>Orders by SOAP or REST.</summary>
    Crm,

    /// <summary>Looks after the own mailbox and sees no other.</summary>
    MailUser,
}
