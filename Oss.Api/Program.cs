using Microsoft.Extensions.Options;
using Oss.Api.CommandLine;
using Oss.Api.Hosting;
using Oss.Api.Rest;
using Oss.Api.Soap;
using Oss.Domain.Audit;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Trace;
using Oss.Domain.Webhooks;
using Oss.Web;

if (Settings.AreOfCommand(args))
    return await OssCommand.RunAsync(args, Console.In, Console.Out, Console.Error);

try
{
    var demo = args.Contains("--demo");
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = [.. args.Where(argument => argument != "--demo")],
        ContentRootPath = AppContext.BaseDirectory,
    });
    var options = OssOptions.Read(builder.Configuration);
    var listeners = Listener.From(options);

    builder.AddNode(options, listeners);
    if (options.HasRole("api"))
        builder.Services.AddOssApi().AddHostedService<OrderWorker>().AddHostedService<WebhookWorker>().AddHostedService<LifeCycleWorker>().AddHostedService<AuditWorker>().AddHostedService<DomainWorker>().AddHostedService<TraceWorker>();

    if (options.HasRole("console"))
        builder.Services.AddSupportConsole();

    var app = builder.Build();
    app.UseForwardedHeaders();
    app.MapNodeHealth();
    if (options.HasRole("api"))
    {
        app.MapMailDiscovery();
        app.MapOssSoap();
        app.MapOssRest();
    }

    if (options.HasRole("console"))
        app.MapSupportConsole();

    return await app.RunNodeAsync(listeners, demo);
}
catch (Exception e) when (e is ConfigurationException or OptionsValidationException)
{
    return Node.Fail(e.Message);
}
