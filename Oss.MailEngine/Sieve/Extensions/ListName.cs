namespace Oss.MailEngine.Sieve.Extensions;

/// <summary>
/// The name of an external list: an absolute URI (RFC 6134 2.5). A colon at its beginning stands for <c>urn:ietf:params:sieve:</c>, whose parameter <c>addrbook</c> names address books (2.6).
/// </summary>
internal readonly record struct ListName
{
    private const string SieveUrn = "urn:ietf:params:sieve:";
    private const string AddressBooks = SieveUrn + "addrbook:";
    private const int MaxCharacters = 200;

    private ListName(string value) => Value = value;

    /// <summary>The user's own address book, which every server knows.</summary>
    public static ListName AddressBook { get; } = new(AddressBooks + "default");

    /// <summary>Kinds of URIs that can name a list here, for ManageSieve (RFC 6134 2.8).</summary>
    public static IReadOnlyList<string> Schemes { get; } = ["tag", "urn"];

    /// <summary>The URI, its percent signs decoded.</summary>
    public string Value { get; }

    /// <summary>The file that a list of this name is in; <see langword="null"/> for a name that no file may have. Address books have short names: <c>addrbook:default</c>.</summary>
    public string? FileName => (Value.StartsWith(SieveUrn, StringComparison.Ordinal) ? Value[SieveUrn.Length..] : Value) is var name
        && name[0] != '.' && !name.Contains('/', StringComparison.Ordinal) && !name.Any(char.IsControl) ? name : null;

    /// <summary>Reads a name; <see langword="null"/> for one that is no URI of those kinds.</summary>
    public static ListName? TryParse(string text)
    {
        if (text.Length is < 3 or > MaxCharacters)
            return null;

        var uri = text[0] == ':' ? SieveUrn + text[1..] : text;
        if (!Uri.IsWellFormedUriString(uri, UriKind.Absolute) || uri.IndexOf(':', StringComparison.Ordinal) is var colon && !Schemes.Contains(uri[..colon], StringComparer.OrdinalIgnoreCase))
            return null;

        uri = Uri.UnescapeDataString(uri);
        // Of address books the word for them and the name of the default one have no case; all other names do (RFC 6134 2.5).
        if (!uri.StartsWith(AddressBooks, StringComparison.OrdinalIgnoreCase))
            return uri.Equals(AddressBooks[..^1], StringComparison.OrdinalIgnoreCase) ? null : new ListName(uri);

        var book = uri[AddressBooks.Length..];
        return book.Length == 0 ? null : book.Equals("default", StringComparison.OrdinalIgnoreCase) ? AddressBook : new ListName(AddressBooks + book);
    }

    public override string ToString() => Value;
}
