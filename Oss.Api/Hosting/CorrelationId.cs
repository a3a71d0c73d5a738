namespace Oss.Api.Hosting;

/// <summary>The name of one request in faults, problems and log lines. Made here, never taken from the caller: an id that
/// a caller chooses could be made to point support at somebody else's request.</summary>
internal static class CorrelationId
{
    public const string Header = "X-Correlation-Id";

    private static readonly object Key = new();
    private static readonly Func<ILogger, string, IDisposable?> BeginScope =
        LoggerMessage.DefineScope<string>("correlation {CorrelationId}");

    public static IDisposable? Scope(ILogger log, HttpContext context) => BeginScope(log, Of(context));

    public static string Of(HttpContext context)
    {
        if (context.Items[Key] is string known)
            return known;

        var id = Guid.CreateVersion7().ToString("N");
        context.Items[Key] = id;
        context.Response.Headers[Header] = id;
        return id;
    }
}
