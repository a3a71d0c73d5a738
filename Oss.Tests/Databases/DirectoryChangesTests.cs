using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Oss.Domain.Persistence;
using Oss.Domain.Tenants;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Databases;

/// <summary>Nothing that is committed to the directory goes unnoticed, by whatever road it was written, and what is not committed or elsewhere forgets nothing.</summary>
public sealed class DirectoryChangesTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task What_is_written_is_noted_when_it_is_committed(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        await node.SubmitAsync([.. An.Customer(An.Key() + ".example")]);
        var changes = node.Get<DirectoryChanges>();
        await using var db = await node.Get<IDbContextFactory<OssDbContext>>().CreateDbContextAsync(Token);
        var tenant = await db.Tenants.FirstAsync(Token);

        await NotedAsync("nothing is changed by reading", false, () => db.Mailboxes.CountAsync(Token));
        await NotedAsync("a save", true, () => RenameAsync("one"));
        await NotedAsync("a statement", true, () => db.Tenants.ExecuteUpdateAsync(set => set.SetProperty(t => t.Name, "two"), Token));
        await NotedAsync("a statement that finds nothing may have found something", true, () => db.Addresses.Where(a => a.Value == "nobody").ExecuteDeleteAsync(Token));
        await NotedAsync("raw", true, () => db.Database.ExecuteSqlRawAsync("UPDATE Tenants SET Name = 'three'", Token));
        await NotedAsync("logins are not of the directory", false, () => db.LoginRecords.ExecuteDeleteAsync(Token));

        foreach (var commit in new[] { true, false })
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Token);
            await NotedAsync("not yet", false, () => RenameAsync("four" + commit));
            await NotedAsync("not yet", false, () => db.Tenants.ExecuteUpdateAsync(set => set.SetProperty(t => t.Name, "five"), Token));
            await NotedAsync(commit ? "committed" : "taken back", commit, () => commit ? transaction.CommitAsync(Token) : transaction.RollbackAsync(Token));
        }

        Task RenameAsync(string name)
        {
            db.Entry(tenant).Property(nameof(Tenant.Name)).CurrentValue = name;
            return db.SaveChangesAsync(Token);
        }

        async Task NotedAsync(string why, bool expected, Func<Task> work)
        {
            var before = changes.Count;
            await work();
            (changes.Count != before).ShouldBe(expected, why);
        }
    }

    [Fact]
    public void What_changed_while_it_was_read_is_not_remembered_as_it_was()
    {
        var changes = new DirectoryChanges();
        var memory = new DirectoryMemory<string>(changes, new FakeTimeProvider());
        var now = memory.Now;
        changes.Note();

        memory.Remember("erika", "of before", now).ShouldBe("of before");

        memory.TryRecall("erika", out _).ShouldBeFalse();
    }

    [Fact]
    public void Names_from_outside_take_a_bounded_place()
    {
        var memory = new DirectoryMemory<int>(new DirectoryChanges(), new FakeTimeProvider());
        var count = DirectoryMemory<int>.Capacity * 3;

        foreach (var number in Enumerable.Range(0, count))
            memory.Remember($"n{number}", number, memory.Now);

        Enumerable.Range(0, count).Count(number => memory.TryRecall($"n{number}", out _)).ShouldBeInRange(1, DirectoryMemory<int>.Capacity);
    }
}
