using System.Reflection;
using System.Text.Json.Serialization;

namespace Oss.Api.Rest;

/// <summary>Maps operations: a line for the route, a word for each thing that is not so everywhere.</summary>
internal static class RestRoutes
{
    public static RestRoute Get(this RouteGroupBuilder api, string path, string id, string scope, string summary, Delegate handler) =>
        new(api.MapGet(path, handler), new RestOperation(id, scope, summary), path, handler);

    /// <summary>Makes something, or does something with what is there.</summary>
    public static RestRoute Post(this RouteGroupBuilder api, string path, string id, string scope, string summary, Delegate handler) =>
        new(api.MapPost(path, handler), new RestOperation(id, scope, summary) { IsChange = true }, path, handler);

    public static RestRoute Put(this RouteGroupBuilder api, string path, string id, string scope, string summary, Delegate handler) =>
        new(api.MapPut(path, handler), new RestOperation(id, scope, summary) { IsChange = true, IsGuarded = true }, path, handler);

    public static RestRoute Patch(this RouteGroupBuilder api, string path, string id, string scope, string summary, Delegate handler) =>
        new(api.MapPatch(path, handler), new RestOperation(id, scope, summary) { IsChange = true, IsGuarded = true }, path, handler);

    public static RestRoute Delete(this RouteGroupBuilder api, string path, string id, string scope, string summary, Delegate handler) =>
        new(api.MapDelete(path, handler), new RestOperation(id, scope, summary) { IsChange = true, IsGuarded = true }, path, handler);
}

/// <summary>One mapped operation.</summary>
internal sealed class RestRoute
{
    private readonly RouteHandlerBuilder _builder;
    private readonly RestOperation _operation;

    public RestRoute(RouteHandlerBuilder builder, RestOperation operation, string path, Delegate handler)
    {
        (_builder, _operation) = (builder, operation);
        operation.Query = [.. QueryOf(handler.Method, path)];
        builder.WithName(operation.Id).WithSummary(operation.Summary).WithMetadata(operation)
            // One of them makes the schema of a problem known to the document; which ones there are follows from the operation.
            .Produces<ProblemBody>(StatusCodes.Status500InternalServerError, Problems.ContentType);
    }

    /// <summary>It takes a body of this type.</summary>
    public RestRoute Takes<T>(int octets = RestLimits.BodyOctets, bool optional = false)
        where T : class
    {
        (_operation.Body, _operation.BodyOctets, _operation.BodyIsOptional) = (typeof(T), octets, optional);
        // Any type gets as far as RestBody, which refuses it as a problem; routing alone would call it 404.
        _builder.Accepts<T>(isOptional: optional, RestBody.MediaType, "*/*");
        return this;
    }

    /// <summary>A success has a body of this type.</summary>
    public RestRoute Returns<T>(params int[] statuses)
    {
        _operation.Result = typeof(T);
        foreach (var status in statuses.Length == 0 ? [StatusCodes.Status200OK] : statuses)
            _builder.Produces<T>(status, RestBody.MediaType);
        return this;
    }

    /// <summary>A success is a part of a list of this type.</summary>
    public RestRoute Lists<T>()
    {
        _operation.IsList = true;
        return Returns<Listing<T>>();
    }

    /// <summary>A success is a file.</summary>
    public RestRoute ReturnsFile(string mediaType)
    {
        _operation.FileType = mediaType;
        _builder.Produces(StatusCodes.Status200OK);
        return this;
    }

    /// <summary>A success has no body.</summary>
    public RestRoute ReturnsNothing()
    {
        _builder.Produces(StatusCodes.Status204NoContent);
        return this;
    }

    /// <summary>It is a change carried out by an order of one item.</summary>
    public RestRoute Changes() => Returns<ChangeBody>(StatusCodes.Status200OK, StatusCodes.Status202Accepted).Waits();

    /// <summary>It changes what is there, though it is a POST.</summary>
    public RestRoute Guarded()
    {
        _operation.IsGuarded = true;
        return this;
    }

    /// <summary>It changes what is there by a contract of others that knows no preconditions.</summary>
    public RestRoute Unguarded()
    {
        _operation.IsGuarded = false;
        return this;
    }

    /// <summary>It asks and changes nothing, though it is a POST.</summary>
    public RestRoute Asks()
    {
        _operation.IsChange = false;
        return this;
    }

    /// <summary>It changes nothing and is noted all the same, with the caller's reason.</summary>
    public RestRoute Reasoned()
    {
        _operation.IsReasoned = true;
        return this;
    }

    /// <summary>Its order can be waited for.</summary>
    public RestRoute Waits()
    {
        _operation.Waits = true;
        return this;
    }

    private static IEnumerable<string> QueryOf(MethodInfo handler, string path) => handler.GetParameters().SelectMany(parameter =>
            parameter.GetCustomAttribute<AsParametersAttribute>() is not null ? parameter.ParameterType.GetProperties().Where(p => p.CanRead && p.GetCustomAttribute<JsonIgnoreAttribute>() is null).Select(p => (p.Name, p.PropertyType))
            : [(Name: parameter.Name!, PropertyType: parameter.ParameterType)])
        .Where(member => IsSimple(member.Item2) && !path.Contains($"{{{member.Item1}}}", StringComparison.OrdinalIgnoreCase))
        .Select(member => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(member.Item1));

    private static bool IsSimple(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var plain
        && (plain.IsPrimitive || plain.IsEnum || plain == typeof(string) || plain == typeof(Guid) || plain == typeof(DateTime) || plain == typeof(DateTimeOffset));
}
