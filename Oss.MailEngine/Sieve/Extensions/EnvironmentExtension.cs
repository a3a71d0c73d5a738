using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>environment</c> (RFC 5183).</summary>
internal static class EnvironmentExtension
{
    public static SieveExtension Extension { get; } = new("environment")
    {
        Words =
        [
            new TestRule("environment", new ArgumentRule("item", ArgumentKind.Text), new ArgumentRule("keys", ArgumentKind.Texts))
            {
                Takes = Takes.Match,
                // An item that is not known here matches nothing (RFC 5183 4).
                Is = (call, run) => call.Matching.Match(
                    call, run, run.Environment(call.Text("item", run)) is { } value ? [value] : [], call.Texts("keys", run)),
            },
        ],
    };
}
