using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Oss.Api.Errors;
using Oss.Domain;

namespace Oss.Api.Rest.Tmf;

/// <summary>A reply by TMF630: first-level fields as asked for, counts of lists in headers.</summary>
internal sealed class TmfReply(JsonNode? body, int status = StatusCodes.Status200OK, string? location = null, int? total = null, bool isPart = false) : IResult
{
    // What names a resource is shown whatever was asked for (TMF630 part 1, attribute selection).
    private static readonly string[] Always = ["id", "href", "@type"];

    /// <summary>Members of other versions and extensions are no mistake here: the published schemas are open.</summary>
    private static readonly JsonSerializerOptions Tolerant = new(RestJson.Options) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip };

    public static TmfReply Of<T>(T value, int status = StatusCodes.Status200OK, string? location = null) => new(JsonSerializer.SerializeToNode(value, Tolerant), status, location);

    /// <summary>A page of a list.</summary>
    /// <param name="values">The rows.</param>
    /// <param name="total">How many there are; <see langword="null"/> when they are more than are counted.</param>
    public static TmfReply List<T>(IEnumerable<T> values, int? total) => new(JsonSerializer.SerializeToNode(values.ToArray(), Tolerant), total: total, isPart: total is null);

    /// <summary>A body as TMF clients send it.</summary>
    public static async Task<T> ReadAsync<T>(RestCall call)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(await call.OctetsAsync(), Tolerant) ?? throw new JsonException("The body is null.");
        }
        catch (JsonException e)
        {
            throw new RestProblem(StatusCodes.Status400BadRequest, CodesOfForm.Schema, "The body is not JSON of the documented form.",
                new Finding(e.Path?.TrimStart('$', '.') ?? "", CodesOfForm.Schema, $"Not as documented, at line {e.LineNumber + 1}."));
        }
    }

    /// <summary>Rows to skip and rows wanted.</summary>
    public static (int Offset, int Limit) Page(int? offset, int? limit) =>
        (offset ?? 0, limit ?? RestLimits.DefaultPage) is (>= 0 and <= Domain.Page.MaxCount and var skip, >= 1 and <= Domain.Page.MaxLimit and var rows) ? (skip, rows)
            : throw new DomainException(new DomainError.Validation([new Finding("limit", ErrorCodes.OutOfRange,
                $"offset is 0 to {Domain.Page.MaxCount}, limit 1 to {Domain.Page.MaxLimit}; longer lists are read by the cursors of {RestServices.Root}.")]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        if (location is not null)
            response.Headers.Location = request.PathBase + location;
        response.StatusCode = body is JsonArray page && (isPart || total > page.Count) && status == StatusCodes.Status200OK ? StatusCodes.Status206PartialContent : status;
        response.Headers.CacheControl = "no-store";
        if (total is { } count)
            response.Headers["X-Total-Count"] = count.ToString(CultureInfo.InvariantCulture);
        if (total is not null || isPart)
        {
            response.Headers["X-Result-Count"] = ((JsonArray)body!).Count.ToString(CultureInfo.InvariantCulture);
        }

        if (body is not null)
            await Reply.WriteAsync(response, RestJson.Octets(Narrowed(request.Query["fields"].ToString())), RestBody.MediaType);
    }

    private JsonNode Narrowed(string fields)
    {
        var wanted = fields.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        JsonNode One(JsonNode one) => new JsonObject(one.AsObject().Where(member => wanted.Contains(member.Key) || Always.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        return wanted.Length == 0 ? body! : body is JsonArray rows ? new JsonArray([.. rows.Select(row => One(row!))]) : One(body!);
    }
}
