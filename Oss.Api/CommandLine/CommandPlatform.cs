using Microsoft.EntityFrameworkCore;
using Oss.Api.CommandLine.Output;
using Oss.Api.Hosting;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;

namespace Oss.Api.CommandLine;

/// <summary>The platform as a command uses it: the domain and the mail storage of a node's settings, nothing listening. Database and volumes are shared with the
/// running nodes as they share them with one another; what is derived stays the nodes' own.</summary>
internal sealed class CommandPlatform : IAsyncDisposable
{
    /// <summary>The external system of orders given here.</summary>
    public const string System = "cli";

    private readonly ServiceProvider _services;
    private readonly AsyncServiceScope _scope;

    private CommandPlatform(ServiceProvider services, AsyncServiceScope scope, Actor actor, Answer answer) => (_services, _scope, Actor, Answer) = (services, scope, actor, answer);

    /// <summary>Who acts, as the audit names it.</summary>
    public Actor Actor { get; }

    public Answer Answer { get; }

    public T Get<T>()
        where T : notnull => _scope.ServiceProvider.GetRequiredService<T>();

    /// <summary>Opens the platform that the settings name.</summary>
    /// <exception cref="DomainException">No database of this version is there, or nobody of that name may act.</exception>
    public static async Task<CommandPlatform> OpenAsync(string[] settings, Asker asker, Answer answer, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables().AddCommandLine(settings).Build();
        var options = OssOptions.Read(configuration);
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddPlatform(options).AddMailStorage(options)
            .BuildServiceProvider();
        var scope = services.CreateAsyncScope();
        try
        {
            await EnsureDatabaseAsync(scope.ServiceProvider.GetRequiredService<OssDbContext>(), cancellationToken);
            var actor = await scope.ServiceProvider.GetRequiredService<CommandLineOperator>().ExecuteAsync(asker.Name, cancellationToken);
            return new CommandPlatform(services, scope, actor with { OnBehalfOf = asker.OnBehalfOf, Reason = asker.Reason }, answer);
        }
        catch
        {
            await scope.DisposeAsync();
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives one order and says what became of it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> OrderAsync(string? id, OrderItemRequest item, string done, CancellationToken cancellationToken)
    {
        var result = await Get<SubmitOrder>().ExecuteAsync(new OrderRequest(System, id ?? Guid.CreateVersion7().ToString(), [item]), Actor, cancellationToken);
        Answer.Say(result, Sentence(result, done));
        return ExitCodes.Of(result.Order.State);
    }

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _services.DisposeAsync();
    }

    private static string Sentence(SubmitResult result, string done) => (result.Replayed, result.Order) switch
    {
        (true, var order) => $"Ordered before as {order.Id}; it is {order.State}.",
        (_, { State: OrderState.Completed } order) => $"{done} (order {order.Id})",
        (_, var order) => $"Order {order.Id} is {order.State}. {order.ErrorText}".TrimEnd(),
    };

    // A command migrates nothing: nodes of the version before may be running.
    private static async Task EnsureDatabaseAsync(OssDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            if (await db.Database.CanConnectAsync(cancellationToken) && !(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
                return;
        }
        catch (Exception e) when (e is global::System.Data.Common.DbException or InvalidOperationException)
        {
            throw new DomainException(new DomainError.Unavailable("The database is out of reach; see Oss:Database and Oss:DataDirectory."), e);
        }

        throw new DomainException(new DomainError.Unavailable(
            "There is no database of this version where the settings lead (Oss:Database, Oss:DataDirectory); a node that starts makes it."));
    }
}
