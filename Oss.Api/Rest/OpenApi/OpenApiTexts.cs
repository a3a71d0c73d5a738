using System.Text.Json.Nodes;

namespace Oss.Api.Rest.OpenApi;

/// <summary>What the document says in words of paths, queries and successes; a test sees that nothing lacks them.</summary>
internal static class OpenApiTexts
{
    private static readonly Dictionary<string, (string Text, string Example)> Parameters = new(StringComparer.Ordinal)
    {
        ["id"] = ("The id the platform gave it.", "0199f3a2-6b3c-7d0e-8f1a-2b3c4d5e6f70"),
        ["code"] = ("The product code.", "customer-domain"),
        ["number"] = ("The CRM's customer number.", "T-1001"),
        ["contract"] = ("The CRM's contract number.", "K-4711"),
        ["mailbox"] = ("A mailbox: its id, or any of its addresses.", "anna@example.org"),
        ["alias"] = ("The alias, or @example.org for a catch-all.", "info@example.org"),
        ["address"] = ("The address, or @example.org for a catch-all.", "anna@example.org"),
        ["domain"] = ("The domain's name.", "example.org"),
        ["name"] = ("Its name.", "crm"),
        ["limit"] = ("Rows wanted.", "50"),
        ["cursor"] = ("Next or previous of another part of the same list with the same filters.", "CfDJ8KxT3v"),
        ["part"] = ("The end of the list, to be read backwards from there by previous; without it, and without a cursor, the first part.", "last"),
        ["fields"] = ("Narrows the reply to these members, separated by commas; in a list they are those of its rows.", "id,state"),
        ["state"] = ("Only those in this state.", "Completed"),
        ["externalSystem"] = ("Only of this system.", "crm-koeln"),
        ["externalId"] = ("Only the order of this number of its system.", "4711"),
        ["tenantNumber"] = ("Only those of this customer.", "T-1001"),
        ["contractNumber"] = ("Only those of this contract.", "K-4711"),
        ["mailboxId"] = ("Only those about this mailbox.", "0199f3a2-6b3c-7d0e-8f1a-2b3c4d5e6f70"),
        ["afterMailbox"] = ("The mailbox after which to go on: what next said. Absent to begin.", "anna@example.org"),
        ["after"] = ("The last number known; 0 for all.", "0"),
        ["text"] = ("Beginning of a name or a number.", "T-1001"),
        ["search"] = ("Beginning of an address, alias, domain (with @), name, customer number or contract number.", "anna"),
        ["kind"] = ("Only those of this kind.", "Forward"),
        ["displayName"] = ("The name of who is to have it, for better suggestions.", "Anna Weiß"),
        ["graceDays"] = ("How long its mail is kept aside.", "30"),
        ["actor"] = ("Kind and name of who did it, or the name alone.", "ApiClient crm"),
        ["action"] = ("Beginning of what was done.", "mailbox."),
        ["subject"] = ("Beginning of the key of what it was done to.", "anna@example.org"),
        ["from"] = ("Not before this time.", "2026-11-01T00:00:00Z"),
        ["until"] = ("Before this time.", "2026-12-01T00:00:00Z"),
        ["replace"] = ("True to replace a script that was written by hand.", "true"),
        ["destination"] = ("Only those with a recipient that goes to this domain or transport.", "example.com"),
        ["reason"] = ("Only those with a recipient that was put off with this status code.", "4.4.1"),
        ["sender"] = ("The envelope's sender; <> for the null sender.", "bert@example.net"),
        ["recipient"] = ("The recipient, as the sender gave it or as where it leads to.", "anna@example.org"),
        ["messageId"] = ("What the Message-ID field says, with or without its angle brackets.", "1@example.net"),
        ["client"] = ("The client's IP address.", "192.0.2.7"),
        ["message"] = ("The message, as the list names it.", "0199f3a2-6b3c-7d0e-8f1a-2b3c4d5e6f70"),
        ["byDay"] = ("True to add hours up to days; hours go back 31 days, days 800.", "true"),
        ["since"] = ("Whoever did not since then is left out; 30 days when absent.", "2026-11-01T00:00:00Z"),
        ["selector"] = ("The selector of the key.", "oss1"),
    };

    /// <summary>Resources, by the first part of their path.</summary>
    public static IReadOnlyDictionary<string, string> Tags { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["orders"] = "Orders: submitted, checked, amended, cancelled, tried again.",
        ["order-batches"] = "Orders that come in together and keep nobody waiting.",
        ["events"] = "What happened to orders, by numbers without a gap.",
        ["products"] = "What can be ordered.",
        ["tenants"] = "Customers.",
        ["subscriptions"] = "Contracts: products of customers.",
        ["mailboxes"] = "Mailboxes and their settings.",
        ["exports"] = "All mail of a mailbox as a file.",
        ["addresses"] = "Addresses of every kind.",
        ["domains"] = "Mail domains.",
        ["search"] = "Whatever one text can mean.",
        ["messages"] = "What became of messages.",
        ["statistics"] = "How much the platform is used.",
        ["reports"] = "What operators look at before they change something for many.",
        ["audit-events"] = "Who changed what.",
        ["webhooks"] = "Addresses that are called for events.",
        ["queue"] = "Mail that is not delivered yet.",
        ["quarantine"] = "Mail that was accepted and is held back.",
        ["queue-summary"] = "The same, counted.",
        ["queue-changes"] = "What operators do with it.",
        ["api-clients"] = "Machines that may call this interface.",
    };

    /// <summary>What a parameter is, and an example of it; nothing when it is not known here.</summary>
    public static (string? Text, JsonNode? Example) Parameter(string name) =>
        Parameters.TryGetValue(name, out var known) ? (known.Text, name is "limit" or "graceDays" or "after" or "replace" or "byDay" ? JsonNode.Parse(known.Example) : JsonValue.Create(known.Example)) : (null, null);

    /// <summary>What a success means.</summary>
    public static string Success(string status) => status switch
    {
        "200" => "It is so, or it is done.",
        "201" => "It is made.",
        "202" => "It is accepted and safely stored; its end is to be waited for.",
        "204" => "It is done.",
        _ => "The copy that the client has is still right.",
    };
}
