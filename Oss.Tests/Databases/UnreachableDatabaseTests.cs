using Microsoft.Extensions.Time.Testing;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Databases;

/// <summary>A database out of reach is "unavailable, send it again", and never an answer that says something is not there.</summary>
public sealed class UnreachableDatabaseTests
{
    [Theory, EachDatabase]
    public async Task Every_use_case_says_that_the_database_is_out_of_reach(DatabaseProvider provider)
    {
        var nowhere = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "s");
        await using var node = new DomainNode(
            new OssDatabaseOptions(provider, provider == DatabaseProvider.Sqlite ? $"Data Source={nowhere}" : $"Server={nowhere};Protocol=unix;User=root;Connection Timeout=2"),
            new FakeTimeProvider(), new FakeMailPlatform());
        var ct = TestContext.Current.CancellationToken;

        Func<Task>[] calls =
        [
            () => node.SubmitAsync(An.Customer("example.org")),
            () => node.CheckAsync(An.Order(An.Customer("example.org"))),
            () => node.Get<GetOrder>().ByIdAsync(Guid.NewGuid(), DomainNode.Crm, ct),
            () => node.Get<GetOrder>().ByExternalIdAsync("crm", "1", DomainNode.Crm, ct),
            () => node.Get<SearchOrders>().ExecuteAsync(new OrderSearch(), new Cut(), DomainNode.Crm, ct),
            () => node.Get<SearchMailboxes>().ExecuteAsync(new MailboxFilter("erika"), new Cut(), DomainNode.Crm, ct),
            () => node.Get<GetMailbox>().ExecuteAsync(Guid.NewGuid(), DomainNode.Crm, ct),
            () => node.Get<GetMailbox>().MeasureUsageAsync(Guid.NewGuid(), DomainNode.Crm, ct),
            () => node.Get<AuthenticateMailbox>().ExecuteAsync("erika@example.org", "x", ProductFeatures.Imap, ct),
            () => node.Get<ResolveAddress>().ExecuteAsync("erika@example.org", ct),
            () => node.Get<AuthenticateApiClient>().ExecuteAsync("crm", "x", null, ct),
        ];
        foreach (var call in calls)
            (await Should.ThrowAsync<DomainException>(call)).Error.ShouldBeOfType<DomainError.Unavailable>();
    }
}
