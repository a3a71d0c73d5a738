using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;
using Oss.Api.Errors;
using Oss.Api.Hosting;
using Oss.Domain;

namespace Oss.Api.Rest;

/// <summary>Reads a JSON body within the limits, and refuses what is not exactly one.</summary>
internal static partial class RestBody
{
    public const string MediaType = "application/json";

    /// <summary>RFC 7396. No member of a body here may be null, so the two types say the same.</summary>
    public const string MergePatch = "application/merge-patch+json";

    private static readonly object Key = new();

    /// <summary>The body's octets, read once.</summary>
    /// <exception cref="RestProblem">It is of another type, or too large.</exception>
    public static async Task<byte[]> OctetsAsync(HttpContext context, RestOperation operation)
    {
        if (context.Items[Key] is byte[] known)
            return known;

        var request = context.Request;
        if (operation.Body is not null && !(operation.BodyIsOptional && request.ContentLength is null or 0) && !IsJson(request))
        {
            context.Response.Headers.Accept = MediaType;
            context.Response.Headers.AcceptEncoding = "identity";
            throw new RestProblem(StatusCodes.Status415UnsupportedMediaType, CodesOfForm.MediaType, "The body is application/json in UTF-8, and not packed.");
        }

        var octets = await RequestOctets.ReadAsync(request, operation.BodyOctets, context.RequestAborted)
            ?? throw new RestProblem(StatusCodes.Status413PayloadTooLarge, CodesOfForm.TooLarge, $"A body has at most {operation.BodyOctets} octets here.");
        context.Items[Key] = octets;
        return octets;
    }

    /// <summary>The body as JSON.</summary>
    /// <exception cref="RestProblem">It is not of the documented form.</exception>
    public static T Parse<T>(byte[] octets)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(octets, RestJson.Options) ?? throw new JsonException("The body is null.");
        }
        catch (JsonException e)
        {
            // The path is made of names; the exception's message could quote values, but where it lists what is missing.
            throw new RestProblem(StatusCodes.Status400BadRequest, CodesOfForm.Schema, "The body is not JSON of the documented form.",
                MissingOf(e) is { Length: > 0 } missing ? missing : [new Finding(PathOf(e), CodesOfForm.Schema, $"Not as documented, at line {e.LineNumber + 1}.")]);
        }
    }

    private static bool IsJson(HttpRequest request) => MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase)
            || (HttpMethods.IsPatch(request.Method) && type.MediaType.Equals(MergePatch, StringComparison.OrdinalIgnoreCase)))
        && RequestOctets.IsPlain(request)
        && (type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    // "… was missing required properties including: 'externalSystem', 'externalId'." Names of the contract, nothing of the caller's.
    private static Finding[] MissingOf(JsonException e) => e.Message.IndexOf(" was missing required properties including: ", StringComparison.Ordinal) is >= 0 and var start
        ? [.. Named().Matches(e.Message[start..].Split(" Path: ")[0]).Select(name => new Finding($"{PathOf(e)}.{name.Groups[1].Value}".TrimStart('.'), CodesOfForm.Schema, "Missing."))]
        : [];

    [GeneratedRegex("'([A-Za-z]+)'")]
    private static partial Regex Named();

    private static string PathOf(JsonException e) => e.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "";
}
