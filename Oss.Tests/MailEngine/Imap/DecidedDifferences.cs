namespace Oss.Tests.MailEngine.Imap;

/// <summary>Where broken messages look other here than with Dovecot, by the rows of <c>docs/imap-differences.md</c>, which have the clauses.</summary>
internal static class DecidedDifferences
{
    private static readonly (string Row, Func<string, string, string, bool> Covers)[] All =
    [
        ("BODY[1.1] of a part that holds no others", (_, item, here) => item.Contains("[1.1", StringComparison.Ordinal) && here.EndsWith("] '' )", StringComparison.Ordinal)),
        ("a multipart without a single part", (name, _, _) => name is "an empty multipart" or "a multipart without a delimiter" or "a multipart without a body" or "a multipart without its boundary" or "a multipart with an empty boundary"),
        ("the end of a multipart within another", (name, item, _) =>
            (name is "a multipart in a message in a multipart" && item is "BODY" or "BODYSTRUCTURE") || (name is "a multipart in a message in a multipart" or "boundaries that begin alike" or "twelve levels" && item == "BINARY.SIZE[1]")),
        ("a line of a header that is no field", (_, item, _) => item.StartsWith("BODY.PEEK[HEADER.FIELDS.NOT", StringComparison.Ordinal)),
        ("an address that cannot be read whole", (name, item, _) => item == "ENVELOPE" && name is "angles alone" or "dots where none may be" or "spaces in an address" or "a quote without its end" or "a comment without its end"),
        ("a group within a group", (name, item, _) => item == "ENVELOPE" && name is "a group in a group"),
        ("nothing between two commas of addresses", (name, item, _) => item == "ENVELOPE" && name is "commas alone"),
        ("semicolons between addresses", (name, item, _) => item == "ENVELOPE" && name is "semicolons between addresses"),
        ("a Content-Type that cannot be read", (name, item, _) => item is "BODY" or "BODYSTRUCTURE" or "PREVIEW" && name is "a type without subtype" or "a type with an empty subtype" or "a subtype alone" or "an empty type" or "a type of rubbish" or "no semicolon"),
        ("parameters behind one that cannot be read", (name, item, _) => item is "BODY" or "BODYSTRUCTURE" && name is "a parameter without a value" or "semicolons alone" or "a parameter's quote without its end" or "a file name of words"),
        ("parameters in pieces", (name, item, _) => item == "BODYSTRUCTURE" && name is "parameters of RFC 2231"),
        ("a disposition that cannot be read", (name, item, _) => item == "BODYSTRUCTURE" && name is "a disposition of parameters alone" or "an empty disposition" or "a quoted disposition"),
        ("quotes around a language", (name, item, _) => item == "BODYSTRUCTURE" && name is "languages"),
        ("a transfer encoding that cannot be read", (name, item, _) => name is "an encoding with a semicolon" or "an empty encoding"),
        ("a transfer encoding of what holds others", (name, item, _) => item == "BINARY.SIZE[1]" && name is "an encoded message in a message"),
        ("base64 and quoted-printable with errors", (name, item, _) => (item.StartsWith("BINARY", StringComparison.Ordinal) || item == "PREVIEW")
            && name is "base64 with rubbish" or "base64 without padding" or "two pieces of base64" or "bad quoted-printable"),
        ("a delimiter with more behind it", (name, _, _) => name is "a delimiter that is longer" or "a long boundary"),
        ("the same boundary within itself", (name, _, _) => name is "one boundary for both"),
        ("what a PREVIEW is made of", (name, item, _) => item == "PREVIEW"
            && name is "control characters" or "everything folded" or "a digest" or "a page" or "an attachment first" or "an encoding that is not known"),
    ];

    /// <summary>The rows.</summary>
    public static IEnumerable<string> Rows => All.Select(decided => decided.Row);

    /// <summary>The row that decides a difference; <see langword="null"/> when none does.</summary>
    public static string? Of(string name, string item, string here) => All.FirstOrDefault(decided => decided.Covers(name, item, here)).Row;
}
