using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.HttpOverrides;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Demo;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Persistence;
using Oss.Domain.Secrets;
using Oss.Domain.Trace;
using Oss.Domain.Webhooks;

namespace Oss.Api.Hosting;

/// <summary>One running node: what it registers, the order in which it starts, and how it says what is wrong.</summary>
public static class Node
{
    /// <summary>How long a node that is told to stop waits for replies that are under way; sessions that wait for their client end at once.</summary>
    public static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(10);

    /// <summary>Registers what every node has, whatever its roles: listening is a role, the domain and storage are libraries.</summary>
    public static void AddNode(this WebApplicationBuilder builder, OssOptions options, IReadOnlyList<Listener> listeners)
    {
        Directory.CreateDirectory(options.DataPath());
        // The embedded default is this node's own; a volume that was named is somebody's mount and not made here.
        if (options.Volumes.Count == 0)
            Directory.CreateDirectory(options.VolumeOptions()[0].Path);
        var certificate = new NodeCertificate(options, TimeProvider.System);
        builder.Services.AddPlatform(options);
        builder.Services.AddSingleton(certificate);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownPatience);
        builder.Services.Configure<ForwardedHeadersOptions>(headers => Believe(headers, options));
        builder.Services.AddSingleton<DemoMail>();
        builder.Services.AddMailEngine(options, certificate);
        builder.Services.AddNodeHealth();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenOn(listeners, certificate));
        // Started from the build's output, the console's files are still in the packages' folders.
        builder.WebHost.UseStaticWebAssets();
    }

    /// <summary>Registers the domain on the database of the settings: what a node and a command have alike.</summary>
    public static IServiceCollection AddPlatform(this IServiceCollection services, OssOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddOssDomain(options.DatabaseOptions());
        services.AddOptions<WebhookOptions>().BindConfiguration("Oss:Webhooks");
        services.AddOptions<AuditOptions>().BindConfiguration("Oss:Audit")
            .PostConfigure(audit => audit.KeyPath = audit.KeyPath.Length > 0 ? audit.KeyPath : options.DataPath("audit-signing.pem"));
        // The embedded database is this node's own, and so is the key; nodes that share one share the file too, which somebody has to bring to each.
        services.AddOptions<SecretsOptions>().BindConfiguration("Oss:Secrets").PostConfigure(secrets =>
            secrets.KeyPath = secrets.KeyPath.Length == 0 && options.DatabaseOptions().Provider == DatabaseProvider.Sqlite ? options.DataPath("secrets.key") : secrets.KeyPath);
        services.AddOptions<MasterLoginOptions>().BindConfiguration("Oss:MasterLogin");
        services.AddOptions<LifeCycleOptions>().BindConfiguration("Oss:LifeCycle");
        services.AddOptions<TraceOptions>().BindConfiguration("Oss:Trace");
        services.AddOptions<DomainOptions>().Configure(domains => domains.MailHost = options.EffectiveHostName()).BindConfiguration("Oss:Domains");
        return services;
    }

    /// <summary>Migrates, listens, seeds, says so, and serves until it is told to stop.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunNodeAsync(this WebApplication app, IReadOnlyList<Listener> listeners, bool demo)
    {
        // Looked at first: the host would log a failed start at length, and the database would have been migrated for nothing.
        if (TakenPort(listeners) is { } taken)
            return Fail(taken);

        try
        {
            await app.Services.MigrateOssDatabaseAsync(app.Lifetime.ApplicationStopping);
            if (await app.Services.GetRequiredService<ProtectStoredKeys>().ExecuteAsync(app.Lifetime.ApplicationStopping) is { } unreadable)
                return Fail(unreadable);
            // Ports are bound before anything is there that mail could be for: until then nobody is told for good that it is not.
            app.Services.GetRequiredService<Oss.MailEngine.MailEngine>().IsOpen = false;
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            return Fail(TakenPort(listeners) ?? e.Message);
        }

        // Only after every port is bound: a start that fails must not use up the secrets that are shown once.
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var secrets = await scope.ServiceProvider.GetRequiredService<FirstStart>().ExecuteAsync(CancellationToken.None);
            var bound = ReadyBanner.BoundAddresses(app, listeners);
            // Mail for the demo on its first start only: what somebody has deleted since does not come back.
            var isSeeded = demo && await scope.ServiceProvider.GetRequiredService<SeedDemo>().ExecuteAsync(CancellationToken.None);
            app.Services.GetRequiredService<Oss.MailEngine.MailEngine>().IsOpen = true;
            if (isSeeded && bound.TryGetValue("Lmtp", out var lmtp))
                await scope.ServiceProvider.GetRequiredService<DemoMail>().DeliverAsync(IPEndPoint.Parse(lmtp));

            ReadyBanner.Write(Console.Out, bound, secrets);
        }

        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>Writes one line to standard error.</summary>
    /// <returns>Exit code 1.</returns>
    public static int Fail(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 1;
    }

    private static string? TakenPort(IReadOnlyList<Listener> listeners) =>
        listeners.FirstOrDefault(listener => listener.IsTaken()) is { } taken
            ? $"Port {taken.EndPoint.Port} ({taken.Name}, {taken.EndPoint.Address}) is taken by another program; stop it, or choose another with Oss:Listen:{taken.Name}."
            : null;

    private static void Believe(ForwardedHeadersOptions headers, OssOptions options)
    {
        headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (IPAddress proxy in options.ProxyAddresses())
            headers.KnownProxies.Add(proxy);
    }
}
