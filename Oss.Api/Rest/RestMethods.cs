using Microsoft.AspNetCore.Routing.Template;
using Oss.Api.Errors;
using Oss.Domain;

namespace Oss.Api.Rest;

/// <summary>What a path answers besides its operations: OPTIONS says which methods it has, another method is 405 with the same list (RFC 9110 9.3.7, 15.5.6), and
/// what is no path is 404.</summary>
internal sealed class RestMethods(EndpointDataSource endpoints)
{
    private readonly Lazy<List<(TemplateMatcher Path, string Method)>> _operations = new(() => [.. endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<RestOperation>() is not null)
        .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods,
            (endpoint, method) => (new TemplateMatcher(TemplateParser.Parse(endpoint.RoutePattern.RawText!), []), method))]);

    /// <summary>Answers what no operation is there for.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        var methods = _operations.Value.Where(one => one.Path.TryMatch(context.Request.Path, [])).Select(one => one.Method).Distinct().Order(StringComparer.Ordinal).ToList();
        if (methods.Count == 0)
            throw new RestProblem(StatusCodes.Status404NotFound, ErrorCodes.NotFound, "There is no such resource.");

        context.Response.Headers.Allow = string.Join(", ", methods.Append(HttpMethods.Options));
        if (methods.Contains(HttpMethods.Patch))
            context.Response.Headers["Accept-Patch"] = $"{RestBody.MergePatch}, {RestBody.MediaType}";
        if (!HttpMethods.IsOptions(context.Request.Method))
            throw new RestProblem(StatusCodes.Status405MethodNotAllowed, CodesOfForm.Method, "The resource has no such method; the header Allow names those it has.");

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
