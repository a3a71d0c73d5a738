using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;

namespace Oss.Domain.Idempotency;

/// <summary>What a named request meets.</summary>
public abstract record NamedRequest
{
    /// <summary>It is new, or its node died: carry it out, and then complete or forget it.</summary>
    public sealed record New(Guid Id) : NamedRequest;

    /// <summary>It was answered before.</summary>
    public sealed record Answered(StoredReply Reply) : NamedRequest;

    /// <summary>It is being carried out.</summary>
    public sealed record Running : NamedRequest;

    /// <summary>Another request came under this name before.</summary>
    public sealed record Different : NamedRequest;
}

/// <summary>Keeps replies to named requests, on all nodes together.</summary>
public sealed class KeepReplies(IDbContextFactory<OssDbContext> contexts, IDataProtectionProvider protection, TimeProvider time)
{
    // A body may hold a password, and the fingerprint is stored: it must not be a quick way to guess it.
    private const int Iterations = 100_000;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("oss.kept-reply");
    private DateTime _sweptAt;

    /// <summary>Notes that a request begins, unless it did before.</summary>
    /// <param name="client">Who sends.</param>
    /// <param name="key">Its name for the request.</param>
    /// <param name="target">Method, path and whatever else makes it another request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<NamedRequest> BeginAsync(string client, string key, string target, byte[] body, CancellationToken cancellationToken)
    {
        var fingerprint = Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(
            body, Encoding.UTF8.GetBytes($"{client}\n{key}\n{target}"), Iterations, HashAlgorithmName.SHA256, 32));
        return await FindOrder.OnceMoreAsync(() => LookAsync(client, key, fingerprint, cancellationToken));
    }

    /// <summary>Keeps the reply.</summary>
    public Task CompleteAsync(Guid id, StoredReply reply) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        var kept = _protector.Protect(JsonSerializer.Serialize(reply));
        await using var db = await contexts.CreateDbContextAsync();
        await db.KeptReplies.Where(r => r.Id == id).ExecuteUpdateAsync(r => r.SetProperty(x => x.Reply, kept));
    });

    /// <summary>Lets the name be used again: nothing was done.</summary>
    public Task ForgetAsync(Guid id) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync();
        await db.KeptReplies.Where(r => r.Id == id).ExecuteDeleteAsync();
    });

    private async Task<NamedRequest> LookAsync(string client, string key, string fingerprint, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        await SweepAsync(db, now, cancellationToken);
        var known = await db.KeptReplies.AsNoTracking().FirstOrDefaultAsync(r => r.Client == client && r.Key == key, cancellationToken);
        if (known is not null && known.Fingerprint != fingerprint)
            return new NamedRequest.Different();
        if (known?.Reply is { } reply)
            return new NamedRequest.Answered(JsonSerializer.Deserialize<StoredReply>(_protector.Unprotect(reply))!);
        if (known is not null)
            return await TakeOverAsync(db, known, now, cancellationToken);

        var request = new KeptReply { Client = client, Key = key, Fingerprint = fingerprint, At = now, RunsUntil = now + KeptReplyLimits.Lease };
        db.KeptReplies.Add(request);
        await db.SaveChangesAsync(cancellationToken);
        return new NamedRequest.New(request.Id);
    }

    private static async Task<NamedRequest> TakeOverAsync(OssDbContext db, KeptReply known, DateTime now, CancellationToken cancellationToken)
    {
        var lease = now + KeptReplyLimits.Lease;
        return known.RunsUntil <= now && await db.KeptReplies.Where(r => r.Id == known.Id && r.RunsUntil == known.RunsUntil && r.Reply == null)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.RunsUntil, lease), cancellationToken) == 1
            ? new NamedRequest.New(known.Id)
            : new NamedRequest.Running();
    }

    private async Task SweepAsync(OssDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        if (now - _sweptAt < SweepEvery)
            return;

        _sweptAt = now;
        var past = now - KeptReplyLimits.Kept;
        await db.KeptReplies.Where(r => r.At < past).ExecuteDeleteAsync(cancellationToken);
    }
}
