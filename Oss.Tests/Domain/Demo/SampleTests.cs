using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Addresses;
using Oss.Domain.Audit;
using Oss.Domain.Demo;
using Oss.Domain.Demo.Sample;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Demo;

/// <summary>A platform of customers that do not exist is one that orders could have made.</summary>
public sealed class SampleTests
{
    private static readonly SampleSize Size = new(Mailboxes: 600, Addresses: 2400, Orders: 120);

    [Theory, EachDatabase]
    public async Task A_sample_is_of_the_size_asked_for_and_lets_people_in_and_orders_through(DatabaseProvider provider)
    {
        await using var databases = new DomainFixture();
        var node = await databases.NodeOnAsync(provider);
        await node.Get<SeedSample>().ExecuteAsync(Size, null, TestContext.Current.CancellationToken);

        (await node.QueryAsync(db => db.Mailboxes.CountAsync())).ShouldBe(Size.Mailboxes);
        (await node.QueryAsync(db => db.Orders.CountAsync())).ShouldBe(Size.Orders);
        // Catch-alls come on top of what every mailbox has.
        (await node.QueryAsync(db => db.Addresses.CountAsync(a => a.Kind != AddressKind.CatchAll))).ShouldBeInRange(Size.Addresses - 20, Size.Addresses);
        (await node.Get<VerifyAudit>().ExecuteAsync([], [], TestContext.Current.CancellationToken)).Findings.ShouldBeEmpty();

        var one = await node.QueryAsync(db => db.Mailboxes.Where(m => !m.Suspension.Login).OrderByDescending(m => m.Id).Select(m => new { m.PrimaryAddress, m.Subscription.ContractNumber }).FirstAsync());
        (await node.Get<AuthenticateMailbox>().ExecuteAsync(one.PrimaryAddress, SeedDemo.Password, ProductFeatures.Imap, TestContext.Current.CancellationToken)).ShouldBeOfType<MailboxLogin.Accepted>();
        (await node.SubmitAsync(An.Mailbox("neu.hier@" + one.PrimaryAddress.Split('@')[1], one.ContractNumber))).Order.State.ShouldBe(OrderState.Completed);
    }

    [Fact]
    public async Task The_same_numbers_give_the_same_platform_on_every_database()
    {
        var contents = new List<IReadOnlyList<string>>();
        foreach (var provider in (DatabaseProvider[])[DatabaseProvider.Sqlite, DatabaseProvider.MySql, DatabaseProvider.Sqlite])
        {
            await using var databases = new DomainFixture();
            var node = await databases.NodeOnAsync(provider);
            await node.Get<SeedSample>().ExecuteAsync(Size with { Seed = contents.Count == 2 ? 2 : 1 }, null, TestContext.Current.CancellationToken);
            contents.Add(await node.QueryAsync(async db => await db.Addresses.OrderBy(a => a.Value).Select(a => $"{a.Id} {a.Value} {a.Kind} {a.MailboxId}").ToListAsync()));
        }

        contents[1].ShouldBe(contents[0]);
        contents[2].ShouldNotBe(contents[0]);
    }

    [Theory, EachDatabase]
    public async Task A_platform_that_has_customers_takes_no_sample(DatabaseProvider provider)
    {
        await using var databases = new DomainFixture();
        var node = await databases.NodeOnAsync(provider);
        await node.SubmitAsync(An.Customer(An.Key() + ".example"));

        (await Should.ThrowAsync<DomainException>(() => node.Get<SeedSample>().ExecuteAsync(Size, null, TestContext.Current.CancellationToken))).Error.Code.ShouldBe(ErrorCodes.AlreadyExists);
    }
}
