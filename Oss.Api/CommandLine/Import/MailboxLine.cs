using System.Security.Cryptography;
using System.Text;
using Oss.Api.CommandLine.Output;
using Oss.Domain;
using Oss.Domain.Addresses;
using Oss.Domain.Orders;

namespace Oss.Api.CommandLine.Import;

/// <summary>One line of a file: a mailbox with its aliases, as an order of its own.</summary>
/// <param name="Number">The line in the file, from 1; the head is one.</param>
/// <param name="Cells">As they stand in the file, by column, for the file of errors.</param>
/// <param name="Fault">What keeps the line from being one.</param>
internal sealed record MailboxLine(int Number, IReadOnlyDictionary<MailboxColumn, string> Cells, Finding? Fault)
{
    private const string Hashed = "{";

    public string Address => Cells.GetValueOrDefault(MailboxColumn.Address, "");

    /// <summary>The other addresses, however they are separated.</summary>
    public IReadOnlyList<string> Aliases => Cells.GetValueOrDefault(MailboxColumn.Aliases, "").Split([',', ' ', ';', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Every address it would own, as they are compared; what is no address stays as it is.</summary>
    public IEnumerable<string> Owned => Aliases.Prepend(Address).Where(address => address.Length > 0).Select(address => EmailAddress.TryParse(address)?.Value ?? address);

    /// <summary>The order of the line. Its number is the import's name and the line's own number or address, so that the same file again, mended or not, orders nothing twice.</summary>
    /// <param name="import">The import's name.</param>
    /// <param name="contract">The contract of lines that name none.</param>
    public OrderRequest ToOrder(string import, string? contract) => new(ImportCommand.System, ExternalId(import), Items(contract));

    /// <summary>The items of the order.</summary>
    public IReadOnlyList<OrderItemRequest> Items(string? contract)
    {
        var given = (MailboxColumn column) => Cells.GetValueOrDefault(column) is { Length: > 0 } text ? text : null;
        var password = given(MailboxColumn.Password);
        return
        [
            new MailboxItemRequest(
                OrderAction.Provide, Address, given(MailboxColumn.Contract) ?? contract,
                password is null ? null : new PasswordChange(password, password.StartsWith(Hashed, StringComparison.Ordinal)), given(MailboxColumn.Name),
                given(MailboxColumn.Quota) is { } quota ? SizeText.Parse(quota) : null),
            .. Aliases.Select(alias => new AliasItemRequest(OrderAction.Provide, alias, [Address], AliasKind.Alias)),
        ];
    }

    private string ExternalId(string import)
    {
        var own = Cells.GetValueOrDefault(MailboxColumn.Id) is { Length: > 0 } id ? id : EmailAddress.TryParse(Address)?.Value ?? Address;
        var whole = $"{import}/{own}";
        return whole.Length <= OrderLimits.ExternalIdLength ? whole : $"{import}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(own)))}";
    }
}
