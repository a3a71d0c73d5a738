using System.Security.Cryptography.X509Certificates;
using Oss.Api.Hosting;
using Oss.Api.MailAdapter;
using Oss.Domain.MailPlatform;
using Oss.MailEngine;
using Oss.MailEngine.Directory;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Ties the domain and the embedded engine together; the only place that knows both.</summary>
internal static class MailEngineServices
{
    /// <summary>Registers the engine as the domain's mail platform, and the domain as the engine's directory.</summary>
    public static IServiceCollection AddMailEngine(this IServiceCollection services, OssOptions options, NodeCertificate certificate)
    {
        var (trace, logins, warnings) = (new TraceQueue(), new LoginTally(), new QuotaWarnings());
        services.AddEngine(EngineOptions(options, certificate.Current) with
        {
            DerivedDirectory = options.DataPath("derived"), Trace = options.Trace.KeepDays > 0 && options.HasRole("mail") ? trace : null,
            LoginEnded = logins.Add, UsedWithoutLogin = use => logins.Add(use, TimeProvider.System.GetUtcNow().UtcDateTime),
            QuotaCrossed = options.HasRole("mail") ? warnings.Add : _ => { },
        });
        // Stopped in the opposite order: what the queue tells last is still written.
        return options.HasRole("mail")
            ? services.AddSingleton(trace).AddSingleton(logins).AddSingleton(warnings).AddHostedService<TraceWriter>().AddHostedService<LoginWriter>().AddHostedService<QueueWorker>().AddHostedService<QuarantineWorker>().AddHostedService<LoginWorker>().AddHostedService<QuotaWarningWorker>()
            : services;
    }

    /// <summary>The same for a process that looks after mailboxes and serves nobody. It keeps nothing that is derived: that is the running node's own.</summary>
    public static IServiceCollection AddMailStorage(this IServiceCollection services, OssOptions options) =>
        services.AddEngine(EngineOptions(options, () => throw new InvalidOperationException("A command listens to nothing.")));

    private static IServiceCollection AddEngine(this IServiceCollection services, MailEngineOptions engine) => services
        .AddSingleton(engine)
        .AddSingleton<OpenIdTokens>().AddSingleton<IMailDirectory, MailDirectory>()
        .AddSingleton<IMailPlatform, MailPlatform>().AddSingleton<IMailQueue, MailQueue>().AddSingleton<IMailQuarantine, MailQuarantine>()
        .AddSingleton<Oss.MailEngine.MailEngine>();

    private static MailEngineOptions EngineOptions(OssOptions options, Func<X509Certificate2> certificate)
    {
        var engine = new MailEngineOptions
        {
            HostName = options.EffectiveHostName(),
            Volumes = options.VolumeOptions(),
            SpoolDirectory = options.DataPath("spool"),
            SharedMailboxesFile = options.SharedMailboxesFile ?? options.DataPath("shared-mailboxes.db"),
            Certificate = certificate,
            LoginBeforeTls = options.LoginBeforeTls,
            Bearer = options.OpenId.ToOptions(),
            Sieve = options.Sieve.ToOptions(options),
            ContentFilters = options.ContentFilters.ToOptions(options.DataPath("quarantine")),
            Outbound = options.Outbound.ToOptions(options.DataPath("queue"), options.DataPath("transport-security")),
            Policy = options.Policy.ToOptions(options.DataPath("policy")),
            RelayNetworks = OssOptions.Networks("Outbound:RelayNetworks", options.Outbound.RelayNetworks),
            ProxyNetworks = OssOptions.Networks("ProxyNetworks", options.ProxyNetworks),
            XClientNetworks = OssOptions.Networks("XClientNetworks", options.XClientNetworks),
        };
        return engine with
        {
            MaxConnections = options.Limits.MaxConnections ?? engine.MaxConnections,
            MaxConnectionsPerAddress = options.Limits.MaxConnectionsPerAddress ?? engine.MaxConnectionsPerAddress,
            MaxMessageBytes = options.Limits.MaxMessageBytes ?? engine.MaxMessageBytes,
        };
    }
}
