using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oss.Api.Authentication;
using Oss.Api.Hosting;
using Oss.Api.MailAdapter;
using Oss.Api.Rest;
using Oss.Api.Soap;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.MailPlatform;
using Oss.Domain.Passwords;
using Oss.Domain.Persistence;
using Oss.Domain.Webhooks;
using Oss.Tests.Api;
using Oss.Tests.Api.Authentication;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Oss.Tests.Domain.Webhooks;
using Xunit;

[assembly: AssemblyFixture(typeof(ApiHost))]
[assembly: AssemblyFixture(typeof(ApiHosts))]

namespace Oss.Tests.Api;

/// <summary>One API on each kind of database, started when first asked for. Tests keep apart by the names they use.</summary>
public sealed class ApiHosts : IAsyncDisposable
{
    private readonly ConcurrentDictionary<DatabaseProvider, Lazy<Task<ApiHost>>> _hosts = [];

    internal Task<ApiHost> OnAsync(DatabaseProvider provider) => _hosts.GetOrAdd(provider, key => new Lazy<Task<ApiHost>>(async () =>
    {
        var host = new ApiHost(key);
        await host.InitializeAsync();
        return host;
    })).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values)
            await (await host.Value).DisposeAsync();
    }
}

/// <summary>The API on a real port over a real database, SQLite unless told otherwise; only the mail platform is not there.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    private readonly DatabaseProvider _provider;

    public ApiHost()
    {
    }

    internal ApiHost(DatabaseProvider provider) => _provider = provider;

    /// <summary>The mail platform, which does as it is told.</summary>
    internal FakeMailPlatform Platform { get; } = new();

    /// <summary>The engine that has the queue.</summary>
    internal MailEngine.MailNode Mail { get; } = new();

    internal IServiceProvider Services => _app!.Services;

    public const string Client = "crm";
    public const string Secret = "Geheim: Köln €";

    private TestDatabase? _database;
    private WebApplication? _app;

    public Uri Root { get; private set; } = null!;

    /// <summary>The same over TLS, with <see cref="Certificate"/>.</summary>
    public Uri SecureRoot { get; private set; } = null!;

    public X509Certificate2 Certificate { get; } = NewCertificate();

    internal LogLines Log { get; } = new();

    /// <summary>The name server that is asked about customers' domains.</summary>
    internal MailEngine.Queue.DnsServer Dns { get; } = new();

    /// <summary>The provider whose access tokens are taken.</summary>
    internal LoopbackProvider OpenId { get; private set; } = null!;

    /// <summary>The only address that webhooks may lead to.</summary>
    internal Receiver Hook { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Hook = await Receiver.StartAsync();
        OpenId = await LoopbackProvider.StartAsync();
        _database = await TestDatabase.CreateAsync(_provider);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = NodeEndpoints.MaxRequestBodyBytes;
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(https => NodeEndpoints.Secure(https, () => Certificate)));
        });
        builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<IMailPlatform>(Platform).AddSingleton<IMailQueue>(new MailQueue(Mail.Engine)).AddSingleton<IMailQuarantine>(new MailQuarantine(Mail.Engine));
        builder.Services.AddOssDomain(_database.Options);
        builder.Services.Configure<Oss.Domain.Domains.DomainOptions>(options => options.Resolvers.Add(Dns.EndPoint.ToString()));
        builder.Services.AddOssApi();
        builder.Services.Configure<WebhookOptions>(options =>
        {
            options.AllowHttp = true;
            options.AllowedTargets.Add($"127.0.0.1:{Hook.Url.Port}");
            options.AllowedTargets.Add("127.0.0.1/32");
        });
        builder.Services.Configure<ApiOptions>(options => (options.OpenId.Authority, options.OpenId.Audience) = (OpenId.Issuer, LoopbackProvider.Audience));
        _app = builder.Build();
        _app.MapOssSoap();
        _app.MapOssRest();
        await _app.Services.MigrateOssDatabaseAsync(default);
        await SeedAsync();
        await _app.StartAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Root = new Uri(addresses.Single(address => address.StartsWith("http:", StringComparison.Ordinal)));
        SecureRoot = new Uri(addresses.Single(address => address.StartsWith("https:", StringComparison.Ordinal)));
    }

    public HttpClient Anonymous() => new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = Root };

    public HttpClient Authenticated(string name = Client, string secret = Secret)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{secret}")));
        return client;
    }

    /// <summary>All operations of the REST interface, by method and path.</summary>
    internal IReadOnlyList<(string Method, string Path, RestOperation? Operation)> Operations => [.. _app!.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal))
        .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"], (endpoint, method) => (method, endpoint.RoutePattern.RawText!.Replace("**", ""), endpoint.Metadata.GetMetadata<RestOperation>()))];

    /// <summary>The same over TLS, showing a certificate or none.</summary>
    public HttpClient Secure(string name, string secret, X509Certificate2? shown)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => Certificate.Equals(certificate);
        if (shown is not null)
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => shown;
        var client = new HttpClient(handler) { BaseAddress = SecureRoot };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{secret}")));
        return client;
    }

    /// <summary>A client that belongs to a tenant.</summary>
    public async Task<HttpClient> TenantClientAsync(string tenantNumber, Role role)
    {
        var name = $"{tenantNumber}-{role}";
        await using var db = await _app!.Services.GetRequiredService<IDbContextFactory<OssDbContext>>().CreateDbContextAsync();
        var tenant = await db.Tenants.SingleAsync(t => t.Number == tenantNumber);
        db.ApiClients.Add(new ApiClient { Name = name, SecretHash = PasswordHash.Create(Secret), Role = role, TenantId = tenant.Id });
        await db.SaveChangesAsync();
        return Authenticated(name);
    }

    /// <summary>What the audit has about a subject.</summary>
    public IReadOnlyList<AuditEntry> Audit(string subject)
    {
        using var db = _app!.Services.GetRequiredService<IDbContextFactory<OssDbContext>>().CreateDbContext();
        return [.. db.AuditEntries.Where(entry => entry.Subject == subject)];
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        await Dns.DisposeAsync();
        await Mail.DisposeAsync();
        await OpenId.DisposeAsync();
        await Hook.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private async Task SeedAsync()
    {
        await using var db = await _app!.Services.GetRequiredService<IDbContextFactory<OssDbContext>>().CreateDbContextAsync();
        db.ApiClients.Add(new ApiClient { Name = Client, SecretHash = PasswordHash.Create(Secret), Role = Role.Crm });
        db.ApiClients.Add(new ApiClient { Name = "operator-client", SecretHash = PasswordHash.Create(Secret), Role = Role.Operator });
        db.ApiClients.Add(new ApiClient { Name = "auditor", SecretHash = PasswordHash.Create(Secret), Role = Role.Auditor });
        await db.SaveChangesAsync();
    }
}

/// <summary>Everything that was logged.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> All => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Logger(_lines);

    public void Dispose()
    {
    }

    private sealed class Logger(System.Collections.Concurrent.ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
