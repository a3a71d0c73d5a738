using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Domain.Quotas;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Audit;

/// <summary>Whoever writes to the database behind the platform's back is found. Each test has a database of its own: a broken chain stays broken.</summary>
public sealed class AuditChainTests
{
    private static readonly Actor Operator = new(ActorKind.ConsoleUser, "operator", Role.Operator, null);

    [Theory, EachDatabase]
    public async Task An_entry_says_who_on_whose_behalf_why_from_where_and_what_was_before_and_after(DatabaseProvider provider)
    {
        await using var databases = new DomainFixture();
        var (node, domain) = await CustomerAsync(databases, provider);
        var agent = new Actor(ActorKind.ConsoleUser, "agent", Role.Support, null) { OnBehalfOf = "Erika", Reason = "called", Source = "10.0.0.7" };

        await node.SubmitAsync(An.Order(new MailboxItemRequest(OrderAction.Modify, "erika@" + domain, DisplayName: "Erika Gabler", Quota: Quota.OfBytes(5), Password: new PasswordChange("geheim", IsHash: false))), agent);

        var entry = await node.QueryAsync(db => db.AuditEntries.SingleAsync(e => e.Action == "mailbox.modify"));
        (entry.Actor, entry.OnBehalfOf, entry.Reason, entry.Source).ShouldBe(("ConsoleUser agent", "Erika", "called", "10.0.0.7"));
        entry.Before!.ShouldContain("\"quotaBytes\":2147483648");
        entry.After!.ShouldContain("\"quotaBytes\":5");
        entry.After!.ShouldContain("Erika Gabler");
        (entry.Before + entry.After).ShouldNotContain("geheim");
        (entry.Before + entry.After).ShouldNotContain("$argon2");
    }

    [Theory, EachDatabase]
    public async Task What_was_changed_removed_or_cut_off_is_found(DatabaseProvider provider)
    {
        (string Kind, Func<OssDbContext, Task<int>> Tamper)[] attacks =
        [
            ("changed", db => db.AuditEntries.Where(e => e.Sequence == 2).ExecuteUpdateAsync(e => e.SetProperty(x => x.Detail, "Nothing happened."))),
            ("changed", db => db.AuditEntries.Where(e => e.Sequence == 2).ExecuteUpdateAsync(e => e.SetProperty(x => x.Action, "mailbox.read"))),
            ("changed", db => db.AuditEntries.Where(e => e.Sequence == 3).ExecuteUpdateAsync(e => e.SetProperty(x => x.At, x => x.At.AddHours(1)))),
            ("removed", db => db.AuditEntries.Where(e => e.Sequence == 2).ExecuteDeleteAsync()),
            ("removed", db => db.AuditEntries.Where(e => e.Sequence == 1).ExecuteDeleteAsync()),
            ("truncated", db => db.AuditEntries.Where(e => e.Sequence >= 3).ExecuteDeleteAsync()),
            ("erased", db => db.AuditEntries.Where(e => e.Sequence == 2).ExecuteUpdateAsync(e => e.SetProperty(x => x.Detail, "").SetProperty(x => x.Salt, (string?)null))),
        ];
        foreach (var (kind, tamper) in attacks)
        {
            await using var databases = new DomainFixture();
            var (node, _) = await CustomerAsync(databases, provider);
            await SealAsync(node);
            (await VerifyAsync(node)).ShouldSatisfyAllConditions(found => found.IsIntact.ShouldBeTrue(), found => found.Last.ShouldBe(3));

            await node.QueryAsync(tamper);

            (await VerifyAsync(node)).Findings.ShouldContain(finding => finding.Kind == kind, kind);
        }
    }

    [Theory, EachDatabase]
    public async Task Who_rewrites_the_whole_chain_is_found_by_a_checkpoint_kept_outside(DatabaseProvider provider)
    {
        await using var databases = new DomainFixture();
        var (node, _) = await CustomerAsync(databases, provider);
        await SealAsync(node);
        var outside = await node.QueryAsync(db => db.AuditCheckpoints.Select(c => c.ToString()).ToListAsync());
        outside.ShouldHaveSingleItem();
        (await VerifyAsync(node, [.. outside])).IsIntact.ShouldBeTrue();

        // Everything after the first entry cut off, the head and the checkpoints rewritten to match.
        await node.QueryAsync(db => db.AuditEntries.Where(e => e.Sequence > 1).ExecuteDeleteAsync());
        var first = await node.QueryAsync(db => db.AuditEntries.SingleAsync());
        await node.QueryAsync(db => db.AuditHeads.ExecuteUpdateAsync(h => h.SetProperty(x => x.Last, 1).SetProperty(x => x.Hash, first.Hash)));
        await node.QueryAsync(db => db.AuditCheckpoints.ExecuteDeleteAsync());

        (await VerifyAsync(node)).IsIntact.ShouldBeTrue("nothing inside says otherwise");
        (await VerifyAsync(node, [.. outside])).Findings.ShouldContain(finding => finding.Kind == "truncated");
        (await VerifyAsync(node, outside[0].Replace(" 3 ", " 4 "))).Findings.ShouldContain(finding => finding.Kind == "checkpoint");
        var stranger = new AuditSigningKey(Options.Create(new AuditOptions()));
        (await node.Get<VerifyAudit>().ExecuteAsync([stranger.Sign(1, first.Hash!, DateTime.UtcNow).ToString()], [node.Get<AuditSigningKey>().PublicKey], CancellationToken.None))
            .Findings.ShouldContain(finding => finding.Kind == "checkpoint");
    }

    [Theory, EachDatabase]
    public async Task What_is_personal_is_erased_and_the_chain_still_closes(DatabaseProvider provider)
    {
        await using var databases = new DomainFixture();
        var (node, domain) = await CustomerAsync(databases, provider);
        var erika = "erika@" + domain;

        (await node.Get<EraseAudit>().ExecuteAsync(erika, Operator, CancellationToken.None)).ShouldBe(1);
        await SealAsync(node);

        var rows = await node.QueryAsync(db => db.AuditEntries.ToListAsync());
        rows.ShouldAllBe(e => !$"{e.Subject}{e.Detail}{e.Before}{e.After}".Contains(erika));
        (await VerifyAsync(node)).ShouldSatisfyAllConditions(found => found.IsIntact.ShouldBeTrue(), found => found.Erased.ShouldBe(1), found => found.Last.ShouldBe(4));
        await Should.ThrowAsync<DomainException>(() => node.Get<EraseAudit>().ExecuteAsync(erika, DomainNode.Crm, CancellationToken.None));
    }

    [Theory, EachDatabase]
    public async Task Two_nodes_that_seal_at_once_make_one_chain(DatabaseProvider provider)
    {
        await using var databases = new DomainFixture();
        var node = await databases.NodeOnAsync(provider);
        var other = await databases.NodeOnAsync(provider, time: node.Time);

        await Task.WhenAll(new[] { node, other }.Select(n => Task.Run(async () =>
        {
            for (var i = 0; i < 8; i++)
            {
                await n.SubmitAsync(An.Customer(An.Key() + ".example"));
                await SealAsync(n);
            }
        })));
        await SealAsync(node);

        (await VerifyAsync(node)).ShouldSatisfyAllConditions(found => found.Findings.ShouldBeEmpty(), found => found.Entries.ShouldBe(32), found => found.Unsealed.ShouldBe(0));
    }

    private static Task<int> SealAsync(DomainNode node) => node.Get<AuditSealer>().AdvanceAsync(CancellationToken.None);

    private static Task<AuditVerification> VerifyAsync(DomainNode node, params string[] outside) => node.Get<VerifyAudit>().ExecuteAsync(outside, [], CancellationToken.None);

    private static async Task<(DomainNode Node, string Domain)> CustomerAsync(DomainFixture databases, DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        return (node, domain);
    }
}
