using Oss.MailEngine.Mime;
using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>body</c> (RFC 5173): the body as it is, the parts of content types, or the text.</summary>
internal static class BodyExtension
{
    private const string Group = "body transform";

    public static SieveExtension Extension { get; } = new("body")
    {
        Words =
        [
            new TestRule("body", new ArgumentRule("keys", ArgumentKind.Texts))
            {
                Takes = Takes.Match, Is = Is,
                Tags = [new TagRule("raw") { Group = Group }, new TagRule("content", ArgumentKind.Texts) { Group = Group }, new TagRule("text") { Group = Group }],
            },
        ],
    };

    private static bool Is(Call call, SieveRun run)
    {
        var message = run.Message;
        var values = call.Has(":raw") ? [PartText.Loose(message.Body.Span)]
            : call.Has(":content") ? Contents(message, call.Texts(":content", run))
            : Contents(message, ["text"]);
        run.Spend(call.At, message.Size);
        // Matches in a body set no variables (RFC 5173 6).
        var matches = run.Variables.Matches;
        var result = call.Matching.Match(call, run, values, call.Texts("keys", run));
        run.Variables.SetMatches(matches);
        return result;
    }

    private static IEnumerable<string> Contents(SieveMessage message, IReadOnlyList<string> types)
    {
        foreach (var part in PartPath.Descendants(message.Structure))
        {
            if (!types.Any(type => IsOfType(part, type)))
                continue;
            if (part.Message is { } inner)
                yield return PartText.Loose(message.Octets.Span[inner.Start..inner.BodyStart]);
            else if (part.Parts.Count > 0)
                yield return Around(message, part);
            else
                yield return PartText.Of(message, part);
        }
    }

    // A type alone means all its subtypes, nothing means all; anything with two slashes or a slash at an end means none (RFC 5173 5.2).
    private static bool IsOfType(MimePart part, string type)
    {
        var own = part.Type.Value.Trim();
        if (type.Length == 0)
            return true;
        if (type.StartsWith('/') || type.EndsWith('/') || type.Count(c => c == '/') > 1)
            return false;
        return type.Contains('/', StringComparison.Ordinal) ? own.Equals(type, StringComparison.OrdinalIgnoreCase) : own.StartsWith(type + "/", StringComparison.OrdinalIgnoreCase);
    }

    // Of a multipart, what stands before its first part and after its last one; the lines between its parts are neither (RFC 5173 5.2, RFC 2046 5.1.1).
    private static string Around(SieveMessage message, MimePart part)
    {
        var octets = message.Octets.Span;
        var before = Line(octets[part.BodyStart..part.Parts[0].Start]);
        var preamble = before[..(before.LastIndexOf((byte)'\n') + 1)];
        var epilogue = octets[Math.Min(part.Parts[^1].End, part.End)..part.End];
        // The line's end before a delimiter is the delimiter's.
        if (epilogue is [(byte)'\n', ..] or [(byte)'\r', (byte)'\n', ..])
            epilogue = After(epilogue);
        if (epilogue.StartsWith("--"u8))
            epilogue = After(epilogue);
        return PartText.Loose(Line(preamble)) + PartText.Loose(epilogue);

        static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> text) => text is [.., (byte)'\r', (byte)'\n'] ? text[..^2] : text is [.., (byte)'\n'] ? text[..^1] : text;

        static ReadOnlySpan<byte> After(ReadOnlySpan<byte> text) => text.IndexOf((byte)'\n') is >= 0 and var end ? text[(end + 1)..] : [];
    }
}
