using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Net.Http.Headers;
using Oss.Api.Authentication;
using Oss.Api.Errors;
using Oss.Api.Hosting;
using Oss.Domain;

namespace Oss.Api.Rest;

/// <summary>
/// What each request goes through before and after its operation. The order of the checks is the design: who calls, before a byte of the body is read; how often;
/// then whether the operation may be called, with what it says; and whatever fails, the binding of parameters included, ends as a problem.
/// </summary>
internal sealed partial class RestPipeline(RequestRates rates, Idempotency idempotency, ILogger<RestPipeline> log)
{
    public async Task RunAsync(HttpContext context, RequestDelegate handle)
    {
        using var scope = CorrelationId.Scope(log, context);
        try
        {
            if (!await IsKnownAsync(context))
                return;

            if (rates.Count(context.Response, context.User.FindFirstValue(ClaimTypes.Name)!) is { } seconds)
                throw new RestProblem(StatusCodes.Status429TooManyRequests, CodesOfForm.RateLimited, "Too many requests; wait until the window ends.") { RetryAfter = seconds };
            var call = RestCall.Of(context);
            if (call.Said.CorrelationId is { } name)
                context.Response.Headers[RestCall.RequestIdHeader] = name;
            using var said = call.Said.Scope(log);
            CultureInfo.CurrentUICulture = call.Language.Culture();
            await AnswerAsync(context, call, handle);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogAborted();
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            Log(e, context.Request.Path);
            context.Response.Headers.Location = default;
            context.Response.Headers.ETag = default;
            await Problems.WriteAsync(context, e);
        }
    }

    private static async Task<bool> IsKnownAsync(HttpContext context)
    {
        var result = await context.AuthenticateAsync(ApiAuthentication.SchemeName);
        if (result.Principal is { } principal)
        {
            context.User = principal;
            return true;
        }

        await context.ChallengeAsync(ApiAuthentication.SchemeName);
        await Problems.WriteAsync(context, new RestProblem(context.Response.StatusCode, CodesOfForm.Unauthenticated, "API credentials are needed, over TLS."));
        return false;
    }

    private async Task AnswerAsync(HttpContext context, RestCall call, RequestDelegate handle)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RestOperation>() is not { } operation)
        {
            await handle(context);
            return;
        }

        if (!call.Actor.MayUse(operation.Scope))
            throw new DomainException(new DomainError.Forbidden($"The client lacks the scope {operation.Scope}."));
        if (operation.FileType is null)
            EnsureAcceptable(context.Request);
        EnsureKnown(context.Request.Query, operation);
        if (operation.IsGuarded && context.Request.Headers.IfMatch.Count == 0)
            throw new RestProblem(StatusCodes.Status428PreconditionRequired, CodesOfForm.PreconditionRequired, "Say in If-Match which ETag was seen, or * for any.");

        if (operation.IsChange && call.IdempotencyKey is { } key)
            await idempotency.RunAsync(context, operation, call.Actor, key, () => handle(context));
        else
            await handle(context);
    }

    // RFC 9110 12.5.1; a header that is not in its form is taken for none.
    private static void EnsureAcceptable(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0 || !MediaTypeHeaderValue.TryParseList([.. request.Headers.Accept.OfType<string>()], out var ranges))
            return;

        var json = new MediaTypeHeaderValue(RestBody.MediaType);
        if (!ranges.Any(range => range.Quality is not 0 && json.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType))))
            throw new RestProblem(StatusCodes.Status406NotAcceptable, CodesOfForm.NotAcceptable, "Replies are application/json.");
    }

    // A filter that is misspelt would otherwise be a list of everything.
    private static void EnsureKnown(IQueryCollection query, RestOperation operation)
    {
        var unknown = query.Keys.Where(name => !operation.Query.Contains(name, StringComparer.Ordinal) && name != "fields" && !(operation.IsList && name is "limit" or "cursor" or "part")).ToList();
        if (unknown.Count > 0)
        {
            throw new RestProblem(StatusCodes.Status400BadRequest, CodesOfForm.Request, "The query has members that are not known here.",
                [.. unknown.Take(RestLimits.Findings).Select(name => new Finding(name.Length <= RestLimits.FieldLength ? name : name[..RestLimits.FieldLength], CodesOfForm.Schema, "Not known here."))]);
        }
    }

    private void Log(Exception exception, string path)
    {
        if (exception is DomainException { Error: DomainError.Unavailable })
            LogUnavailable(exception);
        else if (exception is not (DomainException or RestProblem or BadHttpRequestException))
            LogFailed(exception, path);
    }

    [LoggerMessage(3201, LogLevel.Error, "REST request to {Path} failed")]
    private partial void LogFailed(Exception exception, string path);

    [LoggerMessage(3202, LogLevel.Information, "REST client went away before the reply")]
    private partial void LogAborted();

    [LoggerMessage(3203, LogLevel.Warning, "REST request could not be served for now")]
    private partial void LogUnavailable(Exception exception);
}
