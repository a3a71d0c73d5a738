using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain;

/// <summary>The domain as one node runs it, on a given database, with a mail platform that does as it is told.</summary>
internal sealed class DomainNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public DomainNode(OssDatabaseOptions database, FakeTimeProvider time, FakeMailPlatform platform, Action<IServiceCollection>? configure = null)
    {
        (Time, Platform) = (time, platform);
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton<IMailPlatform>(platform);
        // Tests of the queue have an engine; what is not asked for is not made.
        services.AddSingleton<IMailQueue>(_ => throw new InvalidOperationException("This node has no queue."));
        services.AddSingleton<IMailQuarantine>(_ => throw new InvalidOperationException("This node has no quarantine."));
        services.AddOssDomain(database);
        configure?.Invoke(services);
        services.AddSingleton<DomainWorker>().AddSingleton<OrderWorker>().AddSingleton<LifeCycleWorker>();
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public static Actor Crm { get; } = new(ActorKind.ApiClient, "crm", Role.Crm, null);

    public FakeTimeProvider Time { get; }

    public FakeMailPlatform Platform { get; }

    public IServiceProvider Services => _services;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task MigrateAsync() => _services.MigrateOssDatabaseAsync(TestContext.Current.CancellationToken);

    public Task<SubmitResult> SubmitAsync(OrderRequest order, Actor? actor = null) =>
        Get<SubmitOrder>().ExecuteAsync(order, actor ?? Crm, TestContext.Current.CancellationToken);

    public Task<SubmitResult> SubmitAsync(params OrderItemRequest[] items) => SubmitAsync(An.Order(items));

    public Task<CheckResult> CheckAsync(OrderRequest order, Actor? actor = null) =>
        Get<CheckOrder>().ExecuteAsync(order, actor ?? Crm, TestContext.Current.CancellationToken);

    /// <summary>What stands against an order when it is submitted.</summary>
    public async Task<DomainError> RefusalOfAsync(OrderRequest order, Actor? actor = null) =>
        (await Should.ThrowAsync<DomainException>(() => SubmitAsync(order, actor))).Error;

    public async Task<T> QueryAsync<T>(Func<OssDbContext, Task<T>> query)
    {
        await using var db = await Get<IDbContextFactory<OssDbContext>>().CreateDbContextAsync();
        return await query(db);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
