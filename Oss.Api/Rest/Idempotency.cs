using Oss.Api.Errors;
using Oss.Domain.Access;
using Oss.Domain.Idempotency;

namespace Oss.Api.Rest;

/// <summary>Requests that may be sent again (draft-ietf-httpapi-idempotency-key-header): the same again is answered with the first reply, another one under the
/// same key is a mistake (422), and one that is being carried out is not carried out beside itself (409). Only a success is kept: after a refusal nothing was
/// done, and the key may name the request that its sender has corrected.</summary>
internal sealed class Idempotency(KeepReplies replies)
{
    public const string Header = "Idempotency-Key";

    /// <summary>Says that a reply is the first one again.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>Seconds after which to ask for the reply of one that is being carried out.</summary>
    private const int RetryRunning = 2;

    /// <summary>The key, quoted as the draft has it or bare as many clients send it.</summary>
    /// <exception cref="RestProblem">It is no key.</exception>
    public static string? KeyOf(HttpRequest request)
    {
        var given = request.Headers[Header];
        if (given.Count == 0)
            return null;

        var key = given is [{ } one] ? one.Trim() is ['"', .. var inner, '"'] ? inner : one.Trim() : "";
        return key.Length is > 0 and <= RestLimits.KeyLength && key.All(c => c is >= ' ' and <= '~' and not ('"' or '\\'))
            ? key
            : throw new RestProblem(StatusCodes.Status400BadRequest, CodesOfForm.Request, $"An Idempotency-Key has 1 to {RestLimits.KeyLength} printable characters.");
    }

    /// <summary>Carries the request out, unless that was done before.</summary>
    public async Task RunAsync(HttpContext context, RestOperation operation, Actor actor, string key, Func<Task> handle)
    {
        var body = await RestBody.OctetsAsync(context, operation);
        var target = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {context.Request.Headers.IfMatch}";
        switch (await replies.BeginAsync(actor.Name, key, target, body, context.RequestAborted))
        {
            case NamedRequest.Answered { Reply: var reply }:
                await ReplayAsync(context.Response, reply);
                break;
            case NamedRequest.Running:
                throw new RestProblem(StatusCodes.Status409Conflict, CodesOfForm.IdempotencyRunning, "The request of this Idempotency-Key is being carried out; ask again.") { RetryAfter = RetryRunning };
            case NamedRequest.Different:
                throw new RestProblem(StatusCodes.Status422UnprocessableEntity, CodesOfForm.IdempotencyMismatch, "Another request was sent with this Idempotency-Key before.");
            case NamedRequest.New { Id: var id }:
                await CarryOutAsync(context, id, handle);
                break;
        }
    }

    private async Task CarryOutAsync(HttpContext context, Guid id, Func<Task> handle)
    {
        var (wire, kept) = (context.Response.Body, new MemoryStream());
        context.Response.Body = kept;
        var done = false;
        try
        {
            await handle();
            if (context.Response.StatusCode is >= 200 and < 300)
            {
                var headers = context.Response.Headers;
                await replies.CompleteAsync(id, new StoredReply(context.Response.StatusCode, context.Response.ContentType, headers.Location, headers.ETag, kept.ToArray()));
                done = true;
            }
        }
        finally
        {
            context.Response.Body = wire;
            if (!done)
                await replies.ForgetAsync(id);
        }

        await wire.WriteAsync(kept.GetBuffer().AsMemory(0, (int)kept.Length), context.RequestAborted);
    }

    private static async Task ReplayAsync(HttpResponse response, StoredReply reply)
    {
        response.StatusCode = reply.Status;
        response.Headers[ReplayedHeader] = "true";
        response.Headers.CacheControl = "no-store";
        if (reply.Location is not null)
            response.Headers.Location = reply.Location;
        if (reply.ETag is not null)
            response.Headers.ETag = reply.ETag;
        if (reply.ContentType is { } type)
            await Reply.WriteAsync(response, reply.Body, type);
    }
}
