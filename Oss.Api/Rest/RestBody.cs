using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Oss.Api.Errors;
using Oss.Api.Hosting;

namespace Oss.Api.Rest;

/// <summary>Reads a JSON body within the limits, and refuses what is not exactly one.</summary>
internal static class RestBody
{
    /// <summary>The body; <see langword="null"/> when it was refused and the problem is written.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext context)
        where T : class
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || !RequestOctets.IsPlain(context.Request)
            || !(type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            await Problems.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "media-type", "The body is application/json in UTF-8, and not packed.");
            return null;
        }

        if (await RequestOctets.ReadAsync(context.Request, RestLimits.BodyOctets, context.RequestAborted) is not { } octets)
        {
            await Problems.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "too-large", $"A body has at most {RestLimits.BodyOctets} octets.");
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(octets, RestJson.Options) ?? throw new JsonException("The body is null.");
        }
        catch (JsonException e)
        {
            // The path is made of names; the exception's message could quote values.
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, CodesOfForm.Schema, "The body is not JSON of the documented form.",
                [new(PathOf(e), CodesOfForm.Schema, $"Not as documented, at line {e.LineNumber + 1}.")]);
            return null;
        }
    }

    private static string PathOf(JsonException e) => e.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "";
}
