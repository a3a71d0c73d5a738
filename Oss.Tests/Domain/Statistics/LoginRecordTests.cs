using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Persistence;
using Oss.Domain.SmtpAuthRollout;
using Oss.Domain.Statistics;
using Oss.Tests.Databases;
using Oss.Tests.Domain.Trace;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Statistics;

/// <summary>What is kept of logins, and of sending without one.</summary>
public sealed class LoginRecordTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Logins_that_are_alike_are_one_row_that_counts_and_masters_are_named(DatabaseProvider provider)
    {
        var customer = await Customer.CreateAsync(databases, provider);
        var own = new CountedLogins("Imap", LoginResult.Accepted, "SCRAM-SHA-256", "192.0.2.7", customer.Mailbox, "", "", 3, customer.Now);
        await WriteAsync(customer, own, own with { Mechanism = "password", Service = "Pop3" }, own with { Master = "boss", Mechanism = "PLAIN", Count = 1 });
        await WriteAsync(customer, own with { Count = 2, LastAt = customer.Now.AddMinutes(5) });
        // Somebody guessed, by an alias; somebody typed what is no mailbox.
        await WriteAsync(
            customer, own with { MailboxId = null, MailboxName = "Info@" + customer.Domain, Result = LoginResult.Rejected, Client = "198.51.100.1", Count = 9 },
            own with { MailboxId = null, MailboxName = "my-password-in-the-wrong-field", Result = LoginResult.Rejected });

        var logins = await customer.Node.Get<ListMailboxLogins>().ExecuteAsync(customer.Mailbox, customer.Admin, Ct);
        logins.Count.ShouldBe(4);
        logins[0].ShouldBe(new LoginView(customer.Now.AddMinutes(5), customer.Now, 5, "Imap", LoginResult.Accepted, "192.0.2.7", "SCRAM-SHA-256", null));
        logins.Single(l => l.Master is not null).Master.ShouldBe("boss");
        logins.Single(l => l.Result == LoginResult.Rejected).Count.ShouldBe(9);
        var usage = await customer.Node.Get<GetUsage>().ExecuteAsync(new UsageSearch(customer.Now.AddHours(-1), customer.Now.AddHours(1)), customer.Admin, Ct);
        usage.Select(u => (u.Measure, u.Count)).ShouldBe([("logins.imap.failed", 9), ("logins.imap.ok", 6), ("logins.pop3.ok", 3)]);
        (await customer.Node.QueryAsync(db => db.LoginRecords.CountAsync(l => l.MailboxId != customer.Mailbox && l.Mechanism.Contains("wrong-field")))).ShouldBe(0);

        var other = await Customer.CreateAsync(databases, provider, customer.Node);
        (await Should.ThrowAsync<DomainException>(() => customer.Node.Get<ListMailboxLogins>().ExecuteAsync(customer.Mailbox, other.Admin, Ct))).Error.ShouldBeOfType<DomainError.NotFound>();
    }

    [Theory, EachDatabase]
    public async Task A_mailbox_keeps_its_last_logins_and_guesses_do_not_push_the_owners_out(DatabaseProvider provider)
    {
        var customer = await Customer.CreateAsync(databases, provider);
        var own = new CountedLogins("Imap", LoginResult.Accepted, "PLAIN", "192.0.2.7", customer.Mailbox, "", "", 1, customer.Now);
        await WriteAsync(customer, own);
        await WriteAsync(customer, [.. Enumerable.Range(0, 200).Select(i => own with
        {
            MailboxId = null, MailboxName = "erika@" + customer.Domain, Result = LoginResult.Rejected, Client = $"198.51.100.{i}", LastAt = customer.Now.AddSeconds(i),
        })]);
        var logins = await customer.Node.Get<ListMailboxLogins>().ExecuteAsync(customer.Mailbox, customer.Admin, Ct);
        logins.Count(l => l.Result == LoginResult.Accepted).ShouldBe(1);
        logins.Where(l => l.Result == LoginResult.Rejected).Select(l => l.Client).ShouldBe(Enumerable.Range(200 - LoginRecord.MaxOfMailbox, LoginRecord.MaxOfMailbox).Reverse().Select(i => $"198.51.100.{i}"));
    }

    [Theory, EachDatabase]
    public async Task Who_sends_without_a_login_is_on_the_list_until_it_is_long_ago(DatabaseProvider provider)
    {
        var customer = await Customer.CreateAsync(databases, provider);
        var uses = customer.Node.Get<RecordUnauthenticatedUse>();
        await uses.ExecuteAsync([new CountedUse("erika@" + customer.Domain, "203.0.113.9", 2, customer.Now), new CountedUse("nobody@" + customer.Domain, "203.0.113.9", 1, customer.Now)], Ct);
        await uses.ExecuteAsync([new CountedUse("erika@" + customer.Domain, "203.0.113.9", 5, customer.Now.AddHours(1))], Ct);
        var list = customer.Node.Get<ListUnauthenticatedUse>();
        (await list.ExecuteAsync(customer.Now.AddDays(-7), 0, 50, customer.Admin, Ct)).Items.ShouldHaveSingleItem().ShouldBe(
            new UnauthenticatedUseView(customer.Mailbox, "erika@" + customer.Domain, "T-" + customer.Domain, "203.0.113.9", 7, customer.Now, customer.Now.AddHours(1), null));
        await WriteAsync(customer, new CountedLogins("Submission", LoginResult.Accepted, "PLAIN", "203.0.113.9", customer.Mailbox, "", "", 1, customer.Now.AddHours(2)));
        (await list.ExecuteAsync(customer.Now.AddDays(-7), 0, 50, customer.Admin, Ct)).Items.ShouldHaveSingleItem().LastLoginAt.ShouldBe(customer.Now.AddHours(2));
        (await list.ExecuteAsync(customer.Now.AddDays(1), 0, 50, customer.Admin, Ct)).Total.ShouldBe(0);
        (await list.ExecuteAsync(customer.Now.AddDays(-7), 0, 50, (await Customer.CreateAsync(databases, provider, customer.Node)).Admin, Ct)).Total.ShouldBe(0);
    }

    [Theory, EachDatabase]
    public async Task Whoever_sent_at_the_same_moment_from_several_places_is_on_one_page_each(DatabaseProvider provider)
    {
        var customer = await Customer.CreateAsync(databases, provider);
        var places = Enumerable.Range(1, 6).Select(i => $"203.0.113.{i}").ToList();
        await customer.Node.Get<RecordUnauthenticatedUse>().ExecuteAsync([.. places.Select(place => new CountedUse("erika@" + customer.Domain, place, 1, customer.Now))], Ct);

        var (seen, after) = (new List<string>(), (long?)null);
        do
        {
            var part = await customer.Node.Get<ListUnauthenticatedUse>().PartAsync(customer.Now.AddDays(-1), after, 1, customer.Admin, Ct);
            seen.AddRange(part.Items.Select(use => use.Client));
            after = part.Next is { } next ? long.Parse(next, System.Globalization.CultureInfo.InvariantCulture) : null;
        }
        while (after is not null);

        seen.ShouldBe(places);
    }

    private static Task WriteAsync(Customer customer, params CountedLogins[] logins) => customer.Node.Get<RecordLogins>().ExecuteAsync(logins, Ct);
}
