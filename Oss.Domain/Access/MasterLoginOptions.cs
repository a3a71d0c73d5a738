namespace Oss.Domain.Access;

/// <summary>Who of the console's users may open other people's mailboxes with a mail client (<c>mailbox*user</c>).</summary>
public sealed class MasterLoginOptions
{
    /// <summary>Roles that may, separated by commas; empty for nobody. Whoever is bound to a tenant opens the mailboxes of that tenant only.</summary>
    public string Roles { get; set; } = nameof(Role.Operator);

    /// <summary>Whether a role may.</summary>
    public bool Allows(Role role) => Roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Contains(role.ToString(), StringComparer.OrdinalIgnoreCase);
}
