using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Oss.Api.Errors;
using Oss.Domain;

namespace Oss.Api.Rest.OpenApi;

/// <summary>Headers, parameters and problems that many operations share: said once, referred to everywhere.</summary>
internal static class CommonParts
{
    /// <summary>Problems by their status.</summary>
    public static IReadOnlyDictionary<int, (string Text, string Code)> Problems { get; } = new Dictionary<int, (string Text, string Code)>
    {
        [400] = ("The request is not of the documented form.", CodesOfForm.Schema),
        [401] = ("Credentials are missing or wrong.", CodesOfForm.Unauthenticated),
        [403] = ("The client may not do this, or sent its credentials in clear text.", ErrorCodes.Forbidden),
        [404] = ("There is no such thing, or it is not the client's to see.", ErrorCodes.NotFound),
        [406] = ("Replies are application/json.", CodesOfForm.NotAcceptable),
        [409] = ("It contradicts what is there, a limit would be exceeded, or the same named request is being carried out.", ErrorCodes.AddressTaken),
        [412] = ("What is there is not what If-Match names.", CodesOfForm.PreconditionFailed),
        [413] = ("The body is too large.", CodesOfForm.TooLarge),
        [415] = ("The body is of another type.", CodesOfForm.MediaType),
        [422] = ("Rules are broken; each is listed. Or the Idempotency-Key was used for another request.", ErrorCodes.Validation),
        [428] = ("If-Match is missing.", CodesOfForm.PreconditionRequired),
        [429] = ("Too many requests, or too many wrong secrets.", CodesOfForm.RateLimited),
        [500] = ("The platform failed; its log knows why.", CodesOfForm.Internal),
        [503] = ("A part of the platform is out of reach; send the same request again later.", ErrorCodes.Unavailable),
    };

    private static readonly Dictionary<string, (string Name, bool Required, string Text, string Example)> Parameters = new()
    {
        ["IfMatch"] = ("If-Match", true, "The ETag that was seen, or * for any.", "\"7-x2Jm0aQk8vTz\""),
        ["IfNoneMatch"] = ("If-None-Match", false, "The ETag of the copy there is; 304 when that is still right.", "\"7-x2Jm0aQk8vTz\""),
        ["IdempotencyKey"] = ("Idempotency-Key", false, $"The client's name for the request, 1 to {RestLimits.KeyLength} characters. The same request again is answered with the first reply.", "8e03978e-40d5-43dd-bc93-6894a57f9324"),
        ["Prefer"] = ("Prefer", false, "wait=N waits N seconds for the end, at most 25; respond-async does not wait.", "wait=10"),
        ["AcceptLanguage"] = ("Accept-Language", false, "de or en: the language of texts for people.", "de"),
        ["RequestId"] = (RestCall.RequestIdHeader, false, "The client's own name for the request, for the log; it comes back in the reply.", "ticket-4711"),
        ["OnBehalfOf"] = (RestCall.OnBehalfOfHeader, false, "For whom the client acts, for the audit.", "agent 7"),
        ["Reason"] = (RestCall.ReasonHeader, false, "Why, for the audit.", "Ticket 4711"),
    };

    private static readonly Dictionary<string, (string Name, string Text, string Example)> Headers = new()
    {
        ["CorrelationId"] = (Hosting.CorrelationId.Header, "Finds the request in the platform's log.", "0199f3a26b3c7d0e8f1a2b3c4d5e6f70"),
        ["RateLimit"] = ("RateLimit", "Requests left (r) and seconds until the window ends (t).", "\"client\";r=5999;t=60"),
        ["RateLimitPolicy"] = ("RateLimit-Policy", "Requests (q) in a window of seconds (w).", "\"client\";q=6000;w=60"),
        ["ETag"] = ("ETag", "Names what is shown; give it in If-Match to change that.", "\"7-x2Jm0aQk8vTz\""),
        ["Location"] = ("Location", "Where what was made is, or the order that makes it.", "/api/v1/orders/0199f3a2-6b3c-7d0e-8f1a-2b3c4d5e6f70"),
        ["Link"] = ("Link", "rel=\"next\" leads to the next part, rel=\"prev\" to the one before.", "</api/v1/orders?cursor=CfDJ8>; rel=\"next\""),
        ["PreferenceApplied"] = ("Preference-Applied", "What of Prefer is heeded.", "wait=10"),
        ["IdempotencyReplayed"] = (Idempotency.ReplayedHeader, "true when this is the first reply again.", "true"),
        ["RetryAfter"] = ("Retry-After", "Seconds after which to try again.", "5"),
    };

    public static void AddTo(OpenApiDocument document)
    {
        var components = document.Components!;
        components.Parameters = Parameters.ToDictionary(one => one.Key, one => (IOpenApiParameter)new OpenApiParameter
        {
            Name = one.Value.Name, In = ParameterLocation.Header, Required = one.Value.Required, Description = one.Value.Text, Schema = Text(), Example = one.Value.Example,
        });
        components.Headers = Headers.ToDictionary(one => one.Key, one => (IOpenApiHeader)new OpenApiHeader { Description = one.Value.Text, Schema = Text(), Example = one.Value.Example });
        components.Responses = Problems.ToDictionary(one => ProblemName(one.Key), one => (IOpenApiResponse)new OpenApiResponse
        {
            Description = one.Value.Text,
            Headers = HeadersOf(document, one.Key is 409 or 429 or 503 ? ["CorrelationId", "RetryAfter"] : ["CorrelationId"]),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Rest.Problems.ContentType] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemBody), document), Example = Example(one.Key, one.Value.Code) },
            },
        });
    }

    public static IOpenApiParameter Parameter(OpenApiDocument document, string name) => new OpenApiParameterReference(name, document);

    public static IOpenApiResponse Problem(OpenApiDocument document, int status) => new OpenApiResponseReference(ProblemName(status), document);

    public static Dictionary<string, IOpenApiHeader> HeadersOf(OpenApiDocument document, IEnumerable<string> names) =>
        names.ToDictionary(name => Headers[name].Name, name => (IOpenApiHeader)new OpenApiHeaderReference(name, document));

    private static string ProblemName(int status) => string.Create(CultureInfo.InvariantCulture, $"Problem{status}");

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static JsonObject Example(int status, string code)
    {
        var problem = new JsonObject
        {
            ["code"] = code, ["title"] = ErrorTexts.Of(code, Language.German), ["correlationId"] = "0199f3a26b3c7d0e8f1a2b3c4d5e6f70", ["type"] = $"urn:oss:problem:{code}", ["status"] = status,
        };
        if (status is 400 or 422)
        {
            problem["findings"] = new JsonArray(new JsonObject
            {
                ["path"] = "items[0].mailbox.address", ["code"] = ErrorCodes.InvalidAddress, ["text"] = ErrorTexts.Of(ErrorCodes.InvalidAddress, Language.German),
            });
        }

        return problem;
    }
}
