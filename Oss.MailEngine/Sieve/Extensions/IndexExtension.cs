using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>:index</c> and <c>:last</c> choose one of several fields of a name (RFC 5260 6).</summary>
internal static class IndexExtension
{
    public static SieveExtension Extension { get; } = new("index")
    {
        Tags =
        [
            new TagRule("index", ArgumentKind.Number) { On = word => word.Takes.HasFlag(Takes.Index), Check = CheckNumber },
            new TagRule("last") { On = word => word.Takes.HasFlag(Takes.Index), Check = CheckLast },
        ],
    };

    public static void CheckNumber(Call call, Binder binder)
    {
        if (call.Find(":index") is { Number: < 1 } index)
            binder.Error(index.At, "':index' counts from 1.", "':index' zählt ab 1.");
    }

    public static void CheckLast(Call call, Binder binder)
    {
        if (!call.Has(":index"))
            binder.Error(call.Find(":last")!.At, "':last' says from where ':index' counts; ':index' is missing.", "':last' sagt, von wo ':index' zählt; ':index' fehlt.");
    }
}
