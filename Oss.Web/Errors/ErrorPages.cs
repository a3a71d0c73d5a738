using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oss.Domain;

namespace Oss.Web.Errors;

/// <summary>Turns every failure at the console into a page that says in a sentence what is wrong and what to do. It asks nothing of what may be away: no
/// database, no session, no keys.</summary>
internal sealed partial class ErrorPages(RequestDelegate next, ILogger<ErrorPages> log)
{
    private const string RetrySeconds = "5";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (IsConsole(context) && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusOf(e);
            if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
                Failed(context.Request.Path, e);
            await WriteAsync(context);
            return;
        }

        if (context.Response is { StatusCode: >= 400, HasStarted: false, ContentType: null } && (IsConsole(context) || IsLost(context)))
            await WriteAsync(context);
    }

    private static int StatusOf(Exception exception) => exception switch
    {
        DomainException { Error: DomainError.NotFound } => StatusCodes.Status404NotFound,
        DomainException { Error: DomainError.Forbidden } => StatusCodes.Status403Forbidden,
        DomainException { Error: DomainError.Unavailable } => StatusCodes.Status503ServiceUnavailable,
        BadHttpRequestException e => e.StatusCode,
        // Keys of cookies and forms are read by the framework, past the domain.
        _ when Causes(exception).Any(cause => cause is DbException or SocketException) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            yield return cause;
    }

    private static bool IsConsole(HttpContext context) => Endpoint(context)?.Metadata.GetMetadata<ConsoleEndpoint>() is not null;

    // An address nobody serves, asked for by a browser.
    private static bool IsLost(HttpContext context) => Endpoint(context) is null && HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static Endpoint? Endpoint(HttpContext context) => context.Features.Get<IEndpointFeature>()?.Endpoint;

    private static async Task WriteAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = RetrySeconds;
        // A scope of its own: that of the request may be broken in the middle of a page.
        await using var scope = context.RequestServices.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<ILoggerFactory>());
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(ErrorPage.Status)] = status,
            [nameof(ErrorPage.Incident)] = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
            [nameof(ErrorPage.Again)] = HttpMethods.IsGet(context.Request.Method) ? context.Request.Path + context.Request.QueryString : Sessions.LocalUrl.Referring(context.Request),
        });
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ErrorPage>(parameters)).ToHtmlString());
        await context.Response.WriteAsync("<!DOCTYPE html>\n" + html, context.RequestAborted);
    }

    [LoggerMessage(1101, LogLevel.Error, "The console failed at {Path}.")]
    private partial void Failed(string path, Exception cause);
}
