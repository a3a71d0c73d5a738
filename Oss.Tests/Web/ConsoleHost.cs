using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oss.Api.MailAdapter;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Domains;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Api;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Oss.Tests.MailEngine;
using Oss.Tests.MailEngine.Queue;
using Oss.Web;
using Xunit;

[assembly: AssemblyFixture(typeof(Oss.Tests.Web.ConsoleHosts))]

namespace Oss.Tests.Web;

/// <summary>One console on each kind of database for all tests, started when first asked for. Tests keep apart by the names they use.</summary>
public sealed class ConsoleHosts : IAsyncDisposable
{
    private readonly ConcurrentDictionary<DatabaseProvider, Lazy<Task<ConsoleHost>>> _hosts = [];

    internal Task<ConsoleHost> OnAsync(DatabaseProvider provider = DatabaseProvider.Sqlite) =>
        _hosts.GetOrAdd(provider, key => new Lazy<Task<ConsoleHost>>(() => ConsoleHost.StartAsync(key))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values)
            await (await host.Value).DisposeAsync();
    }
}

/// <summary>The console on a real port over a real database; only the mail platform does as it is told.</summary>
internal sealed class ConsoleHost : IAsyncDisposable
{
    public const string Password = "sonnig und 12 Grad";

    private readonly WebApplication _app;

    private ConsoleHost(WebApplication app, TestDatabase database, FakeMailPlatform platform, LogLines log, DnsServer dns, MailNode mail) => (_app, Database, Platform, Log, Dns, Mail) = (app, database, platform, log, dns, mail);

    public TestDatabase Database { get; }

    public FakeMailPlatform Platform { get; }

    public LogLines Log { get; }

    /// <summary>The engine that has the queue.</summary>
    public MailNode Mail { get; }

    /// <summary>The name server that is asked about customers' domains.</summary>
    public DnsServer Dns { get; }

    public Uri Root => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Every endpoint of the console, as it is routed.</summary>
    public IEnumerable<RouteEndpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<ConsoleEndpoint>() is not null);

    public static async Task<ConsoleHost> StartAsync(DatabaseProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        var (platform, log, dns, mail) = (new FakeMailPlatform(), new LogLines(), new DnsServer(), new MailNode());
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Oss.Api", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0").UseStaticWebAssets();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Information);
        builder.Services.AddSingleton<IMailPlatform>(platform).AddSingleton<IMailQueue>(new MailQueue(mail.Engine)).AddSingleton<IMailQuarantine>(new MailQuarantine(mail.Engine));
        builder.Services.AddOssDomain(database.Options);
        builder.Services.AddSingleton<PasswordChecks>().AddScoped<IPasswordHasher<ConsoleUser>, CountingHasher>();
        builder.Services.Configure<DomainOptions>(options => options.Resolvers.Add(dns.EndPoint.ToString()));
        builder.Services.AddSupportConsole();
        var app = builder.Build();
        app.MapSupportConsole();
        await app.Services.MigrateOssDatabaseAsync(default);
        await app.StartAsync();
        return new ConsoleHost(app, database, platform, log, dns, mail);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Task SubmitAsync(params OrderItemRequest[] items) => Get<SubmitOrder>().ExecuteAsync(An.Order(items), DomainNode.Crm, TestContext.Current.CancellationToken);

    /// <summary>A customer with a domain and one mailbox <c>erika@domain</c>.</summary>
    public async Task<(string Domain, Guid Mailbox)> CustomerAsync(string product = "customer-domain")
    {
        var domain = $"{An.Key("web")}.example";
        await SubmitAsync([.. An.Customer(domain, product), An.Mailbox($"erika@{domain}")]);
        return (domain, await QueryAsync(db => db.Mailboxes.Where(m => m.PrimaryAddress == $"erika@{domain}").Select(m => m.Id).SingleAsync()));
    }

    /// <summary>A person with <see cref="Password"/>, made past the console.</summary>
    public async Task<string> UserAsync(Role role, string? tenantNumber = null, bool mustChangePassword = false)
    {
        var name = An.Key(role.ToString().ToLowerInvariant());
        await using var scope = _app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<OssDbContext>();
        var user = new ConsoleUser
        {
            Id = Guid.CreateVersion7(), UserName = name, NormalizedUserName = name.ToUpperInvariant(), CreatedAt = DateTime.UtcNow, Role = role,
            TenantId = tenantNumber is null ? null : await db.Tenants.Where(t => t.Number == tenantNumber).Select(t => t.Id).SingleAsync(),
        };
        scope.ServiceProvider.GetRequiredService<ConsolePasswords>().Set(user, Password, mustChangePassword);
        db.Users.Add(user);
        await db.SaveChangesAsync();
        return name;
    }

    /// <summary>A browser signed in as a new person of this role.</summary>
    public async Task<ConsoleBrowser> SignedInAsync(Role role, string? tenantNumber = null)
    {
        var browser = new ConsoleBrowser(Root);
        await browser.SignInAsync(await UserAsync(role, tenantNumber));
        return browser;
    }

    public async Task<T> QueryAsync<T>(Func<OssDbContext, Task<T>> query)
    {
        await using var db = await Get<IDbContextFactory<OssDbContext>>().CreateDbContextAsync();
        return await query(db);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Database.DisposeAsync();
        await Dns.DisposeAsync();
        await Mail.DisposeAsync();
    }
}

/// <summary>How often a password was held against each account's hash.</summary>
internal sealed class PasswordChecks
{
    public ConcurrentDictionary<string, int> ByName { get; } = [];
}

internal sealed class CountingHasher(PasswordChecks checks) : PasswordHasher<ConsoleUser>
{
    public override PasswordVerificationResult VerifyHashedPassword(ConsoleUser user, string hashedPassword, string providedPassword)
    {
        checks.ByName.AddOrUpdate(user.UserName!, 1, (_, count) => count + 1);
        return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
