using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Extensions;
using Oss.Api.Authentication;
using Oss.Api.Errors;
using Oss.Api.Hosting;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Orders;
using RequestContext = Oss.Api.Hosting.RequestContext;

namespace Oss.Api.Rest;

/// <summary>One request as a resource sees it: who calls, in which language, from where in a list, seen what, waiting how long.</summary>
internal sealed class RestCall
{
    /// <summary>The caller's own name for the request; comes back in the reply.</summary>
    public const string RequestIdHeader = "X-Request-Id";

    /// <summary>For whom it acts.</summary>
    public const string OnBehalfOfHeader = "X-On-Behalf-Of";

    /// <summary>Why.</summary>
    public const string ReasonHeader = "X-Reason";

    /// <summary>The part that is asked for without a cursor, besides the first.</summary>
    public const string LastPart = "last";

    private const string Backwards = "<";

    private static readonly object Key = new();

    private readonly HttpContext _context;

    private RestCall(HttpContext context)
    {
        _context = context;
        Language = LanguageOf(context.Request);
        Said = new RequestContext(
            Header(RequestIdHeader, RequestContext.CorrelationIdLength), Header(OnBehalfOfHeader, RequestContext.OnBehalfOfLength),
            Header(ReasonHeader, RequestContext.ReasonLength), Language);
        Actor = Said.Complete(ActorPrincipal.Of(context)) with { Source = $"{context.Connection.RemoteIpAddress} {CorrelationId.Of(context)}".TrimStart() };
    }

    /// <summary>Who calls.</summary>
    public Actor Actor { get; }

    /// <summary>Language of texts for people.</summary>
    public Language Language { get; }

    /// <summary>What the caller says of the request besides its content.</summary>
    public RequestContext Said { get; }

    /// <summary>Ends the request.</summary>
    public CancellationToken Aborted => _context.RequestAborted;

    /// <summary>The caller's name for the change.</summary>
    public string? IdempotencyKey => Idempotency.KeyOf(_context.Request);

    /// <summary>For minimal APIs.</summary>
    public static ValueTask<RestCall> BindAsync(HttpContext context) => new(Of(context));

    /// <summary>The call of a request that is authenticated.</summary>
    /// <exception cref="RestProblem">A header breaks its rules.</exception>
    public static RestCall Of(HttpContext context)
    {
        if (context.Items[Key] is RestCall known)
            return known;

        var call = new RestCall(context);
        context.Items[Key] = call;
        return call;
    }

    /// <summary>The language that is wanted most of those there are (RFC 9110 12.5.4).</summary>
    public static Language LanguageOf(HttpRequest request)
    {
        var best = request.GetTypedHeaders().AcceptLanguage.Where(one => one.Quality is not 0)
            .Select(one => (one.Quality, Tag: one.Value.ToString()))
            .Where(one => Speaks(one.Tag, "de") || Speaks(one.Tag, "en") || one.Tag == "*")
            .OrderByDescending(one => one.Quality ?? 1).Select(one => one.Tag).FirstOrDefault();
        return best is not null && Speaks(best, "de") ? Language.German : Language.English;
    }

    /// <summary>The body as it came.</summary>
    /// <exception cref="RestProblem">It is of another type, or too large.</exception>
    public Task<byte[]> OctetsAsync() => RestBody.OctetsAsync(_context, Operation);

    /// <summary>The body.</summary>
    /// <exception cref="RestProblem">It is not of the documented form.</exception>
    public async Task<T> ReadAsync<T>()
        where T : class => RestBody.Parse<T>(await RestBody.OctetsAsync(_context, Operation));

    /// <summary>The body, or <see langword="null"/> when there is none.</summary>
    public async Task<T?> ReadOptionalAsync<T>()
        where T : class => await RestBody.OctetsAsync(_context, Operation) is { Length: > 0 } octets ? RestBody.Parse<T>(octets) : null;

    /// <summary>How many rows are wanted.</summary>
    public int Limit
    {
        get
        {
            var given = _context.Request.Query["limit"].ToString();
            return given.Length == 0 ? RestLimits.DefaultPage
                : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Page.MaxLimit ? limit
                : throw Invalid("limit", ErrorCodes.OutOfRange, $"A part has 1 to {Page.MaxLimit} rows.");
        }
    }

    /// <summary>The key behind which the part begins that is wanted, of a list that is read forwards only; <see langword="null"/> for the first.</summary>
    public string? After => Cut.After;

    /// <summary>The same for a list whose keys are ids.</summary>
    public Guid? AfterId => After is { } key ? Guid.Parse(key) : null;

    /// <summary>Which part of the list is wanted.</summary>
    public Cut Cut
    {
        get
        {
            var (cursor, part) = (_context.Request.Query["cursor"].ToString(), _context.Request.Query["part"].ToString());
            if (part.Length > 0)
            {
                return part == LastPart && cursor.Length == 0 ? new Cut(Last: true, Limit: Limit)
                    : throw Invalid("part", ErrorCodes.OutOfRange, $"'{LastPart}' is the end of the list; it goes without a cursor.");
            }

            if (cursor.Length == 0)
                return new Cut(Limit: Limit);

            try
            {
                var opened = cursor.Length <= RestLimits.CursorLength ? CursorSeal.Unprotect(cursor) : "";
                if (opened.Split('\n', 3) is [var list, var direction, var key] && list == ListName())
                    return direction == Backwards ? new Cut(Before: key, Limit: Limit) : new Cut(After: key, Limit: Limit);
            }
            catch (CryptographicException)
            {
                // Not made here; said below.
            }

            throw Invalid("cursor", CodesOfForm.Cursor, "The cursor is not one of this list with these filters.");
        }
    }

    /// <summary>The cursor behind a key, or before it. It is sealed: nobody can make one up, and none leads into another list.</summary>
    public string Cursor(string key, bool backwards) => CursorSeal.Protect($"{ListName()}\n{(backwards ? Backwards : "")}\n{key}");

    /// <summary>The link to another part (RFC 8288).</summary>
    public string LinkTo(string cursor, string relation)
    {
        var query = new QueryBuilder(_context.Request.Query.Where(one => one.Key is not ("cursor" or "part")).SelectMany(one => one.Value, (one, value) => KeyValuePair.Create(one.Key, value ?? ""))) { { "cursor", cursor } };
        return $"<{_context.Request.PathBase}{_context.Request.Path.ToUriComponent()}{query}>; rel=\"{relation}\"";
    }

    /// <summary>Sees that what is to be changed is what the caller has seen.</summary>
    /// <param name="current">What there is, as its resource shows it.</param>
    /// <param name="version">Its version in the database.</param>
    /// <param name="whole">What it is a part of, as that resource shows it: who has seen the whole has seen the part.</param>
    /// <returns>The version that the change is based on; <see langword="null"/> when the caller takes any.</returns>
    /// <exception cref="RestProblem">It is not.</exception>
    public long? Match(object current, long? version, object? whole = null)
    {
        var named = _context.Request.Headers.IfMatch;
        if (named.Count == 0 || named.ToString().Trim() == "*")
            return null;
        if (EntityTags.Matches(_context.Request, EntityTags.Of(current, version)) || (whole is not null && EntityTags.Matches(_context.Request, EntityTags.Of(whole, version))))
            return version;

        throw new RestProblem(StatusCodes.Status412PreconditionFailed, CodesOfForm.PreconditionFailed, "What is there is not what If-Match names; look at it again.");
    }

    /// <summary>How many seconds to wait for an order's end, as <c>Prefer</c> says (RFC 7240 4.1, 4.3); says in the reply what is heeded.</summary>
    public int? Wait()
    {
        var preferences = _context.Request.Headers["Prefer"].OfType<string>().SelectMany(header => header.Split(',', StringSplitOptions.TrimEntries)).ToList();
        var wait = preferences.Where(one => one.StartsWith("wait=", StringComparison.OrdinalIgnoreCase))
            .Select(one => int.TryParse(one[5..].Trim('"', ' '), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : (int?)null).FirstOrDefault(seconds => seconds is not null);
        var isAsync = preferences.Any(one => one.Equals("respond-async", StringComparison.OrdinalIgnoreCase));
        if (wait is null && !isAsync)
            return null;

        var seconds = Math.Min(wait ?? 0, OrderLimits.WaitSeconds);
        string[] heeded = [.. isAsync ? ["respond-async"] : Array.Empty<string>(), .. wait is null ? [] : new[] { string.Create(CultureInfo.InvariantCulture, $"wait={seconds}") }];
        _context.Response.Headers["Preference-Applied"] = string.Join(", ", heeded);
        return seconds;
    }

    private RestOperation Operation => _context.GetEndpoint()!.Metadata.GetRequiredMetadata<RestOperation>();

    private IDataProtector CursorSeal => _context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("oss.rest-cursor");

    private static bool Speaks(string tag, string language) =>
        tag.Equals(language, StringComparison.OrdinalIgnoreCase) || tag.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase);

    private static DomainException Invalid(string member, string code, string text) => new(new DomainError.Validation([new Finding(member, code, text)]));

    // A list is its path and its filters.
    private string ListName()
    {
        var filters = _context.Request.Query.Where(one => one.Key is not ("limit" or "cursor" or "part" or "fields")).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}");
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{_context.Request.Path}?{string.Join('&', filters)}")).AsSpan(0, 8));
    }

    private string? Header(string name, int length)
    {
        if (_context.Request.Headers[name] is not [{ Length: > 0 } value])
            return null;
        if (value.Length > length || value.Any(char.IsControl))
            throw new RestProblem(StatusCodes.Status400BadRequest, CodesOfForm.Request, $"The header {name} has at most {length} characters.");
        return value;
    }
}
