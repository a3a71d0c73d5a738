using System.Net;
using System.Reflection;
using System.ServiceModel;
using System.Text.Json.Nodes;
using Oss.Api.Soap;
using Oss.Api.Soap.Catalog;
using Oss.Api.Soap.Configuration;
using Oss.Api.Soap.Information;
using Oss.Api.Soap.Integration;
using Oss.Api.Soap.Operations;
using Oss.Api.Soap.Orders;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Rest;

/// <summary>What one way in can do, the other can: an operation without its counterpart here fails, and what a change leaves behind is the same.</summary>
public sealed class SameOperationsTests(ApiHost host)
{
    private const string Configuration = "urn:oss:configuration:2026-11";

    /// <summary>What REST calls what SOAP does, where it has another name.</summary>
    private static readonly Dictionary<string, string> Counterparts = new(StringComparer.Ordinal)
    {
        ["SetDisplayName"] = "ModifyMailbox", ["SetCatchAll"] = "AddAlias", ["RemoveCatchAll"] = "RemoveAddress", ["AddForward"] = "ProvideAddress", ["AddForwardTargets"] = "ChangeForwardTargets",
        ["RemoveForwardTargets"] = "ChangeForwardTargets", ["RemoveForward"] = "RemoveAddress",
    };

    /// <summary>What SOAP calls what REST does, where it has another name: a change of one thing is an order of one item, and a part of a thing is seen in the whole.</summary>
    private static readonly Dictionary<string, string> InSoap = new[]
    {
        ("SubmitOrder", """
            ExportMailbox ProvideMailbox ModifyMailbox TerminateMailbox RenameMailbox RestoreMailbox PurgeMailbox SetMailboxStatus ProvideSubscription ModifySubscription TerminateSubscription
            SetSubscriptionStatus TransferSubscription ProvideDomain ModifyDomain TerminateDomain RenameDomain ProvideProduct ModifyProduct TerminateProduct ProvideAddress ChangeForwardTargets RemoveAddress
            AddSendingRight RemoveSendingRight SetDomainRelay RemoveDomainRelay SetMailboxRelay RemoveMailboxRelay
            """),
        ("GetMailbox", "GetMailboxStatus GetUsage ListSendingRights"), ("GetSubscription", "GetSubscriptionStatus"), ("ListMailboxExports", "FetchMailboxExport"), ("ListAddresses", "ListAliases GetAlias GetAddress"), ("GetDomain", "GetDomainDns"),
        ("GetRules", "GetForwarding GetAutoReply GetSpamHandling"), ("SetRules", "RemoveRules"),
    }.SelectMany(one => one.Item2.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries), (one, rest) => (rest, one.Item1)).ToDictionary(one => one.rest, one => one.Item2, StringComparer.Ordinal);

    private static IEnumerable<string> Soap => new[] { typeof(IOrderService), typeof(IConfigurationService), typeof(IInformationService), typeof(ICatalogService), typeof(IIntegrationService), typeof(IOperationsService) }
        .SelectMany(contract => contract.GetMethods()).Select(method => method.GetCustomAttribute<OperationContractAttribute>()!.Name!);

    public static TheoryData<string, string, string, string, string> Changes => new()
    {
        { "SetPassword", "<Mailbox>anna@KEY.example</Mailbox><Password><Clear xmlns=\"urn:oss:orders:2026-11\">correct horse battery</Clear></Password>", "PUT", "mailboxes/anna@KEY.example/password", """{"clear": "correct horse battery"}""" },
        { "SetDisplayName", "<Mailbox>anna@KEY.example</Mailbox><DisplayName>Anna</DisplayName>", "PATCH", "mailboxes/anna@KEY.example", """{"displayName": "Anna"}""" },
        { "SetQuota", "<Mailbox>anna@KEY.example</Mailbox><Quota><Bytes xmlns=\"urn:oss:orders:2026-11\">5000</Bytes></Quota>", "PUT", "mailboxes/anna@KEY.example/quota", """{"bytes": 5000}""" },
        { "AddAlias", "<Mailbox>anna@KEY.example</Mailbox><Alias>info@KEY.example</Alias>", "POST", "mailboxes/anna@KEY.example/aliases", """{"address": "info@KEY.example"}""" },
        { "AddAlias", "<Mailbox>anna@KEY.example</Mailbox><Alias>berta@KEY.example</Alias>", "POST", "mailboxes/anna@KEY.example/aliases", """{"address": "berta@KEY.example"}""" },
        { "RemoveAlias", "<Mailbox>anna@KEY.example</Mailbox><Alias>sales@KEY.example</Alias>", "DELETE", "mailboxes/anna@KEY.example/aliases/sales@KEY.example", "" },
        { "SetCatchAll", "<Domain>KEY.example</Domain><Mailbox>anna@KEY.example</Mailbox>", "POST", "mailboxes/anna@KEY.example/aliases", """{"address": "@KEY.example"}""" },
        { "AddForward", "<Address>all@KEY.example</Address><Targets><Target xmlns=\"urn:oss:orders:2026-11\">anna@KEY.example</Target></Targets>", "POST", "addresses", """{"address": "all@KEY.example", "kind": "Forward", "targets": ["anna@KEY.example"]}""" },
        { "AddForwardTargets", "<Address>team@KEY.example</Address><Targets><Target xmlns=\"urn:oss:orders:2026-11\">berta@KEY.example</Target></Targets>", "PATCH", "addresses/team@KEY.example", """{"addTargets": ["berta@KEY.example"]}""" },
        { "RemoveForward", "<Address>team@KEY.example</Address>", "DELETE", "addresses/team@KEY.example", "" },
        { "SetQuota", "<Mailbox>nobody@KEY.example</Mailbox><Quota><Bytes xmlns=\"urn:oss:orders:2026-11\">5000</Bytes></Quota>", "PUT", "mailboxes/nobody@KEY.example/quota", """{"bytes": 5000}""" },
    };

    [Fact]
    public void Every_operation_of_SOAP_has_its_counterpart()
    {
        var rest = host.Operations.Select(one => one.Operation?.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);

        Soap.Where(name => !rest.Contains(Counterparts.GetValueOrDefault(name, name))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_operation_of_REST_has_its_counterpart()
    {
        var soap = Soap.ToHashSet(StringComparer.Ordinal);

        host.Operations.Select(one => one.Operation?.Id).OfType<string>().Distinct().Where(name => !soap.Contains(InSoap.GetValueOrDefault(name, name))).ShouldBeEmpty();
        InSoap.Keys.Except(host.Operations.Select(one => one.Operation?.Id).OfType<string>()).ShouldBeEmpty("REST has none of these.");
    }

    [Fact]
    public void An_operation_needs_the_same_scope_whichever_way_it_comes()
    {
        var rest = host.Operations.Where(one => one.Operation is not null).DistinctBy(one => one.Operation!.Id).ToDictionary(one => one.Operation!.Id, one => one.Operation!.Scope, StringComparer.Ordinal);

        Soap.Select(name => (Name: name, BySoap: SoapScopes.Of(name), ByRest: rest[Counterparts.GetValueOrDefault(name, name)])).Where(one => one.BySoap != one.ByRest).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_change_leaves_the_same_behind_whichever_way_it_came(string operation, string soap, string method, string path, string json)
    {
        using var client = host.Authenticated();
        var (bySoap, byRest) = (await CustomerAsync(client), await CustomerAsync(client));

        var said = await client.PostAsync(Envelope($"<{operation} xmlns=\"{Configuration}\">{soap.Replace("KEY", bySoap)}</{operation}>"), $"{Configuration}/{operation}", "/soap/configuration");
        var answer = await client.CallAsync(method, path.Replace("KEY", byRest), json.Length == 0 ? null : json.Replace("KEY", byRest), headers: ("If-Match", "*"));

        if (said.Status == HttpStatusCode.OK)
        {
            answer.Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created);
            answer.Of("state").ShouldBe(said.Document.Descendants().Single(e => e.Name.LocalName == "State").Value);
        }
        else
            answer.Code.ShouldBe(said.Document.Descendants().First(e => e.Name.LocalName == "Code" && e.Name.NamespaceName == Common).Value);

        (await StateAsync(client, byRest)).ShouldBe(await StateAsync(client, bySoap));
    }

    private static async Task<string> CustomerAsync(HttpClient client)
    {
        var key = Unique("s").ToLowerInvariant();
        await client.CustomerAsync(key, "anna", "berta");
        await client.PostItAsync($"mailboxes/anna@{key}.example/aliases", $$"""{"address": "sales@{{key}}.example"}""");
        await client.PostItAsync("addresses", $$"""{"address": "team@{{key}}.example", "kind": "Forward", "targets": ["anna@{{key}}.example"]}""");
        return key;
    }

    // What there is, but for what differs from one thing to another by nature.
    private static async Task<string> StateAsync(HttpClient client, string key)
    {
        var mailbox = JsonNode.Parse((await client.GetItAsync($"mailboxes/anna@{key}.example")).Text)!.AsObject();
        mailbox.Remove("id");
        mailbox.Remove("createdAt");
        var addresses = JsonNode.Parse((await client.GetItAsync($"addresses?domain={key}.example")).Text)!["items"]!.AsArray();
        foreach (var address in addresses)
            address!.AsObject().Remove("mailboxId");
        var audit = JsonNode.Parse((await client.GetItAsync($"audit-events?tenantNumber=T-{key}&fields=action,subject,detail")).Text)!["items"]!.AsArray();
        // What one order did is of one moment, and in no order.
        return $"{mailbox.ToJsonString()}\n{addresses.ToJsonString()}\n{string.Join('\n', audit.Select(entry => entry!.ToJsonString()).Order(StringComparer.Ordinal))}".Replace(key, "KEY");
    }
}
