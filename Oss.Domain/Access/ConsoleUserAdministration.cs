using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;
using Oss.Domain.Tenants;

namespace Oss.Domain.Access;

/// <summary>What the operators' use cases on console users share: who may, which account, what is noted, and what a lost race is called.</summary>
public sealed partial class ConsoleUserAdministration(OssDbContext db, TimeProvider time)
{
    internal OssDbContext Db => db;

    internal DateTime Now => time.GetUtcNow().UtcDateTime;

    internal static void Authorize(Actor actor)
    {
        if (actor is not { Role: Role.Operator, TenantId: null })
            throw new DomainException(new DomainError.Forbidden("Only operators look after console users."));
    }

    internal async Task<ConsoleUser> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await db.Users.FirstOrDefaultAsync(u => u.Id == id, cancellationToken) ?? throw new DomainException(new DomainError.NotFound("console user", id.ToString()));

    /// <summary>The tenant of a role: a tenant admin has one, an operator has none, others may be kept to one.</summary>
    internal async Task<Guid?> TenantForAsync(Role role, string? tenantNumber, CancellationToken cancellationToken)
    {
        if (role is Role.Crm or Role.MailUser || !Enum.IsDefined(role))
            throw Invalid("role", ErrorCodes.NotApplicable, "A person is operator, support, tenant admin or auditor.");

        if (string.IsNullOrWhiteSpace(tenantNumber))
            return role == Role.TenantAdmin ? throw Invalid("tenant", ErrorCodes.Required, "A tenant admin belongs to a tenant; give its number.") : null;

        if (role == Role.Operator)
            throw Invalid("tenant", ErrorCodes.NotApplicable, "An operator belongs to no tenant.");

        var number = tenantNumber.Trim();
        var tenant = number.Length <= Tenant.NumberLength ? await db.Tenants.AsNoTracking().FirstOrDefaultAsync(t => t.Number == number, cancellationToken) : null;
        return tenant?.Id ?? throw new DomainException(new DomainError.NotFound("tenant", number));
    }

    internal void Note(Actor actor, string action, ConsoleUser user, string detail) =>
        db.AuditEntries.Add(AuditEntry.By(actor, Now, $"console-user.{action}", user.UserName!, user.TenantId, detail));

    internal async Task SaveAsync(ConsoleUser user, CancellationToken cancellationToken)
    {
        user.ConcurrencyStamp = Guid.NewGuid().ToString();
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException e)
        {
            throw new DomainException(new DomainError.Conflict(ErrorCodes.ChangedMeanwhile, "Somebody else changed this account meanwhile; look again."), e);
        }
    }

    internal static DomainException Invalid(string path, string code, string text) => new(new DomainError.Validation([new Finding(path, code, text)]));

    // What can be read out, typed anywhere and told apart: no blanks, no letters that look like others.
    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9._@+-]{1,63}\z")]
    internal static partial Regex Name();
}
