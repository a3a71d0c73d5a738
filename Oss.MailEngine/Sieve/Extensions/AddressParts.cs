using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary>The part of an address that a test compares (RFC 5228 2.7.4; RFC 5233 for the two around the separator).</summary>
internal static class AddressParts
{
    public const string Group = "address part";

    /// <summary>Between the user's name and the detail, as in <c>ken+sieve@example.org</c>.</summary>
    public const char Separator = '+';

    public static IReadOnlyList<TagRule> Tags { get; } =
        [new("all") { Group = Group }, new("localpart") { Group = Group }, new("domain") { Group = Group }];

    /// <summary>Whether a part is asked for, and not the whole, which is all that there is of what is no address (RFC 5228 2.7.4).</summary>
    public static bool IsPart(Call call) => call.Has(":localpart") || call.Has(":domain") || call.Has(":user") || call.Has(":detail");

    public static IEnumerable<string> Of(Call call, IEnumerable<string> addresses) =>
        call.Has(":localpart") ? addresses.Select(Local)
        : call.Has(":domain") ? addresses.Select(MailAddresses.Domain)
        : call.Has(":user") ? addresses.Select(a => User(Local(a)))
        // The null reverse-path is the empty string whatever part is asked for (RFC 5228 5.4).
        : call.Has(":detail") ? addresses.Select(a => a.Length == 0 ? a : Detail(Local(a))).OfType<string>()
        : addresses;

    private static string Local(string address) => MailAddresses.Unquoted(MailAddresses.LocalPart(address));

    private static string User(string local) => local.IndexOf(Separator, StringComparison.Ordinal) is >= 0 and var at ? local[..at] : local;

    // An address without a separator has no detail, which matches nothing, not even the empty string (RFC 5233 4).
    private static string? Detail(string local) => local.IndexOf(Separator, StringComparison.Ordinal) is >= 0 and var at ? local[(at + 1)..] : null;
}
