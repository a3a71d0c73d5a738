using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Oss.Api.Rest.Resources;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailQueue;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Quotas;

namespace Oss.Api.Rest.OpenApi;

/// <summary>Examples of whatever goes over the wire, made of its type: each member by its name. What is a choice is written out.</summary>
internal static class Examples
{
    private const string Id = "0199f3a2-6b3c-7d0e-8f1a-2b3c4d5e6f70";
    private const string Time = "2026-11-25T06:00:00Z";

    private static readonly Dictionary<Type, object> Choices = new()
    {
        [typeof(Quota)] = new QuotaBody(Bytes: 1073741824),
        [typeof(QuotaBody)] = new QuotaBody(Bytes: 1073741824),
        [typeof(PasswordBody)] = new PasswordBody(Clear: "correct horse battery"),
        [typeof(LimitShown)] = new LimitShown(null, 10),
        [typeof(LimitChangeBody)] = new LimitChangeBody(ProductLimit.Mailboxes, 20),
        [typeof(SuspensionBody)] = new SuspensionBody(false, true, ReceivePolicy.Accept),
        [typeof(OrderBody)] = new OrderBody(
            [
                new ItemBody(OrderAction.Provide, Subscription: new SubscriptionBody("K-4711", "T-1001", "Example Ltd", "customer-domain")),
                new ItemBody(OrderAction.Provide, Domain: new DomainBody("example.org", "K-4711")),
                new ItemBody(OrderAction.Provide, Mailbox: new MailboxBody("anna@example.org", "K-4711", new PasswordBody("correct horse battery"))),
            ],
            "crm-koeln", "4711"),
        [typeof(BatchBody)] = new BatchBody("crm-koeln", "batch-1", [new OrderBody([new ItemBody(OrderAction.Terminate, Mailbox: new MailboxBody("anna@example.org"))], ExternalId: "4712")]),
        [typeof(QueueChangeBody)] = new QueueChangeBody(QueueAction.Retry, [Guid.Parse(Id)]),
        [typeof(AddressNew)] = new AddressNew("info@example.org", AliasKind.Forward, ["anna@example.org", "berta@example.org"]),
    };

    private static readonly Dictionary<string, object> ByName = new(StringComparer.Ordinal)
    {
        ["externalSystem"] = "crm-koeln", ["externalId"] = "4711", ["submittedBy"] = "crm", ["createdBy"] = "crm", ["key"] = "anna@example.org", ["subject"] = "mailbox", ["tenantNumber"] = "T-1001",
        ["tenantName"] = "Example Ltd", ["number"] = "T-1001", ["contractNumber"] = "K-4711", ["product"] = "customer-domain", ["code"] = "customer-domain", ["address"] = "anna@example.org",
        ["newAddress"] = "anna.weiss@example.org", ["displayName"] = "Anna Weiß", ["value"] = "anna@example.org", ["mailbox"] = "anna@example.org", ["targets"] = "berta@example.org",
        ["addTargets"] = "clara@example.org", ["removeTargets"] = "berta@example.org", ["scopes"] = "orders:read", ["certificate"] = "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08", ["suggestions"] = "anna.weiss@example.org", ["domains"] = "example.org", ["aliasOf"] = "example.com",
        ["sender"] = "bert@example.net", ["recipient"] = "anna@example.org", ["target"] = "anna.weiss@example.org", ["client"] = "192.0.2.7", ["clientName"] = "mx.example.net", ["host"] = "mx.example.net", ["protocol"] = "ESMTPS",
        ["messageId"] = "<1@example.net>", ["reply"] = "250 2.0.0 Delivered", ["rule"] = "rcpt: sender spam.example", ["measure"] = "messages.received", ["service"] = "Imap", ["mechanism"] = "SCRAM-SHA-256", ["master"] = "boss",
        ["url"] = "https://crm.example.net/hooks", ["secret"] = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", ["action"] = "mailbox.provide", ["actor"] = "ApiClient crm", ["detail"] = "Mailbox anna@example.org: provide under K-4711.",
        ["reason"] = "Ticket 4711", ["plan"] = "Mailbox anna@example.org: provide under K-4711.", ["next"] = "CfDJ8KxT3v", ["previous"] = "CfDJ8Mb27w", ["reasonCode"] = "address-taken", ["minNameLength"] = 3, ["limit"] = 10, ["bytes"] = 52428800,
        ["messages"] = 120, ["status"] = 200, ["lastStatus"] = 500, ["lastError"] = "The receiver answered 500.", ["after"] = 41, ["text"] = "anna", ["dependsOn"] = 1, ["enabled"] = true, ["delivered"] = true, ["available"] = false,
        ["acceptable"] = true, ["name"] = "example.org", ["volume"] = "vol104", ["correlationId"] = "0199f3a26b3c7d0e8f1a2b3c4d5e6f70", ["title"] = "There is no such thing, or not for this caller.", ["type"] = "urn:oss:problem:not-found", ["path"] = "items[0].mailbox.address",
    };

    // What is absent when all is well would make an example of trouble.
    private static readonly string[] LeftOut = ["errorCode", "errorText", "errors", "disabledBecause", "terminatedAt", "nextAttemptAt", "pointOfNoReturnAt", "batchId", "matchedAddress", "requestedStart", "error", "limits", "lastOrder", "findings"];

    /// <summary>An example of a type.</summary>
    public static JsonNode Of(Type type) => Make(type, "", 0)!;

    /// <summary>A value that a member of this name might have; <see langword="null"/> when none is known.</summary>
    public static object? Named(string name) => ByName.GetValueOrDefault(name);

    private static JsonNode? Make(Type type, string name, int depth)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (Choices.TryGetValue(plain, out var choice))
            return JsonNode.Parse(RestJson.Octets(choice));
        if (plain == typeof(string))
            return ByName.TryGetValue(name, out var text) && text is string ? JsonValue.Create((string)text) : JsonValue.Create(name);
        if (plain == typeof(bool))
            return JsonValue.Create(ByName.TryGetValue(name, out var flag) && flag is true);
        if (plain == typeof(Guid))
            return JsonValue.Create(Id);
        if (plain == typeof(DateTime) || plain == typeof(DateTimeOffset))
            return JsonValue.Create(Time);
        if (plain == typeof(DateOnly))
            return JsonValue.Create("2026-12-01");
        if (plain.IsEnum)
            return JsonValue.Create(Enum.GetNames(plain).FirstOrDefault(value => value is nameof(OrderState.Completed) or nameof(OrderAction.Provide) or nameof(MailboxState.Active)) ?? Enum.GetNames(plain)[0]);
        if (plain.IsPrimitive)
            return JsonValue.Create(ByName.TryGetValue(name, out var number) && number is int some ? some : 1);

        return RestJson.Options.GetTypeInfo(plain) switch
        {
            { Kind: JsonTypeInfoKind.Enumerable } list => new JsonArray(Make(list.ElementType!, name, depth + 1)),
            { Kind: JsonTypeInfoKind.Dictionary } => new JsonObject { [Enum.GetNames<OrderState>()[3]] = 1 },
            var info => new JsonObject(info.Properties.Where(member => member.Get is not null && !(member.IsGetNullable && LeftOut.Contains(member.Name)))
                .Select(member => KeyValuePair.Create(member.Name, Make(member.PropertyType, member.Name, depth + 1)))),
        };
    }
}
