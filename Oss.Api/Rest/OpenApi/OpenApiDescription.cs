using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Oss.Domain.Quotas;

namespace Oss.Api.Rest.OpenApi;

/// <summary>The OpenAPI document: the routes say what there is, <see cref="RestOperation"/> what holds for it, the code's own documentation what it means.</summary>
internal static class OpenApiDescription
{
    private const string Basic = "basic";
    private const string Bearer = "bearer";

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.ActionDescriptor.EndpointMetadata.OfType<RestOperation>().Any() && description.HttpMethod != HttpMethods.Head;
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(Quota))
                QuotaSchema(schema);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            OperationDescription.Complete(operation, context.Description, context.Document!);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, context, _) =>
        {
            Complete(document);
            var operations = context.DescriptionGroups.SelectMany(group => group.Items).SelectMany(item => item.ActionDescriptor.EndpointMetadata.OfType<RestOperation>());
            SchemaTexts.Describe(document, operations.SelectMany(operation => new[] { operation.Body, operation.Result }).OfType<Type>().Append(typeof(ProblemBody)));
            return Task.CompletedTask;
        });
    }

    private static void Complete(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Mail platform",
            Version = "v1",
            Description = "Orders for the mail platform, and what has come of them. Within v1 there are additions only: a client ignores members it does not know.",
            Contact = new OpenApiContact { Name = "The operator of this platform" },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "The node that serves this document." }];
        document.Tags = new HashSet<OpenApiTag>(OpenApiTexts.Tags.Select(tag => new OpenApiTag { Name = tag.Key, Description = tag.Value }));
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Basic] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic", Description = "Name and secret of an API client, over TLS." },
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "Access token of the OpenID provider that the operator has set up, by client credentials." },
        };
        // Each is enough.
        document.Security = [.. new[] { Basic, Bearer }.Select(scheme => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, document)] = [] })];
        CommonParts.AddTo(document);
    }

    // Its converter hides the shape from the generator.
    private static void QuotaSchema(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object;
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["unlimited"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "True, and no bytes: no limit." },
            ["bytes"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Description = "The limit in bytes." },
        };
    }
}
