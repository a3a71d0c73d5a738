using Oss.Api.Hosting;
using Oss.Domain;

namespace Oss.Api.Rest;

/// <summary>The one place where a failure becomes problem+json (RFC 9457). Texts are safe for the client; causes go to the log.</summary>
internal static class Problems
{
    private const string ContentType = "application/problem+json";

    public static Task WriteAsync(HttpContext context, Exception exception) => exception switch
    {
        DomainException e => WriteAsync(context, StatusOf(e.Error), e.Error),
        BadHttpRequestException e => WriteAsync(context, e.StatusCode, "request", "The request is not valid HTTP for this resource."),
        _ => WriteAsync(context, StatusCodes.Status500InternalServerError, "internal", "The platform failed; the log knows more under the correlation id."),
    };

    public static Task WriteAsync(HttpContext context, int status, string code, string text, IEnumerable<Finding>? findings = null)
    {
        var problem = new ProblemBody(code, text, CorrelationId.Of(context))
        {
            Status = status,
            Findings = findings?.ToArray(),
        };
        return WriteAsync(context, problem);
    }

    private static Task WriteAsync(HttpContext context, int status, DomainError error) => WriteAsync(
        context, new ProblemBody(error.Code, error.Text, CorrelationId.Of(context))
        {
            Status = status,
            Findings = (error as DomainError.Validation)?.Findings,
            Limit = error is DomainError.LimitExceeded e ? new LimitBody(e.Limit, e.Maximum, e.Current, e.Requested) : null,
        });

    private static Task WriteAsync(HttpContext context, ProblemBody problem)
    {
        context.Response.StatusCode = problem.Status;
        return context.Response.WriteAsJsonAsync(problem, RestJson.Options, ContentType, context.RequestAborted);
    }

    private static int StatusOf(DomainError error) => error switch
    {
        DomainError.Validation => StatusCodes.Status422UnprocessableEntity,
        DomainError.NotFound => StatusCodes.Status404NotFound,
        DomainError.Conflict or DomainError.LimitExceeded => StatusCodes.Status409Conflict,
        DomainError.Forbidden => StatusCodes.Status403Forbidden,
        DomainError.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new InvalidOperationException($"No status for {error.GetType().Name}."),
    };
}

/// <summary>A failure as JSON.</summary>
/// <param name="Code">Stable code for programs.</param>
/// <param name="Title">One English sentence for people.</param>
/// <param name="CorrelationId">Finds the request in the platform's log.</param>
internal sealed record ProblemBody(string Code, string Title, string CorrelationId)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; init; }

    /// <summary>Every broken rule that was found, when the request breaks rules.</summary>
    public IReadOnlyList<Finding>? Findings { get; init; }

    /// <summary>The numbers, when a limit is exceeded.</summary>
    public LimitBody? Limit { get; init; }
}

/// <summary>A limit and how much of it is used.</summary>
internal sealed record LimitBody(string Name, long Maximum, long Current, long Requested);
