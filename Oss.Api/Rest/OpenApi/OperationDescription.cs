using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using Oss.Domain;

namespace Oss.Api.Rest.OpenApi;

/// <summary>Completes an operation by what holds for it: parameters, headers, problems, examples.</summary>
internal static class OperationDescription
{
    public static void Complete(OpenApiOperation operation, ApiDescription description, OpenApiDocument document)
    {
        var about = description.ActionDescriptor.EndpointMetadata.OfType<RestOperation>().Single();
        var isGet = description.HttpMethod == HttpMethods.Get;
        operation.Description = $"Needs the scope {about.Scope}.";
        operation.Tags = new HashSet<OpenApiTagReference> { new(TagOf(description.RelativePath!), document) };
        Parameters(operation, about, isGet, description, document);
        Body(operation, about, description.HttpMethod == HttpMethods.Patch);
        Successes(operation, about, isGet, document);
        foreach (var status in ProblemsOf(about, isGet, description.RelativePath!.Contains('{', StringComparison.Ordinal)))
            operation.Responses![status.ToString(CultureInfo.InvariantCulture)] = CommonParts.Problem(document, status);
    }

    /// <summary>The resource that a path is of.</summary>
    public static string TagOf(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries)[2].Split(':')[0];

    private static void Parameters(OpenApiOperation operation, RestOperation about, bool isGet, ApiDescription description, OpenApiDocument document)
    {
        var parameters = operation.Parameters ??= [];
        foreach (var parameter in parameters.OfType<OpenApiParameter>())
        {
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
            (parameter.Description, parameter.Example) = OpenApiTexts.Parameter(parameter.Name);
            if (description.ParameterDescriptions.FirstOrDefault(one => one.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase))?.Type is { } type && (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } choice)
                parameter.Example = Examples.Of(choice);
        }

        if (about.IsList)
        {
            Add("limit", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = Page.MaxLimit.ToString(CultureInfo.InvariantCulture), Default = RestLimits.DefaultPage });
            Add("cursor", new OpenApiSchema { Type = JsonSchemaType.String });
            Add("part", new OpenApiSchema { Type = JsonSchemaType.String, Enum = [System.Text.Json.Nodes.JsonValue.Create(RestCall.LastPart)] });
        }

        if (isGet)
            Add("fields", new OpenApiSchema { Type = JsonSchemaType.String });
        string[] headers =
        [
            .. about.IsGuarded ? ["IfMatch"] : isGet ? new[] { "IfNoneMatch" } : [], .. about.IsChange ? ["IdempotencyKey"] : Array.Empty<string>(),
            .. about.Waits ? ["Prefer"] : Array.Empty<string>(), "AcceptLanguage", "RequestId", .. about.IsChange || about.IsReasoned ? ["OnBehalfOf", "Reason"] : Array.Empty<string>(),
        ];
        foreach (var name in headers)
            parameters.Add(CommonParts.Parameter(document, name));

        void Add(string name, OpenApiSchema schema)
        {
            var (text, example) = OpenApiTexts.Parameter(name);
            parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Schema = schema, Description = text, Example = example });
        }
    }

    private static void Body(OpenApiOperation operation, RestOperation about, bool isPatch)
    {
        if (about.Body is not { } type || operation.RequestBody is not OpenApiRequestBody { Content: { } content } body)
            return;

        // It is there to let RestBody refuse other types, and means nothing to a reader.
        content.Remove("*/*");
        body.Required = !about.BodyIsOptional;
        content[RestBody.MediaType].Example = Examples.Of(type);
        if (isPatch)
            content[RestBody.MergePatch] = content[RestBody.MediaType];
    }

    private static void Successes(OpenApiOperation operation, RestOperation about, bool isGet, OpenApiDocument document)
    {
        foreach (var (status, response) in operation.Responses!)
        {
            if (response is not OpenApiResponse { } success)
                continue;

            success.Description = OpenApiTexts.Success(status);
            success.Headers = CommonParts.HeadersOf(document,
            [
                "CorrelationId", "RateLimit", "RateLimitPolicy", .. isGet ? ["ETag"] : Array.Empty<string>(), .. about.IsList ? ["Link"] : Array.Empty<string>(),
                .. status is "201" or "202" ? ["Location"] : Array.Empty<string>(), .. about.Waits ? ["PreferenceApplied"] : Array.Empty<string>(),
                .. about.IsChange ? ["IdempotencyReplayed"] : Array.Empty<string>(),
            ]);
            if (about.Result is { } type && success.Content is { } content && content.TryGetValue(RestBody.MediaType, out var media))
                media.Example = Examples.Of(type);
            if (about.FileType is { } file && status == "200")
            {
                success.Content = new Dictionary<string, OpenApiMediaType>
                {
                    [file] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The file's octets." }, Example = "Maildir/dovecot-uidlist" },
                };
            }
        }

        if (isGet)
            operation.Responses["304"] = new OpenApiResponse { Description = OpenApiTexts.Success("304") };
    }

    private static IEnumerable<int> ProblemsOf(RestOperation about, bool isGet, bool isOfOne) =>
    [
        400, 401, 403, .. isOfOne || !isGet ? [404] : Array.Empty<int>(), 406, .. about.IsChange ? [409] : Array.Empty<int>(), .. about.IsGuarded ? [412] : Array.Empty<int>(),
        .. about.Body is null && !about.IsChange ? Array.Empty<int>() : [413], .. about.Body is null ? Array.Empty<int>() : [415], 422, .. about.IsGuarded ? [428] : Array.Empty<int>(), 429, 500, 503,
    ];
}
