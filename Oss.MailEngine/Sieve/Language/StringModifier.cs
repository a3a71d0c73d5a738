namespace Oss.MailEngine.Sieve.Language;

/// <summary>A modifier of <c>set</c> (RFC 5229 4.1).</summary>
/// <param name="Name">The tag without its colon.</param>
/// <param name="Precedence">The higher is applied first; two of the same exclude each other.</param>
/// <param name="Apply">What it makes of a value.</param>
internal sealed record StringModifier(string Name, int Precedence, Func<string, string> Apply)
{
    /// <summary>The extension it belongs to; filled in by the vocabulary.</summary>
    public string? Extension { get; init; }
}
