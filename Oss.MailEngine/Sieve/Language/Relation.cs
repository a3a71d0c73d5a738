namespace Oss.MailEngine.Sieve.Language;

/// <summary>A relation of <c>:value</c> and <c>:count</c> (RFC 5231 4).</summary>
internal sealed record Relation(string Name, Func<int, bool> Holds);

internal static class Relations
{
    private static readonly Relation[] All =
    [
        new("gt", c => c > 0), new("ge", c => c >= 0), new("lt", c => c < 0), new("le", c => c <= 0), new("eq", c => c == 0), new("ne", c => c != 0),
    ];

    public static Relation? Find(string name) => Array.Find(All, r => r.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
