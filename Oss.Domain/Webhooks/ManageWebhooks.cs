using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Events;
using Oss.Domain.Persistence;

namespace Oss.Domain.Webhooks;

/// <summary>A webhook as any caller sees it.</summary>
/// <param name="Id">The id the platform gave it.</param>
/// <param name="Url">Where it is called.</param>
/// <param name="ExternalSystem">The only system whose orders it hears of.</param>
/// <param name="Position">The number of the last event that was taken up for it.</param>
/// <param name="DisabledBecause">Why it is no longer called; absent while it is.</param>
/// <param name="CreatedBy">Who registered it.</param>
/// <param name="CreatedAt">When, UTC.</param>
/// <param name="Pending">Messages that wait for an attempt.</param>
/// <param name="Dead">Messages that were given up.</param>
public sealed record WebhookView(
    Guid Id, string Url, string? ExternalSystem, long Position, string? DisabledBecause, string CreatedBy, DateTime CreatedAt, int Pending, int Dead);

/// <summary>One message on its way, or given up.</summary>
/// <param name="Id">Its id, the same at each attempt.</param>
/// <param name="Sequence">The number of the event.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="NextAt">When it is sent next, UTC.</param>
/// <param name="LastStatus">HTTP status of the last attempt.</param>
/// <param name="LastError">What went wrong at the last attempt.</param>
/// <param name="DeliveredAt">When the receiver took it, UTC.</param>
public sealed record WebhookDeliveryView(
    Guid Id, long Sequence, DeliveryState State, int Attempts, DateTime? NextAt, int? LastStatus, string? LastError, DateTime? DeliveredAt);

/// <summary>A webhook with the secret that is shown once.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Secret">Signs the messages, in the form that Standard Webhooks has: whsec_ and Base64.</param>
public sealed record WebhookSecret(WebhookView Webhook, string Secret)
{
    /// <summary>Never shows the secret.</summary>
    public override string ToString() => $"WebhookSecret({Webhook.Id})";
}

/// <summary>What came of a test message.</summary>
/// <param name="Delivered">Whether the receiver has taken it.</param>
/// <param name="Status">HTTP status; absent when there was no answer.</param>
/// <param name="Error">What went wrong, in a sentence.</param>
public sealed record WebhookTest(bool Delivered, int? Status, string? Error);

/// <summary>Registers webhooks, shows and removes them, rotates their secrets, and sends again what was sent or given up.</summary>
public sealed class ManageWebhooks(
    IDbContextFactory<OssDbContext> contexts, EventSequencer sequencer, WebhookTargets targets, WebhookSender sender, IDataProtectionProvider protection, TimeProvider time)
{
    private readonly IDataProtector _protector = protection.CreateProtector(WebhookDispatcher.Purpose);

    /// <summary>Registers a webhook that hears of what happens from now on.</summary>
    /// <exception cref="DomainException">The target is not allowed, there are too many, or the actor may not.</exception>
    public async Task<WebhookSecret> RegisterAsync(
        string url, string? externalSystem, Actor actor, CancellationToken cancellationToken, WebhookFormat format = WebhookFormat.Standard)
    {
        EnsureAllowed(actor);
        EnsureAllowed(url);
        var (secret, last) = (WebhookSignature.NewSecret(), await sequencer.AdvanceAsync(cancellationToken));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var count = await db.Webhooks.CountAsync(w => w.TenantId == actor.TenantId, cancellationToken);
        if (count >= WebhookLimits.Webhooks)
            throw new DomainException(new DomainError.LimitExceeded("webhooks", WebhookLimits.Webhooks, count, count + 1));

        var now = time.GetUtcNow().UtcDateTime;
        var webhook = new Webhook
        {
            Url = url, Secret = _protector.Protect(secret), TenantId = actor.TenantId, ExternalSystem = externalSystem, Position = last, CreatedBy = actor.Name, CreatedAt = now, Format = format,
        };
        db.Webhooks.Add(webhook);
        db.AuditEntries.Add(AuditEntry.By(actor, now, "webhook.register", webhook.Id.ToString(), actor.TenantId, $"Webhook {url}: register."));
        await db.SaveChangesAsync(cancellationToken);
        return new WebhookSecret(await ViewAsync(db, webhook, cancellationToken), secret);
    }

    /// <summary>All webhooks that the actor may see.</summary>
    public async Task<IReadOnlyList<WebhookView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        EnsureAllowed(actor);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var views = new List<WebhookView>();
        foreach (var webhook in await db.Webhooks.AsNoTracking().Where(w => actor.TenantId == null || w.TenantId == actor.TenantId).OrderBy(w => w.Id).ToListAsync(cancellationToken))
            views.Add(await ViewAsync(db, webhook, cancellationToken));
        return views;
    }

    /// <summary>Some of the webhooks that the actor may see, the oldest first.</summary>
    /// <param name="after">The last one of the part before.</param>
    /// <param name="limit">Rows wanted, at most <see cref="Page.MaxLimit"/>.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Part<WebhookView>> PartAsync(Guid? after, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        EnsureAllowed(actor);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = db.Webhooks.AsNoTracking().Where(w => actor.TenantId == null || w.TenantId == actor.TenantId);
        if (after is { } id)
            found = found.Where(w => w.Id.CompareTo(id) > 0);
        var views = new List<WebhookView>();
        foreach (var webhook in await found.OrderBy(w => w.Id).Take(Page.Bound(limit) + 1).ToListAsync(cancellationToken))
            views.Add(await ViewAsync(db, webhook, cancellationToken));
        return Part<WebhookView>.Of(views, limit, view => view.Id.ToString());
    });

    /// <summary>One webhook.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<WebhookView> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ViewAsync(db, await FindAsync(db, id, actor, cancellationToken), cancellationToken);
    });

    /// <summary>Gives a webhook another address, stops calling it, or calls it again from where it stopped.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="url">Another address; <see langword="null"/> for the one it has.</param>
    /// <param name="enabled">Whether it is called; <see langword="null"/> to leave that.</param>
    /// <param name="actor">Who changes.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="DomainException">There is none that the actor may see, or the address is not allowed.</exception>
    public Task<WebhookView> ChangeAsync(Guid id, string? url, bool? enabled, Actor actor, CancellationToken cancellationToken) => Orders.FindOrder.OnceMoreAsync(async () =>
    {
        if (url is not null)
            EnsureAllowed(url);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var webhook = await FindAsync(db, id, actor, cancellationToken);
        webhook.Url = url ?? webhook.Url;
        if (enabled is { } wanted)
            webhook.DisabledBecause = wanted ? null : webhook.DisabledBecause ?? $"Disabled by {actor.Name}.";
        db.AuditEntries.Add(AuditEntry.By(actor, time.GetUtcNow().UtcDateTime, "webhook.change", id.ToString(), webhook.TenantId, $"Webhook {webhook.Url}: change."));
        await db.SaveChangesAsync(cancellationToken);
        return await ViewAsync(db, webhook, cancellationToken);
    });

    /// <summary>Sends a signed message of the type <c>webhook.test</c> now, and says what came back.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public async Task<WebhookTest> TestAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var webhook = await FindAsync(db, id, actor, cancellationToken);
        var attempt = await sender.SendTestAsync(webhook.Url, webhook.SecretsAt(time.GetUtcNow().UtcDateTime, _protector), cancellationToken);
        return new WebhookTest(attempt.Error is null, attempt.Status, attempt.Error);
    }

    /// <summary>Some of a webhook's messages in a state, the newest first: the dead letters, for one.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="state">Where they stand.</param>
    /// <param name="before">The last number of the part before.</param>
    /// <param name="limit">Rows wanted, at most <see cref="Page.MaxLimit"/>.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<Part<WebhookDeliveryView>> DeliveriesPartAsync(Guid id, DeliveryState state, long? before, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await FindAsync(db, id, actor, cancellationToken);
        var rows = await db.WebhookDeliveries.AsNoTracking().Where(d => d.WebhookId == id && d.State == state && (before == null || d.Sequence < before))
            .OrderByDescending(d => d.Sequence).Take(Page.Bound(limit) + 1).ToListAsync(cancellationToken);
        return Part<WebhookDeliveryView>.Of([.. rows.Select(View)], limit, row => row.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture));
    });

    /// <summary>A new secret; the former goes on signing beside it for <see cref="WebhookLimits.RotationOverlap"/>.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public async Task<WebhookSecret> RotateAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (webhook, secret, now) = (await FindAsync(db, id, actor, cancellationToken), WebhookSignature.NewSecret(), time.GetUtcNow().UtcDateTime);
        (webhook.FormerSecret, webhook.FormerUntil, webhook.Secret) = (webhook.Secret, now + WebhookLimits.RotationOverlap, _protector.Protect(secret));
        db.AuditEntries.Add(AuditEntry.By(actor, now, "webhook.rotate", id.ToString(), webhook.TenantId, $"Webhook {webhook.Url}: new secret."));
        await db.SaveChangesAsync(cancellationToken);
        return new WebhookSecret(await ViewAsync(db, webhook, cancellationToken), secret);
    }

    /// <summary>Sends again: everything after a number, and at once what was given up. A disabled webhook is called again.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="after">The last number that the receiver knows; <see langword="null"/> for the dead letters only.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>How many messages are sent again.</returns>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<int> ReplayAsync(Guid id, long? after, Actor actor, CancellationToken cancellationToken) => Orders.FindOrder.OnceMoreAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (webhook, now) = (await FindAsync(db, id, actor, cancellationToken), time.GetUtcNow().UtcDateTime);
        webhook.DisabledBecause = null;
        if (after < webhook.Position)
            webhook.Position = Math.Max(0, after.Value);
        db.AuditEntries.Add(AuditEntry.By(actor, now, "webhook.replay", id.ToString(), webhook.TenantId, $"Webhook {webhook.Url}: send again after {after?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "failures"}."));
        await db.SaveChangesAsync(cancellationToken);
        var again = await db.WebhookDeliveries.Where(d => d.WebhookId == id && (d.State == DeliveryState.Dead || (after != null && d.Sequence > after)))
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.State, DeliveryState.Pending).SetProperty(x => x.Attempts, 0).SetProperty(x => x.NextAt, now), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return again;
    });

    /// <summary>Removes a webhook with its messages.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public async Task RemoveAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var webhook = await FindAsync(db, id, actor, cancellationToken);
        db.Webhooks.Remove(webhook);
        db.AuditEntries.Add(AuditEntry.By(actor, time.GetUtcNow().UtcDateTime, "webhook.remove", id.ToString(), webhook.TenantId, $"Webhook {webhook.Url}: remove."));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static WebhookDeliveryView View(WebhookDelivery d) =>
        new(d.Id, d.Sequence, d.State, d.Attempts, d.State == DeliveryState.Pending ? d.NextAt : null, d.LastStatus, d.LastError, d.DeliveredAt);

    private void EnsureAllowed(string url)
    {
        if (targets.Objection(url) is { } objection)
            throw new DomainException(new DomainError.Validation([new Finding("url", ErrorCodes.NotApplicable, objection)]));
    }

    private static void EnsureAllowed(Actor actor)
    {
        if (actor.Role is not (Role.Operator or Role.Crm or Role.TenantAdmin))
            throw new DomainException(new DomainError.Forbidden($"The role {actor.Role} has no webhooks."));
    }

    private static async Task<Webhook> FindAsync(OssDbContext db, Guid id, Actor actor, CancellationToken cancellationToken)
    {
        EnsureAllowed(actor);
        return await db.Webhooks.FirstOrDefaultAsync(w => w.Id == id && (actor.TenantId == null || w.TenantId == actor.TenantId), cancellationToken)
            ?? throw new DomainException(new DomainError.NotFound("webhook", id.ToString()));
    }

    private static async Task<WebhookView> ViewAsync(OssDbContext db, Webhook webhook, CancellationToken cancellationToken)
    {
        var counts = await db.WebhookDeliveries.Where(d => d.WebhookId == webhook.Id && d.State != DeliveryState.Delivered).GroupBy(d => d.State)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return new WebhookView(
            webhook.Id, webhook.Url, webhook.ExternalSystem, webhook.Position, webhook.DisabledBecause, webhook.CreatedBy, webhook.CreatedAt,
            counts.GetValueOrDefault(DeliveryState.Pending), counts.GetValueOrDefault(DeliveryState.Dead));
    }
}
