using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Audit;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Mailboxes;

/// <summary>Whoever asks for it is forgotten with the mail: nothing personal stays in audit and orders, and the audit is still whole.</summary>
public sealed class EraseTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task A_mailbox_purged_with_its_records_leaves_no_name_and_a_chain_that_closes(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain) with { DisplayName = "Erika Mustermann" }, An.Mailbox("max@" + domain)]);
        await node.SubmitAsync(An.Alias("gabler@" + domain, "erika@" + domain));
        var id = await node.QueryAsync(db => db.Mailboxes.Where(m => m.PrimaryAddress == "erika@" + domain).Select(m => m.Id).SingleAsync());
        await node.Get<GetMailbox>().ExecuteAsync(id, DomainNode.Crm, CancellationToken.None);
        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Modify, "erika@" + domain, NewAddress: "mustermann@" + domain));
        await node.SubmitAsync(An.TerminateMailbox("mustermann@" + domain));
        (await node.RefusalOfAsync(An.Order(new MailboxItemRequest(OrderAction.Restore, "mustermann@" + domain, Erase: true)))).ShouldBeOfType<DomainError.Validation>();

        var purge = await node.SubmitAsync(new MailboxItemRequest(OrderAction.Purge, "mustermann@" + domain, Erase: true));

        purge.Order.State.ShouldBe(OrderState.Completed, purge.Order.ErrorText);
        node.Platform.Purges.ShouldContain(mailbox => mailbox.Id == id);
        string[] personal = ["erika", "gabler", "ustermann"];
        var audit = await node.QueryAsync(db => db.AuditEntries.AsNoTracking().ToListAsync());
        var texts = audit.SelectMany(e => new[] { e.Subject, e.Detail, e.Before, e.After, e.Reason }).OfType<string>().Where(text => text.Contains(domain)).ToList();
        texts.ShouldNotBeEmpty("the others' records stay");
        texts.ShouldAllBe(text => !personal.Any(name => text.Contains(name, StringComparison.OrdinalIgnoreCase)));
        audit.Count(e => e.ErasedBy != null).ShouldBeGreaterThanOrEqualTo(5);
        (await node.QueryAsync(db => db.Orders.SelectMany(o => o.Items).Where(i => i.MailboxId == id).ToListAsync())).ShouldAllBe(item => item.Key == EraseMailboxRecords.Erased && item.ErrorText == null);
        (await node.QueryAsync(db => db.Mailboxes.SingleAsync(m => m.Id == id))).ShouldSatisfyAllConditions(
            mailbox => mailbox.State.ShouldBe(MailboxState.Purged), mailbox => mailbox.PrimaryAddress.ShouldBe(EraseMailboxRecords.Erased), mailbox => mailbox.DisplayName.ShouldBeNull(), mailbox => mailbox.PasswordHash.ShouldBe(""));

        await node.Get<AuditSealer>().AdvanceAsync(CancellationToken.None);
        await EnsureWholeAsync(node);
    }

    private static async Task EnsureWholeAsync(DomainNode node)
    {
        var verified = await node.Get<VerifyAudit>().ExecuteAsync([], [], CancellationToken.None);
        verified.Findings.ShouldBeEmpty();
    }
}
