using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Oss.Tests.MailEngine.TransportSecurity;

/// <summary>A web server of somebody else, by HTTPS: gives texts, and keeps what is posted.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication _host;

    private WebServer(WebApplication host) => _host = host;

    public int Port => new Uri(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    public X509Certificate2 Certificate { get; set; } = TestAuthority.Trusted.Issue("mta-sts.remote.example");

    /// <summary>What is given; <see langword="null"/> answers 404.</summary>
    public string? Text { get; set; }

    public string MediaType { get; set; } = "text/plain";

    /// <summary>Leads elsewhere instead.</summary>
    public string? RedirectTo { get; set; }

    /// <summary>The status of an answer to a post.</summary>
    public int PostStatus { get; set; } = 201;

    /// <summary>What was asked, as <c>METHOD host/path</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<(string? MediaType, byte[] Body)> Posts { get; } = new();

    public static async Task<WebServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebServer? server = null;
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(new Microsoft.AspNetCore.Server.Kestrel.Https.TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(server!.Certificate, [TestAuthority.Trusted.Between], offline: true) }),
        })));
        var host = builder.Build();
        server = new WebServer(host);
        host.Run(server.AnswerAsync);
        await host.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue($"{context.Request.Method} {context.Request.Host.Host}{context.Request.Path}");
        if (context.Request.Method == "POST")
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            Posts.Enqueue((context.Request.ContentType, body.ToArray()));
            context.Response.StatusCode = PostStatus;
        }
        else if (RedirectTo is { } there)
        {
            context.Response.Redirect(there);
        }
        else if (Text is { } text)
        {
            context.Response.ContentType = MediaType;
            await context.Response.WriteAsync(text);
        }
        else
        {
            context.Response.StatusCode = 404;
        }
    }
}
