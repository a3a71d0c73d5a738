using System.Globalization;
using Oss.Api.Errors;
using Oss.Api.Hosting;
using Oss.Domain;

namespace Oss.Api.Rest;

/// <summary>The one place where a failure becomes problem+json (RFC 9457), in the caller's language. Texts are safe for the client; causes go to the log.</summary>
internal static class Problems
{
    public const string ContentType = "application/problem+json";

    /// <summary>Seconds after which a request that met something out of reach is worth sending again.</summary>
    private const int RetryUnavailable = 5;

    public static Task WriteAsync(HttpContext context, Exception exception) => exception switch
    {
        DomainException e => WriteAsync(context, e.Error),
        RestProblem e => WriteAsync(context, e),
        BadHttpRequestException e => WriteAsync(context, new RestProblem(e.StatusCode, CodesOfForm.Request, "The request is not valid HTTP for this resource.")),
        _ => WriteAsync(context, new RestProblem(StatusCodes.Status500InternalServerError, CodesOfForm.Internal, "The platform failed; the log knows more under the correlation id.")),
    };

    /// <summary>A failure as it is written.</summary>
    public static ProblemBody Body(HttpContext context, DomainError error)
    {
        var language = RestCall.LanguageOf(context.Request);
        return new ProblemBody(error.Code, ErrorTexts.Of(error.Code, language), CorrelationId.Of(context))
        {
            Detail = ErrorTexts.Of(error, language),
            Status = StatusOf(context, error),
            Findings = error is DomainError.Validation { Findings: var findings } ? Cut(ErrorTexts.Of(findings, language)) : null,
            Limit = error is DomainError.LimitExceeded e ? new LimitBody(e.Limit, e.Maximum, e.Current, e.Requested) : null,
        };
    }

    /// <summary>An error of a check, which is no failure.</summary>
    public static CheckErrorBody Body(DomainError error, Language language) => new(
        error.Code, ErrorTexts.Of(error, language), error is DomainError.Validation { Findings: var findings } ? Cut(ErrorTexts.Of(findings, language)) : null,
        error is DomainError.LimitExceeded e ? new LimitBody(e.Limit, e.Maximum, e.Current, e.Requested) : null);

    private static Task WriteAsync(HttpContext context, DomainError error)
    {
        if (error is DomainError.Unavailable)
            context.Response.Headers.RetryAfter = RetryUnavailable.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, Body(context, error));
    }

    private static Task WriteAsync(HttpContext context, RestProblem problem)
    {
        var language = RestCall.LanguageOf(context.Request);
        if (problem.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, new ProblemBody(problem.Code, ErrorTexts.Of(problem.Code, language), CorrelationId.Of(context))
        {
            Detail = ErrorTexts.Of(problem.Code, problem.Message, language),
            Status = problem.Status,
            Findings = problem.Findings.Count == 0 ? null : Cut(ErrorTexts.Of(problem.Findings, language)),
        });
    }

    private static Task WriteAsync(HttpContext context, ProblemBody problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.Headers.ContentLanguage = RestCall.LanguageOf(context.Request) == Language.German ? "de" : "en";
        response.Headers.Vary = "Accept-Language";
        response.Headers.CacheControl = "no-store";
        if (response.HttpContext.Request.Path.StartsWithSegments(Tmf.TmfServices.Root))
        {
            var places = string.Join(' ', problem.Findings?.Select(finding => $"{finding.Path}: {finding.Text}") ?? []);
            return Reply.WriteAsync(response, RestJson.Octets(new TmfErrorBody(problem.Code, problem.Detail ?? problem.Title, places.Length == 0 ? null : places, problem.Status.ToString(CultureInfo.InvariantCulture))), RestBody.MediaType);
        }

        return Reply.WriteAsync(response, RestJson.Octets(problem), ContentType);
    }

    private static Finding[] Cut(IEnumerable<Finding> findings) => [.. findings.Take(RestLimits.Findings)];

    private static int StatusOf(HttpContext context, DomainError error) => error switch
    {
        DomainError.Validation => StatusCodes.Status422UnprocessableEntity,
        DomainError.NotFound => StatusCodes.Status404NotFound,
        // What the caller said it had seen is no longer what is there, found out only when it was to be changed.
        DomainError.Conflict { Code: ErrorCodes.ChangedMeanwhile } when context.Request.Headers.IfMatch.Count > 0 => StatusCodes.Status412PreconditionFailed,
        DomainError.Conflict { Code: ErrorCodes.OrderMismatch } when context.Request.Headers.ContainsKey(Idempotency.Header) => StatusCodes.Status422UnprocessableEntity,
        DomainError.Conflict or DomainError.LimitExceeded => StatusCodes.Status409Conflict,
        DomainError.Forbidden => StatusCodes.Status403Forbidden,
        DomainError.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new InvalidOperationException($"No status for {error.GetType().Name}."),
    };
}

/// <summary>A failure as TMF630 has it.</summary>
internal sealed record TmfErrorBody(string Code, string Reason, string? Message, string Status)
{
    [System.Text.Json.Serialization.JsonPropertyName("@type")]
    public string Type { get; init; } = "Error";
}

/// <summary>A failure as JSON (RFC 9457).</summary>
/// <param name="Code">Stable code for programs.</param>
/// <param name="Title">What the code means, for people, in the language that Accept-Language asks for: de or en.</param>
/// <param name="CorrelationId">Finds the request in the platform's log.</param>
internal sealed record ProblemBody(string Code, string Title, string CorrelationId)
{
    private readonly string? _detail;

    /// <summary>What it is about this time, when there is more to say than what the code means.</summary>
    public string? Detail
    {
        get => _detail;
        init => _detail = value == Title ? null : value;
    }

    /// <summary>The code as a URI.</summary>
    public string Type => $"urn:oss:problem:{Code}";

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; }

    /// <summary>Broken rules and their places, when the request breaks rules.</summary>
    public IReadOnlyList<Finding>? Findings { get; init; }

    /// <summary>The numbers, when a limit is exceeded.</summary>
    public LimitBody? Limit { get; init; }
}

/// <summary>A limit and how much of it is used.</summary>
/// <param name="Name">Which limit.</param>
/// <param name="Maximum">The limit; bytes for quota.</param>
/// <param name="Current">What is used now.</param>
/// <param name="Requested">What the request would make of it.</param>
internal sealed record LimitBody(string Name, long Maximum, long Current, long Requested);

/// <summary>What stands against an order that was only checked.</summary>
/// <param name="Code">Stable code for programs.</param>
/// <param name="Text">One sentence for people.</param>
/// <param name="Findings">Broken rules and their places.</param>
/// <param name="Limit">The numbers, when a limit is exceeded.</param>
internal sealed record CheckErrorBody(string Code, string Text, IReadOnlyList<Finding>? Findings, LimitBody? Limit);
