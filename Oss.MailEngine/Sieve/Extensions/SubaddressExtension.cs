using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>:user</c> and <c>:detail</c> (RFC 5233).</summary>
internal static class SubaddressExtension
{
    public static SieveExtension Extension { get; } = new("subaddress")
    {
        Tags =
        [
            new TagRule("user") { Group = AddressParts.Group, On = word => word.Takes.HasFlag(Takes.AddressPart) },
            new TagRule("detail") { Group = AddressParts.Group, On = word => word.Takes.HasFlag(Takes.AddressPart) },
        ],
    };
}
