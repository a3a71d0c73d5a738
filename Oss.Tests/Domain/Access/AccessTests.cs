using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Oss.Domain.Access;
using Oss.Domain.Demo;
using Oss.Domain.Mailboxes;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Access;

public sealed class AccessTests
{
    [Theory, EachDatabase]
    public async Task The_first_start_makes_an_operator_and_a_crm_client_once(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var node = await StartAsync(database);

        var secrets = (await FirstStartAsync(node)).ShouldNotBeNull();
        (await FirstStartAsync(node)).ShouldBeNull();

        secrets.ToString().ShouldNotContain(secrets.OperatorPassword);
        secrets.ToString().ShouldNotContain(secrets.ApiClientSecret);
        var crm = (await AuthenticateAsync(node, secrets.ApiClientName, secrets.ApiClientSecret)).ShouldNotBeNull();
        (crm.Kind, crm.Role, crm.TenantId).ShouldBe((ActorKind.ApiClient, Role.Crm, null));

        using var scope = node.Services.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<ConsoleUser>>();
        var user = (await users.FindByNameAsync(secrets.OperatorName)).ShouldNotBeNull();
        user.Role.ShouldBe(Role.Operator);
        (await users.CheckPasswordAsync(user, secrets.OperatorPassword)).ShouldBeTrue();
        (await users.CheckPasswordAsync(user, secrets.OperatorPassword + "x")).ShouldBeFalse();
    }

    [Theory, EachDatabase]
    public async Task Api_clients_with_wrong_names_or_secrets_are_nobody_remembered_or_not(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var node = await StartAsync(database);
        var secrets = (await FirstStartAsync(node))!;
        await AuthenticateAsync(node, secrets.ApiClientName, secrets.ApiClientSecret);

        foreach (var (name, secret) in new[] { ("crm", ""), ("crm", secrets.ApiClientSecret + "x"), ("CRM", secrets.ApiClientSecret), ("", secrets.ApiClientSecret), (new string('c', 9999), "x"), ("operator", secrets.OperatorPassword) })
            (await AuthenticateAsync(node, name, secret)).ShouldBeNull(name);
    }

    [Theory, EachDatabase]
    public async Task Demo_data_is_there_after_the_first_run_and_the_second_changes_nothing(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var node = await StartAsync(database);
        var seed = node.Get<SeedDemo>();

        (await seed.ExecuteAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        (await seed.ExecuteAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();

        node.Platform.Creations.Count.ShouldBe(SeedDemo.Mailboxes.Count);
        foreach (var mailbox in SeedDemo.Mailboxes)
            (await node.Get<AuthenticateMailbox>().ExecuteAsync(mailbox, SeedDemo.Password, Oss.Domain.Packages.ProductFeatures.Imap, TestContext.Current.CancellationToken))
                .ShouldBeOfType<MailboxLogin.Accepted>();
    }

    [Theory, EachDatabase]
    public async Task Nodes_that_start_at_once_migrate_together(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var nodes = Enumerable.Range(0, 3).Select(_ => new DomainNode(database.Options, new FakeTimeProvider(), new FakeMailPlatform())).ToList();

        await Task.WhenAll(nodes.Select(node => Task.Run(node.MigrateAsync)));

        (await FirstStartAsync(nodes[0])).ShouldNotBeNull();
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    [Fact]
    public async Task A_database_file_that_is_empty_is_filled()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await File.WriteAllBytesAsync(new SqliteConnectionStringBuilder(database.Options.ConnectionString).DataSource, [], TestContext.Current.CancellationToken);
        await using var node = await StartAsync(database);
        (await FirstStartAsync(node)).ShouldNotBeNull();
    }

    private static async Task<DomainNode> StartAsync(TestDatabase database)
    {
        var node = new DomainNode(database.Options, new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 6, 0, 0, TimeSpan.Zero)), new FakeMailPlatform());
        await node.MigrateAsync();
        return node;
    }

    private static async Task<FirstStartSecrets?> FirstStartAsync(DomainNode node)
    {
        using var scope = node.Services.CreateScope();
        return await scope.ServiceProvider.GetRequiredService<FirstStart>().ExecuteAsync(TestContext.Current.CancellationToken);
    }

    private static Task<Actor?> AuthenticateAsync(DomainNode node, string name, string secret) =>
        node.Get<AuthenticateApiClient>().ExecuteAsync(name, secret, null, TestContext.Current.CancellationToken);
}
