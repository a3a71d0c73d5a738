using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Xunit;

namespace Oss.Tests.Domain;

/// <summary>One database of each kind for a test class, migrated when first used. Tests of a class share it and keep apart by
/// the keys they use (<see cref="An.Key"/>).</summary>
public sealed class DomainFixture : IAsyncLifetime
{
    private readonly ConcurrentDictionary<DatabaseProvider, Lazy<Task<TestDatabase>>> _databases = [];
    private readonly ConcurrentQueue<DomainNode> _nodes = [];

    /// <summary>A new node on the class's database of this kind.</summary>
    internal async Task<DomainNode> NodeOnAsync(DatabaseProvider provider, FakeMailPlatform? platform = null, FakeTimeProvider? time = null, Action<IServiceCollection>? configure = null)
    {
        var database = await _databases.GetOrAdd(provider, key => new Lazy<Task<TestDatabase>>(() => MigrateAsync(key))).Value;
        return Start(database, platform, time, configure);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();

        foreach (var database in _databases.Values)
            await (await database.Value).DisposeAsync();
    }

    private async Task<TestDatabase> MigrateAsync(DatabaseProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        await Start(database, null, null, null).MigrateAsync();
        return database;
    }

    private DomainNode Start(TestDatabase database, FakeMailPlatform? platform, FakeTimeProvider? time, Action<IServiceCollection>? configure)
    {
        var node = new DomainNode(database.Options, time ?? new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 6, 0, 0, TimeSpan.Zero)), platform ?? new FakeMailPlatform(), configure);
        _nodes.Enqueue(node);
        return node;
    }
}
