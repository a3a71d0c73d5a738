using Oss.Domain.Mailboxes;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Mailboxes;

public sealed class FindNeighbourTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task A_mailbox_finds_itself_and_those_of_its_tenant_by_any_name(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var erika = await IdAsync(node, "erika@" + domain);
        var hans = await IdAsync(node, "hans@" + domain);

        (await FindAsync(node, erika, "HANS@" + domain)).ShouldNotBeNull().Id.ShouldBe(hans);
        (await FindAsync(node, erika, "info@" + domain)).ShouldNotBeNull().PrimaryAddress.ShouldBe("hans@" + domain);
        (await FindAsync(node, erika, "erika@" + domain)).ShouldNotBeNull().Id.ShouldBe(erika);
        (await FindAsync(node, erika, "niemand@" + domain)).ShouldBeNull();
        (await FindAsync(node, erika, "no address")).ShouldBeNull();
    }

    [Theory, EachDatabase]
    public async Task Nobody_finds_a_mailbox_of_another_tenant(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var (_, other) = await CustomerAsync(provider);

        (await FindAsync(node, await IdAsync(node, "erika@" + domain), "erika@" + other)).ShouldBeNull();
        (await FindAsync(node, await IdAsync(node, "erika@" + domain), "info@" + other)).ShouldBeNull();
        (await FindAsync(node, Guid.NewGuid(), "erika@" + other)).ShouldBeNull();
    }

    private static Task<NeighbourMailbox?> FindAsync(DomainNode node, Guid mailbox, string name) => node.Get<FindNeighbour>().ExecuteAsync(mailbox, name, TestContext.Current.CancellationToken);

    private static async Task<Guid> IdAsync(DomainNode node, string address) => (await node.Get<AuthenticateMailbox>().FindMailboxAsync(address, TestContext.Current.CancellationToken)).ShouldNotBeNull().Id;

    private async Task<(DomainNode Node, string Domain)> CustomerAsync(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain), An.Mailbox("hans@" + domain), An.Alias("info@" + domain, "hans@" + domain)]);
        return (node, domain);
    }
}
