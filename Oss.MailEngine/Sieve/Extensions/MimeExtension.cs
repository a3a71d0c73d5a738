using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>:mime</c> and <c>:anychild</c>: tests of header fields look at parts, and at pieces of structured fields (RFC 5703 4).</summary>
internal static class MimeExtension
{
    private const string Group = "piece of a field";

    public static SieveExtension Extension { get; } = new("mime")
    {
        Tags =
        [
            new TagRule("mime") { On = IsFieldTest }, new TagRule("anychild") { On = IsFieldTest },
            new TagRule("type") { Group = Group, On = word => word.Name == "header" }, new TagRule("subtype") { Group = Group, On = word => word.Name == "header" },
            new TagRule("contenttype") { Group = Group, On = word => word.Name == "header" },
            new TagRule("param", ArgumentKind.Texts) { Group = Group, On = word => word.Name == "header" },
        ],
    };

    private static bool IsFieldTest(WordRule word) => word.Takes.HasFlag(Takes.Mime);
}
