using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Oss.Domain.Persistence;

namespace Oss.Api.Hosting;

/// <summary>
/// What a balancer or a supervisor asks, without signing in: <c>/health/live</c>, whether the process answers at all, and <c>/health/ready</c>, whether it should be
/// given work: its database answers and its volumes are mounted. The replies are a word and the parts' names; what is wrong stands in the log.
/// </summary>
public static class NodeHealth
{
    /// <summary>A part that does not answer within this time is not ready; balancers ask every few seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Registers the checks.</summary>
    public static IServiceCollection AddNodeHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<Database>("database", timeout: Patience)
            .AddCheck<Volumes>("volumes", timeout: Patience)
            .AddCheck<Filters>("filters", timeout: Patience);
        return services;
    }

    /// <summary>Maps both addresses.</summary>
    public static void MapNodeHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(string.Concat(report.Entries.Select(part => $"{part.Key}: {part.Value.Status}\n")));
    }

    private sealed class Database(IDbContextFactory<OssDbContext> contexts) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }

    // Without its filters a node still takes mail, or tells its peers to wait: a balancer must not take it away for that.
    private sealed class Filters(IServiceProvider services) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (services.GetService<Oss.MailEngine.MailEngine>() is not { } engine)
                return HealthCheckResult.Healthy();

            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(Patience * 0.8);
            try
            {
                var down = (await engine.DescribeFiltersAsync(deadline.Token)).Where(filter => filter.Failure is not null).Select(filter => $"{filter.Kind}: {filter.Failure}").ToList();
                return down.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join("; ", down));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return HealthCheckResult.Degraded("A content filter does not answer.");
            }
        }
    }

    // A node with some of its volumes is worth having: the mailboxes of the others get temporary errors. With none it is not.
    private sealed class Volumes(OssOptions options) : IHealthCheck
    {
        // A dead NFS mount answers nothing, not even an error: look from a thread that may be left waiting.
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.Run(() =>
        {
            var missing = options.VolumeOptions().Where(volume => !Directory.Exists(volume.Path)).Select(volume => volume.Name).ToList();
            return missing.Count == 0 ? HealthCheckResult.Healthy()
                : missing.Count < options.VolumeOptions().Count ? HealthCheckResult.Degraded("Not mounted: " + string.Join(", ", missing))
                : HealthCheckResult.Unhealthy("No volume is mounted.");
        }, cancellationToken).WaitAsync(cancellationToken);
    }
}
