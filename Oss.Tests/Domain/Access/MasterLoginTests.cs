using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Access;

public sealed class MasterLoginTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private const string Password = "Kirschbaum-7-Leiter";

    [Theory, EachDatabase]
    public async Task An_operator_opens_any_mailbox_and_the_audit_has_both_names_first(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var boss = await MasterAsync(node, Role.Operator);

        (await OpenAsync(node, boss, "info@" + domain)).ShouldBeOfType<MailboxLogin.Accepted>().CanonicalName.ShouldBe("erika@" + domain);

        var entry = await node.QueryAsync(db => db.AuditEntries.SingleAsync(e => e.Action == LogInAsMaster.Action && e.Subject == "erika@" + domain));
        (entry.Actor, entry.Source, entry.Detail).ShouldBe(("ConsoleUser " + boss, "192.0.2.9", "Opened the mailbox by Imap."));
    }

    [Theory, EachDatabase]
    public async Task Who_may_not_is_refused_and_recorded(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var agent = await MasterAsync(node, Role.Support);
        var boss = await MasterAsync(node, Role.Operator);

        (await OpenAsync(node, agent, "erika@" + domain)).ShouldBeOfType<MailboxLogin.Denied>();
        (await OpenAsync(node, boss, "niemand@" + domain)).ShouldBeOfType<MailboxLogin.Rejected>();
        (await OpenAsync(node, "nobody-here", "erika@" + domain)).ShouldBeOfType<MailboxLogin.Rejected>();
        (await node.QueryAsync(db => db.AuditEntries.CountAsync(e => e.Action == LogInAsMaster.Action + "-refused" && (e.Actor == "ConsoleUser " + agent || e.Actor == "ConsoleUser " + boss)))).ShouldBe(2);
        (await node.QueryAsync(db => db.AuditEntries.CountAsync(e => e.Action == LogInAsMaster.Action && e.Subject == "erika@" + domain))).ShouldBe(0);
    }

    [Theory, EachDatabase]
    public async Task A_master_of_one_tenant_opens_its_mailboxes_and_no_others_whatever_the_own_name_looks_like(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var (_, other) = await CustomerAsync(provider);
        var tenant = await node.QueryAsync(db => db.Mailboxes.Where(m => m.PrimaryAddress == "erika@" + domain).Select(m => m.Subscription.TenantId).SingleAsync());
        // A console user may be called by an address: it is not the mailbox of that address.
        var master = await MasterAsync(node, Role.Operator, "boss@" + domain, tenant);

        (await OpenAsync(node, master, "erika@" + domain)).ShouldBeOfType<MailboxLogin.Accepted>();
        (await OpenAsync(node, master, "erika@" + other)).ShouldBeOfType<MailboxLogin.Rejected>();
        (await OpenAsync(node, master, "info@" + other)).ShouldBeOfType<MailboxLogin.Rejected>();
        (await node.QueryAsync(db => db.AuditEntries.CountAsync(e => e.Action == LogInAsMaster.Action && e.Subject == "erika@" + other))).ShouldBe(0);
    }

    [Theory, EachDatabase]
    public async Task Guessing_through_mailboxes_closes_the_masters_account_as_the_console_does(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var boss = await MasterAsync(node, Role.Operator);
        for (var i = 0; i < ConsolePasswords.Attempts; i++)
            (await OpenAsync(node, boss, $"m{i}@{domain}", "falsch")).ShouldBeOfType<MailboxLogin.Rejected>();

        (await OpenAsync(node, boss, "erika@" + domain)).ShouldBeOfType<MailboxLogin.Rejected>();
    }

    private static async Task<MailboxLogin> OpenAsync(DomainNode node, string master, string mailbox, string password = Password)
    {
        var opening = node.Get<LogInAsMaster>().ExecuteAsync(master, password, mailbox, "Imap", "192.0.2.9", TestContext.Current.CancellationToken);
        // A refusal waits for its time to be over, on a clock that stands still.
        while (!opening.IsCompleted)
        {
            await Task.WhenAny(opening, Task.Delay(20, TestContext.Current.CancellationToken));
            node.Time.Advance(SignInConsoleUser.RefusalTime);
        }

        return await opening;
    }

    private static async Task<string> MasterAsync(DomainNode node, Role role, string? called = null, Guid? tenant = null)
    {
        var name = called ?? An.Key();
        await using var scope = node.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<OssDbContext>();
        var user = new ConsoleUser { Id = Guid.CreateVersion7(), UserName = name, NormalizedUserName = name.ToUpperInvariant(), Role = role, TenantId = tenant, LockoutEnabled = true };
        scope.ServiceProvider.GetRequiredService<ConsolePasswords>().Set(user, Password, generated: false);
        db.Users.Add(user);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return name;
    }

    private async Task<(DomainNode Node, string Domain)> CustomerAsync(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain), An.Alias("info@" + domain, "erika@" + domain)]);
        return (node, domain);
    }
}
