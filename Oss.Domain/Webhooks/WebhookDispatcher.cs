using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Events;
using Oss.Domain.Persistence;

namespace Oss.Domain.Webhooks;

/// <summary>Takes up new events for each webhook and delivers what is due. At least once, never lost: what is taken up is a row, and a row is done when its receiver
/// said so or after the last attempt, when it stays as a dead letter.</summary>
public sealed class WebhookDispatcher(
    IDbContextFactory<OssDbContext> contexts, EventSequencer sequencer, WebhookSender sender, IDataProtectionProvider protection, TimeProvider time)
{
    internal const string Purpose = "Oss.Webhooks.Secret";

    private readonly IDataProtector _protector = protection.CreateProtector(Purpose);

    /// <summary>Takes up what is new and delivers what is due.</summary>
    /// <returns>How many attempts were made.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var last = await sequencer.AdvanceAsync(cancellationToken);
        List<Guid> webhooks;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
            webhooks = await db.Webhooks.Where(w => w.DisabledBecause == null).Select(w => w.Id).ToListAsync(cancellationToken);

        // Side by side: one receiver that hangs keeps no other waiting.
        var attempts = await Task.WhenAll(webhooks.Select(async id =>
        {
            await TakeUpAsync(id, last, cancellationToken);
            return await DeliverAsync(id, cancellationToken);
        }));
        return attempts.Sum();
    }

    /// <summary>Forgets what was delivered long ago.</summary>
    public async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var before = time.GetUtcNow().UtcDateTime - WebhookLimits.Kept;
        return await db.WebhookDeliveries.Where(d => d.State == DeliveryState.Delivered && d.NextAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    // The position and the rows are one transaction; of two nodes the slower one fails at the webhook's version and leaves it to the next round.
    private async Task TakeUpAsync(Guid id, long last, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                var webhook = await db.Webhooks.FirstOrDefaultAsync(w => w.Id == id, cancellationToken);
                if (webhook is null || webhook.Position >= last)
                    return;

                var now = time.GetUtcNow().UtcDateTime;
                var next = Math.Min(last, webhook.Position + WebhookLimits.FanOut);
                var sequences = await db.OrderEvents
                    .Where(e => e.Sequence > webhook.Position && e.Sequence <= next && (webhook.TenantId == null || e.TenantId == webhook.TenantId)
                        && (webhook.ExternalSystem == null || e.ExternalSystem == webhook.ExternalSystem))
                    .Select(e => e.Sequence!.Value).ToListAsync(cancellationToken);
                var known = await db.WebhookDeliveries.Where(d => d.WebhookId == id && d.Sequence > webhook.Position && d.Sequence <= next)
                    .Select(d => d.Sequence).ToListAsync(cancellationToken);
                db.WebhookDeliveries.AddRange(sequences.Except(known).Select(sequence => new WebhookDelivery { WebhookId = id, Sequence = sequence, NextAt = now }));
                webhook.Position = next;
                await db.SaveChangesAsync(cancellationToken);
            }
        }
        catch (Exception e) when (DatabaseErrors.IsLostRace(e))
        {
            // Another node is taking them up.
        }
    }

    private async Task<int> DeliverAsync(Guid webhookId, CancellationToken cancellationToken)
    {
        for (var attempts = 0; attempts < WebhookLimits.Round;)
        {
            if (await TakeAsync(webhookId, cancellationToken) is not { } taken)
                return attempts;

            attempts++;
            if (!await AttemptAsync(taken, cancellationToken))
                return attempts;
        }

        return WebhookLimits.Round;
    }

    private async Task<Guid?> TakeAsync(Guid webhookId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        while (true)
        {
            var due = await db.WebhookDeliveries.AsNoTracking().Where(d => d.WebhookId == webhookId && d.State == DeliveryState.Pending && d.NextAt <= now)
                .OrderBy(d => d.Sequence).Select(d => new { d.Id, d.NextAt }).FirstOrDefaultAsync(cancellationToken);
            if (due is null)
                return null;

            var until = now + WebhookLimits.Lease;
            if (await db.WebhookDeliveries.Where(d => d.Id == due.Id && d.State == DeliveryState.Pending && d.NextAt == due.NextAt)
                .ExecuteUpdateAsync(d => d.SetProperty(x => x.NextAt, until), cancellationToken) == 1)
                return due.Id;
        }
    }

    /// <returns>Whether the receiver is worth the next message now.</returns>
    private async Task<bool> AttemptAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var delivery = await db.WebhookDeliveries.SingleAsync(d => d.Id == deliveryId, cancellationToken);
        var webhook = await db.Webhooks.SingleAsync(w => w.Id == delivery.WebhookId, cancellationToken);
        var @event = await db.OrderEvents.AsNoTracking().SingleAsync(e => e.Sequence == delivery.Sequence, cancellationToken);
        var attempt = await sender.SendAsync(webhook.Url, webhook.SecretsAt(time.GetUtcNow().UtcDateTime, _protector), delivery.Id, @event, webhook.Format, cancellationToken);

        var now = time.GetUtcNow().UtcDateTime;
        delivery.Attempts++;
        (delivery.LastStatus, delivery.LastError) = (attempt.Status, attempt.Error is { Length: > WebhookLimits.ErrorLength } e ? e[..WebhookLimits.ErrorLength] : attempt.Error);
        if (attempt.Error is null)
            (delivery.State, delivery.DeliveredAt, delivery.NextAt) = (DeliveryState.Delivered, now, now);
        else if (delivery.Attempts > WebhookLimits.Pauses.Count)
            delivery.State = DeliveryState.Dead;
        else
            delivery.NextAt = now + WebhookLimits.Pauses[delivery.Attempts - 1];

        // Standard Webhooks: 410 says that nobody wants to be called any more.
        if (attempt.Status == (int)HttpStatusCode.Gone)
            webhook.DisabledBecause = "The receiver answered 410 Gone.";
        await db.SaveChangesAsync(cancellationToken);
        return attempt.Error is null;
    }
}
