using Microsoft.EntityFrameworkCore;

namespace Oss.Domain.Orders.Compensation;

/// <summary>Gives up an export; its file is deleted with all that are no longer to be fetched.</summary>
internal sealed record DropArchive(Guid Id) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        if (await context.Db.MailArchives.Include(a => a.Mailbox.Subscription).FirstOrDefaultAsync(a => a.Id == Id, cancellationToken) is not { } archive)
            return new Undone("The export is gone.", null);

        archive.ExpiresAt = context.Now;
        return new Undone($"The export of '{archive.Mailbox.PrimaryAddress}' is deleted.", archive.Mailbox.Subscription.TenantId);
    }
}
