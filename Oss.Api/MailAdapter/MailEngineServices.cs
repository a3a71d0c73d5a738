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
    public static IServiceCollection AddMailEngine(this IServiceCollection services, OssOptions options, NodeCertificate certificate) => services
        .AddSingleton(new MailEngineOptions
        {
            HostName = options.EffectiveHostName(),
            Volumes = options.VolumeOptions(),
            SpoolDirectory = options.DataPath("spool"),
            Certificate = certificate.Current,
        })
        .AddSingleton<IMailDirectory, MailDirectory>()
        .AddSingleton<IMailPlatform, MailPlatform>()
        .AddSingleton<Oss.MailEngine.MailEngine>();
}
