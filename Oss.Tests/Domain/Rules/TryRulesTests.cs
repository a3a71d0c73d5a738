using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Domain.Rules;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Rules;

/// <summary>Filters tried on somebody's mail: with a reason, and noted.</summary>
public sealed class TryRulesTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private static readonly TrialMessage Stored = new TrialMessage.Stored("INBOX", FakeMailPlatform.StoredUid, null);

    [Theory]
    [EachDatabase]
    public async Task Who_looks_at_somebodys_mail_says_why_and_the_audit_has_each_look(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        var mailbox = await node.QueryAsync(db => db.Mailboxes.Include(m => m.Subscription).SingleAsync(m => m.PrimaryAddress == "erika@" + domain));
        var (tryRules, agent) = (node.Get<TryRules>(), new Actor(ActorKind.ConsoleUser, "agent", Role.Support, null));

        await ShouldRefuseAsync(() => TryAsync(Stored, agent), "reason");
        await ShouldRefuseAsync(() => tryRules.ListAsync(mailbox.Id, "INBOX", agent, default), "reason");
        (await EntriesAsync()).ShouldBeEmpty();

        var withReason = agent with { Reason = "ticket 9" };
        (await TryAsync(Stored, withReason)).Actions.ShouldBe(["keep"]);
        (await TryAsync(new TrialMessage.Stored(null, null, "<7@example.org>"), withReason)).Actions.ShouldBe(["keep"]);
        (await tryRules.ListAsync(mailbox.Id, "INBOX", withReason, default)).Messages.ShouldHaveSingleItem();
        var entries = await EntriesAsync();
        entries.Select(e => e.Detail).ShouldBe(["Tried the filters on message 7 of INBOX.", "Tried the filters on the message <7@example.org>.", "Listed messages of INBOX to try the filters on."]);
        entries.ShouldAllBe(e => e.Reason == "ticket 9" && e.Actor == "ConsoleUser agent" && e.TenantId == mailbox.Subscription.TenantId);

        // Its owner looks at the own mail; a message that somebody brings along is nobody's here.
        await TryAsync(Stored, new Actor(ActorKind.MailUser, "erika", Role.MailUser, mailbox.Subscription.TenantId) { MailboxId = mailbox.Id });
        await TryAsync(new TrialMessage.Given("Subject: x\r\n\r\nx"u8.ToArray()), agent);
        (await EntriesAsync()).Count.ShouldBe(3);

        (await Should.ThrowAsync<DomainException>(() => TryAsync(new TrialMessage.Stored("INBOX", 8, null), withReason))).Error.ShouldBeOfType<DomainError.NotFound>();
        (await Should.ThrowAsync<DomainException>(() => TryAsync(Stored, new Actor(ActorKind.ConsoleUser, "x", Role.TenantAdmin, Guid.NewGuid()) { Reason = "x" }))).Error.ShouldBeOfType<DomainError.NotFound>();
        await ShouldRefuseAsync(() => TryAsync(new TrialMessage.Stored("INBOX", null, null), withReason), "uid");
        await ShouldRefuseAsync(() => TryAsync(new TrialMessage.Given(default), withReason), "message");

        Task<ScriptTrial> TryAsync(TrialMessage message, Actor actor) => tryRules.ExecuteAsync(mailbox.Id, message, null, actor, default);
        Task<List<Oss.Domain.Audit.AuditEntry>> EntriesAsync() =>
            node.QueryAsync(db => db.AuditEntries.Where(e => e.Action == TryRules.AuditAction && e.Subject == "erika@" + domain).OrderBy(e => e.Id).ToListAsync());
    }

    private static async Task ShouldRefuseAsync(Func<Task> act, string path) =>
        (await Should.ThrowAsync<DomainException>(act)).Error.ShouldBeOfType<DomainError.Validation>().Findings.ShouldHaveSingleItem().Path.ShouldBe(path);
}
