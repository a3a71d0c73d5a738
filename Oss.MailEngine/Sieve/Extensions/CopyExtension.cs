using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>:copy</c> leaves the implicit keep standing (RFC 3894).</summary>
internal static class CopyExtension
{
    public static SieveExtension Extension { get; } = new("copy") { Tags = [new TagRule("copy") { On = word => word.Name is "fileinto" or "redirect" }] };
}
