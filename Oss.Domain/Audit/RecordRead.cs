using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

namespace Oss.Domain.Audit;

/// <summary>Notes who looked at somebody's personal data, before it is shown: once for each reader and thing within <see cref="Quiet"/>, for a page that is loaded again is no other look. Tenants and owners of mailboxes who look at
/// their own are not noted.
/// A list is noted as what was looked for, not row by row; by a person, or by whoever says for whom. A CRM that compares its lists with ours every night looks at nobody.</summary>
public sealed class RecordRead(IDbContextFactory<OssDbContext> contexts, TimeProvider time)
{
    /// <summary>How long the same reader may look at the same thing again without another entry.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(15);

    /// <summary>What stands as the subject of a look at a list in which nothing was looked for.</summary>
    public const string WholeList = "*";

    private const int Remembered = 10_000;

    private readonly ConcurrentDictionary<(ActorKind, string, string?, string?, string, string), DateTime> _noted = [];
    private readonly SharedCommit _commit = new(contexts);

    /// <summary>Notes it.</summary>
    /// <param name="kind"><c>mailbox</c>, <c>tenant</c>, <c>contract</c>, <c>logins</c>, <c>trace</c>.</param>
    /// <param name="subject">Its key.</param>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task ExecuteAsync(string kind, string subject, Guid? tenant, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Kind == ActorKind.System || actor.Role is Role.TenantAdmin or Role.MailUser)
            return;

        // On whose behalf and why are part of the record: another ticket is another look.
        var (key, now) = ((actor.Kind, actor.Name, actor.OnBehalfOf, actor.Reason, kind, subject), time.GetUtcNow().UtcDateTime);
        if (_noted.TryGetValue(key, out var before) && now - before < Quiet)
            return;

        cancellationToken.ThrowIfCancellationRequested();
        await _commit.StoreAsync(AuditEntry.By(actor, now, $"read.{kind}", subject, tenant, $"Looked at {kind} {subject}."));
        if (_noted.Count >= Remembered)
            Forget(now);
        _noted[key] = now;
    }

    /// <summary>Notes that somebody looks through a list.</summary>
    /// <param name="kind">What it lists, as in <c>mailboxes</c>.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <param name="filters">What was looked for; with none of it the whole list.</param>
    public Task ListAsync(string kind, Actor actor, CancellationToken cancellationToken, params IEnumerable<string?> filters)
    {
        if (actor is { Role: Role.Crm, OnBehalfOf: null })
            return Task.CompletedTask;

        var shown = string.Join(' ', filters.Select(filter => filter?.Trim()).Where(filter => !string.IsNullOrEmpty(filter)));
        return ExecuteAsync(kind, shown.Length is 0 ? WholeList : shown[..Math.Min(shown.Length, Addresses.EmailAddress.MaxLength)], actor.TenantId, actor, cancellationToken);
    }

    private void Forget(DateTime now)
    {
        foreach (var (key, at) in _noted)
        {
            if (now - at >= Quiet)
                _noted.TryRemove(key, out _);
        }

        // Somebody reads thousands within minutes: that is noted once too often rather than kept without bound.
        if (_noted.Count >= Remembered)
            _noted.Clear();
    }
}
