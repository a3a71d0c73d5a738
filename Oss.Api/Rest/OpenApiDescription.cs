using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Oss.Api.Rest;

/// <summary>What the OpenAPI document says beyond the resources themselves.</summary>
internal static class OpenApiDescription
{
    private const string Scheme = "basic";

    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description => $"/{description.RelativePath}".StartsWith(RestServices.Root, StringComparison.Ordinal);
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Mail platform",
                Version = "v1",
                Description = "Orders for the mail platform, and what has come of them. Additions only within v1.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Scheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http, Scheme = "basic", Description = "Name and secret of an API client, over TLS.",
                },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
            return Task.CompletedTask;
        });
    }
}
