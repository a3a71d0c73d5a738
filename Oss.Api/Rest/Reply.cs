using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using Oss.Domain;

namespace Oss.Api.Rest;

/// <summary>A success: its body complete in memory before the first byte leaves, with the entity tag of what it shows, narrowed to the fields asked for.</summary>
internal sealed class Reply : IResult
{
    private readonly Type? _type;
    private readonly byte[] _whole = [];

    private Reply(int status, Type? type, byte[] whole, string? tag) => (Status, _type, _whole, Tag) = (status, type, whole, tag);

    private int Status { get; }

    private string? Tag { get; }

    private string? Location { get; init; }

    private string? Link { get; init; }

    /// <summary>Shows something.</summary>
    /// <param name="value">What it is.</param>
    /// <param name="version">Its version in the database, when it has one.</param>
    public static Reply Show<T>(T value, long? version = null)
    {
        var whole = RestJson.Octets(value);
        return new Reply(StatusCodes.Status200OK, typeof(T), whole, EntityTags.Of(whole, version));
    }

    /// <summary>Says what came of a request, which is not a state of the thing named.</summary>
    /// <param name="value">What came of it.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="location">Path below the interface's root where what was made is.</param>
    public static Reply Say<T>(T value, int status = StatusCodes.Status200OK, string? location = null) =>
        new(status, typeof(T), RestJson.Octets(value), null) { Location = location };

    /// <summary>It is done, and there is nothing to say.</summary>
    public static Reply Nothing() => new(StatusCodes.Status204NoContent, null, [], null);

    /// <summary>A part of a list that is read forwards only.</summary>
    /// <param name="call">The call.</param>
    /// <param name="items">The rows.</param>
    /// <param name="next">The key behind which the next part begins; <see langword="null"/> at the end.</param>
    public static Reply List<T>(RestCall call, IReadOnlyList<T> items, string? next) => List(call, new Slice<T>(items, null, next));

    /// <summary>A part of a list.</summary>
    public static Reply List<T>(RestCall call, Slice<T> slice)
    {
        var previous = slice.Previous is { } before ? call.Cursor(before, backwards: true) : null;
        var next = slice.Next is { } after ? call.Cursor(after, backwards: false) : null;
        var whole = RestJson.Octets(new Listing<T>(slice.Items, next, previous));
        string[] links = [.. next is null ? [] : (string[])[call.LinkTo(next, "next")], .. previous is null ? [] : (string[])[call.LinkTo(previous, "prev")]];
        return new Reply(StatusCodes.Status200OK, typeof(Listing<T>), whole, EntityTags.Of(whole, null)) { Link = links.Length == 0 ? null : string.Join(", ", links) };
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        if (Location is not null)
            response.Headers.Location = $"{request.PathBase}{RestServices.Root}{Location}";
        if (Link is not null)
            response.Headers.Link = Link;
        response.Headers.CacheControl = Tag is null ? "no-store" : "private, no-cache";
        if (Tag is not null)
        {
            response.Headers.ETag = Tag;
            if (EntityTags.IsKnown(request, Tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        response.StatusCode = Status;
        if (_type is not null)
            await WriteAsync(response, FieldSelection.Of(request, _type) is { } fields ? RestJson.Octets(fields.From(JsonNode.Parse(_whole)!)) : _whole, RestBody.MediaType);
    }

    internal static async Task WriteAsync(HttpResponse response, byte[] octets, string contentType)
    {
        response.ContentType = contentType;
        response.ContentLength = octets.Length;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
            await response.Body.WriteAsync(octets, response.HttpContext.RequestAborted);
    }
}

/// <summary>A part of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Give it as cursor for the next part; absent at the end.</param>
/// <param name="Previous">Give it as cursor for the part before; absent at the beginning.</param>
internal sealed record Listing<T>(IReadOnlyList<T> Items, string? Next, string? Previous);

/// <summary>Strong entity tags (RFC 9110 8.8.3): a digest of the whole representation, behind the version that the database compares.</summary>
internal static class EntityTags
{
    private const int DigestOctets = 9;

    public static string Of<T>(T value, long? version) => Of(RestJson.Octets(value), version);

    public static string Of(byte[] representation, long? version)
    {
        var digest = System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(representation).AsSpan(0, DigestOctets));
        return version is null ? $"\"{digest}\"" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\"{version}-{digest}\"");
    }

    /// <summary>Whether the caller has this representation already (RFC 9110 13.1.2).</summary>
    public static bool IsKnown(HttpRequest request, string tag) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Headers.IfNoneMatch.Count > 0
        && EntityTagHeaderValue.TryParseList([.. request.Headers.IfNoneMatch.OfType<string>()], out var known)
        && known.Any(one => one == EntityTagHeaderValue.Any || one.Tag.Value == tag);

    /// <summary>Whether <c>If-Match</c> names this representation (RFC 9110 13.1.1): by the strong comparison, in which a weak tag is like nothing.</summary>
    public static bool Matches(HttpRequest request, string tag) =>
        EntityTagHeaderValue.TryParseList([.. request.Headers.IfMatch.OfType<string>()], out var named)
        && named.Any(one => one == EntityTagHeaderValue.Any || (!one.IsWeak && one.Tag.Value == tag));
}
