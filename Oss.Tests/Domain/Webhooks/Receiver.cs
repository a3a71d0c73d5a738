using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Oss.Tests.Domain.Webhooks;

/// <summary>A CRM's end of a webhook, over a real port.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public ConcurrentQueue<Message> Messages { get; } = [];

    /// <summary>What it answers.</summary>
    public Func<Message, int> Answer { get; set; } = _ => StatusCodes.Status204NoContent;

    /// <summary>Where a redirect of it leads.</summary>
    public string Elsewhere { get; set; } = "/elsewhere";

    public Uri Url => new(new Uri(_app.Urls.First()), "/hook");

    public static async Task<Receiver> StartAsync(string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(receiver.HandleAsync);
        try
        {
            await receiver._app.StartAsync();
        }
        catch
        {
            await receiver.DisposeAsync();
            throw;
        }

        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers;
        var message = new Message(
            context.Request.Path, headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), await reader.ReadToEndAsync());
        Messages.Enqueue(message);
        context.Response.StatusCode = Answer(message);
        if (context.Response.StatusCode is >= 300 and < 400)
            context.Response.Headers.Location = Elsewhere;
    }

    internal sealed record Message(string Path, string Id, string Timestamp, string Signature, string Body);
}
