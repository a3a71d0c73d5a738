using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.MailPlatform;
using Oss.Domain.Persistence;

namespace Oss.Domain.MailQuarantine;

/// <summary>Lists mail that is held back, the latest first.</summary>
public sealed class SearchQuarantine(IMailQuarantine quarantine, QuarantineScope scope, RecordRead read)
{
    /// <summary>A part of what the actor may see.</summary>
    /// <param name="mailbox">Only for this mailbox.</param>
    /// <param name="older">Behind this message.</param>
    /// <param name="limit">Rows wanted.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="DomainException">Database or quarantine is out of reach.</exception>
    public Task<Part<QuarantinedMail>> ExecuteAsync(Guid? mailbox, Guid? older, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await read.ListAsync("quarantine", actor, cancellationToken, mailbox?.ToString());
        var seen = await scope.MailboxesAsync(actor, cancellationToken);
        if (mailbox is { } one)
            seen = seen is null || seen.Contains(one) ? new HashSet<Guid> { one } : new HashSet<Guid>();
        var found = await QuarantineScope.ReachAsync(() => quarantine.ListAsync(seen, older, Page.Bound(limit) + 1, cancellationToken));
        return Part<QuarantinedMail>.Of([.. found], limit, mail => mail.Id.ToString());
    });
}
