namespace Oss.Api.CommandLine.Import;

/// <summary>Columns of a file of mailboxes.</summary>
internal enum MailboxColumn
{
    /// <summary>A number of the line's own, for its order.</summary>
    Id,

    /// <summary>The primary address.</summary>
    Address,

    /// <summary>The contract that pays for it.</summary>
    Contract,

    /// <summary>The name shown to people.</summary>
    Name,

    /// <summary>Clear text, or a hash in Dovecot's <c>{SCHEME}</c> form.</summary>
    Password,

    /// <summary>As <see cref="Output.SizeText"/> reads it.</summary>
    Quota,

    /// <summary>Further addresses.</summary>
    Aliases,

    /// <summary>Something that an export or a file of errors says besides.</summary>
    Ignored,
}

/// <summary>What columns are called, in English and in German.</summary>
internal static class MailboxColumns
{
    private static readonly Dictionary<string, MailboxColumn> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["id"] = MailboxColumn.Id, ["nummer"] = MailboxColumn.Id, ["auftragsnummer"] = MailboxColumn.Id,
        ["address"] = MailboxColumn.Address, ["mailbox"] = MailboxColumn.Address, ["email"] = MailboxColumn.Address, ["e-mail"] = MailboxColumn.Address,
        ["adresse"] = MailboxColumn.Address, ["postfach"] = MailboxColumn.Address, ["e-mail-adresse"] = MailboxColumn.Address,
        ["contract"] = MailboxColumn.Contract, ["vertrag"] = MailboxColumn.Contract, ["vertragsnummer"] = MailboxColumn.Contract,
        ["name"] = MailboxColumn.Name, ["anzeigename"] = MailboxColumn.Name,
        ["password"] = MailboxColumn.Password, ["passwort"] = MailboxColumn.Password, ["kennwort"] = MailboxColumn.Password,
        ["quota"] = MailboxColumn.Quota, ["speicher"] = MailboxColumn.Quota, ["speicherplatz"] = MailboxColumn.Quota,
        ["aliases"] = MailboxColumn.Aliases, ["alias"] = MailboxColumn.Aliases, ["aliase"] = MailboxColumn.Aliases, ["aliasse"] = MailboxColumn.Aliases,
        ["tenant"] = MailboxColumn.Ignored, ["tenant name"] = MailboxColumn.Ignored, ["product"] = MailboxColumn.Ignored, ["state"] = MailboxColumn.Ignored,
        ["created"] = MailboxColumn.Ignored, ["line"] = MailboxColumn.Ignored, ["place"] = MailboxColumn.Ignored, ["code"] = MailboxColumn.Ignored, ["error"] = MailboxColumn.Ignored,
    };

    /// <summary>The columns of a head.</summary>
    /// <exception cref="InvalidDataException">A column is unknown or there twice, or the address is missing.</exception>
    public static MailboxColumn[] Read(IReadOnlyList<string> head)
    {
        var columns = head.Select(name => Names.TryGetValue(name.Trim(), out var column)
            ? column
            : throw new InvalidDataException($"The column '{name}' is not known; the first line names columns: id, address, contract, name, password, quota, aliases.")).ToArray();
        if (columns.Where(column => column != MailboxColumn.Ignored).GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidDataException($"The column {twice.Key} is there twice.");
        return columns.Contains(MailboxColumn.Address) ? columns : throw new InvalidDataException("The first line names no column 'address'.");
    }

    /// <summary>What a finding's place in an order is in a line.</summary>
    public static string Of(string path) =>
        path.Contains(".alias", StringComparison.Ordinal) ? "aliases" : path.Split('.')[^1] switch
        {
            "contractNumber" => "contract",
            "displayName" => "name",
            var member when Names.ContainsKey(member) => member,
            _ => "",
        };
}
