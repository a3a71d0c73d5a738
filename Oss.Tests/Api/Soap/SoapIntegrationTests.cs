using System.Net;
using System.Xml.Linq;
using Oss.Api.Soap.Integration;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Tests.Api.Rest;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Soap;

/// <summary>Batches, webhooks, API clients and lists by SOAP, as REST has them.</summary>
public sealed class SoapIntegrationTests(ApiHosts hosts)
{
    private const string Integration = "urn:oss:integration:2026-11";

    [Theory, EachDatabase]
    public async Task An_API_client_is_made_changed_rotated_and_removed(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var operators = host.Authenticated("operator-client");
        var name = Unique("soap-");

        var made = await AskAsync(operators, "CreateApiClient", $"<Client><Name>{name}</Name><Role>Crm</Role><Scopes><Scope>catalog:read</Scope></Scopes></Client>");
        var (first, listed) = (Value(made, "Secret")!, await AskAsync(operators, "ListApiClients", $"<Page>{Limit(1)}{After(name[..^1])}</Page>"));
        Value(listed, "Name").ShouldBe(name);
        listed.Text.ShouldNotContain(first);
        (await StatusAsync(host, name, first, "catalog", "urn:oss:catalog:2026-11", "ListProducts")).ShouldBe(HttpStatusCode.OK);
        Value(await AskAsync(operators, "GetApiClient", $"<Name>{name}</Name>"), "LastUsedAt").ShouldNotBeNull();
        (await StatusAsync(host, name, first, "integration", Integration, "ListBatches")).ShouldBe(HttpStatusCode.InternalServerError, "out of its scopes");
        (await AskAsync(operators, "ChangeApiClient", $"<Name>{name}</Name><Changes><Everything>true</Everything></Changes>")).Text.ShouldNotContain("catalog:read");

        var second = Value(await AskAsync(operators, "RotateApiClientSecret", $"<Name>{name}</Name><AtOnce>false</AtOnce>"), "Secret")!;
        (await StatusAsync(host, name, first, "integration", Integration, "ListBatches")).ShouldBe(HttpStatusCode.OK, "both are right for a day");
        (await StatusAsync(host, name, second, "integration", Integration, "ListBatches")).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(operators, "RemoveApiClient", $"<Name>{name}</Name>")).Status.ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(host, name, second, "integration", Integration, "ListBatches")).ShouldBe(HttpStatusCode.Unauthorized);

        (await AskAsync(operators, "GetApiClient", $"<Name>{name}</Name>")).Detail("NotFoundFault").ShouldNotBeNull();
        (await AskAsync(operators, "RemoveApiClient", "<Name>operator-client</Name>")).Detail("ConflictFault").ShouldNotBeNull();
        (await AskAsync(operators, "CreateApiClient", "<Client><Name>x y</Name><Role>Crm</Role></Client>")).Findings.ShouldBe([("name", "invalid-name")]);
        using var crm = host.Authenticated();
        (await AskAsync(crm, "ListApiClients", "")).Detail("AuthorizationFault").ShouldNotBeNull();
    }

    [Theory, EachDatabase]
    public async Task A_batch_is_taken_once_looked_at_part_by_part_and_seen_by_its_own_tenant_alone(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("b").ToLowerInvariant();
        await client.CustomerAsync(key);
        string Batch(string second) => $"<Batch><ExternalSystem>crm-test</ExternalSystem><ExternalId>{key}-batch</ExternalId><Orders>{OneOrder($"{key}-1", $"a@{key}.example")}{OneOrder($"{key}-2", second)}</Orders></Batch>";

        var first = await AskAsync(client, "SubmitBatch", Batch($"b@{key}.example"));
        var again = await AskAsync(client, "SubmitBatch", Batch($"b@{key}.example"));
        (Value(first, "Replayed"), Value(again, "Replayed"), Value(first, "Ended")).ShouldBe(("false", "true", "0"));
        (await AskAsync(client, "SubmitBatch", Batch($"c@{key}.example"))).Detail("ConflictFault").ShouldNotBeNull();
        var id = Value(first, "Id")!;
        Value(await AskAsync(client, "GetBatch", $"<Id>{id}</Id>"), "Id").ShouldBe(id);

        var part = await AskAsync(client, "ListBatchOrders", $"<Id>{id}</Id><Page>{Limit(1)}</Page>");
        var rest = await AskAsync(client, "ListBatchOrders", $"<Id>{id}</Id><Filter><State>Acknowledged</State></Filter><Page>{Limit(1)}{After(Value(part, "Next")!)}</Page>");
        (part.Value("ExternalId"), rest.Value("ExternalId"), Value(rest, "Next")).ShouldBe(($"{key}-1", $"{key}-2", null));
        foreach (var made in new[] { "x", "-1", "99999999999999999999", "';--" })
            (await AskAsync(client, "ListBatchOrders", $"<Id>{id}</Id><Page>{After(made)}</Page>")).Findings.ShouldBe([("page.after", "invalid-cursor")], made);
        (await AskAsync(client, "ListBatches", $"<Page>{After("x")}</Page>")).Findings.ShouldBe([("page.after", "invalid-cursor")]);

        using var admin = await host.TenantClientAsync($"T-{key}", Role.TenantAdmin);
        (await AskAsync(admin, "GetBatch", $"<Id>{id}</Id>")).Detail("NotFoundFault").ShouldNotBeNull();
        (await AskAsync(admin, "ListBatchOrders", $"<Id>{id}</Id>")).Detail("NotFoundFault").ShouldNotBeNull();
        (await AskAsync(client, "SubmitBatch", Batch("no address").Replace("-batch", "-bad"))).Findings.ShouldContain(finding => finding.Path == "orders[1].items[0].mailbox.address");
    }

    [Theory, EachDatabase]
    public async Task A_webhook_is_registered_tested_changed_replayed_and_removed(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        (await AskAsync(client, "RegisterWebhook", "<Url>http://169.254.169.254/latest</Url>")).Detail("ValidationFault").ShouldNotBeNull();
        var made = await AskAsync(client, "RegisterWebhook", $"<Url>{host.Hook.Url}?{Unique()}</Url><ExternalSystem>crm-soap</ExternalSystem>");
        var id = Value(made, "Id")!;
        Value(made, "Secret")!.ShouldStartWith("whsec_");

        Value(await AskAsync(client, "TestWebhook", $"<Id>{id}</Id>"), "Delivered").ShouldBe("true");
        host.Hook.Messages.Last().Body.ShouldContain("webhook.test");
        Value(await AskAsync(client, "ChangeWebhook", $"<Id>{id}</Id><Changes><Enabled>false</Enabled></Changes>"), "DisabledBecause").ShouldNotBeNull();
        Value(await AskAsync(client, "RotateWebhookSecret", $"<Id>{id}</Id>"), "Secret").ShouldNotBe(Value(made, "Secret"));
        Value(await AskAsync(client, "ReplayWebhook", $"<Id>{id}</Id><From><After>0</After></From>"), "Messages").ShouldBe("0");
        Value(await AskAsync(client, "GetWebhook", $"<Id>{id}</Id>"), "Position").ShouldBe("0");
        (await AskAsync(client, "ListWebhookDeliveries", $"<Id>{id}</Id><Filter><State>Pending</State></Filter>")).Status.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(client, "ListWebhooks", "")).Text.ShouldContain(id);
        (await AskAsync(client, "RemoveWebhook", $"<Id>{id}</Id>")).Status.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(client, "TestWebhook", $"<Id>{id}</Id>")).Detail("NotFoundFault").ShouldNotBeNull();
    }

    [Theory, EachDatabase]
    public async Task Lists_show_what_is_the_callers(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var (mine, others) = (Unique("l").ToLowerInvariant(), Unique("l").ToLowerInvariant());
        await client.CustomerAsync(mine, "ümläut");
        await client.CustomerAsync(others);
        using var admin = await host.TenantClientAsync($"T-{mine}", Role.TenantAdmin);

        foreach (var (operation, body, named) in new[]
        {
            ("ListOrders", $"<Filter><TenantNumber>T-{mine}</TenantNumber></Filter>", mine), ("ListDomains", $"<Filter><Text>{mine}</Text></Filter>", $"{mine}.example"),
            ("ListSubscriptions", $"<Filter><TenantNumber>T-{mine}</TenantNumber></Filter>", mine), ("ListAuditEvents", $"<Filter><TenantNumber>T-{mine}</TenantNumber><From>2020-01-01T00:00:00Z</From></Filter>", $"ümläut@{mine}.example"),
        })
        {
            (await AskAsync(client, operation, body)).Text.ShouldContain(named, customMessage: operation);
            (await AskAsync(admin, operation, "")).Text.ShouldNotContain(others, customMessage: operation);
            (await AskAsync(admin, operation, body.Replace(mine, others))).Text.ShouldNotContain($"{others}.example", customMessage: operation);
        }

        (await AskAsync(client, "ListOrders", $"<Page>{After("x")}</Page>")).Findings.ShouldBe([("page.after", "invalid-cursor")]);
    }

    [Theory, EachDatabase]
    public async Task NETs_own_client_speaks_it(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var binding = new System.ServiceModel.BasicHttpBinding(System.ServiceModel.BasicHttpSecurityMode.TransportCredentialOnly);
        binding.Security.Transport.ClientCredentialType = System.ServiceModel.HttpClientCredentialType.Basic;
        using var factory = new System.ServiceModel.ChannelFactory<IIntegrationService>(binding, new System.ServiceModel.EndpointAddress(new Uri(host.Root, "/soap/integration")));
        (factory.Credentials.UserName.UserName, factory.Credentials.UserName.Password) = ("operator-client", ApiHost.Secret);
        var (service, name) = (factory.CreateChannel(), Unique("net-"));

        var made = await service.CreateApiClientAsync(new() { Client = new() { Name = name, Role = Role.Crm, Scopes = ["orders:read"] } });
        var changed = await service.ChangeApiClientAsync(new() { Name = name, Changes = new() { Everything = true, EverythingSpecified = true } });
        var found = await service.ListApiClientsAsync(new() { Page = new() { Limit = 200, LimitSpecified = true } });
        var webhook = await service.RegisterWebhookAsync(new() { Url = host.Hook.Url + "?" + name });
        var replayed = await service.ReplayWebhookAsync(new() { Id = webhook.Webhook.Id, From = new() { After = 0 } });
        await service.RemoveWebhookAsync(new() { Id = webhook.Webhook.Id });

        (made.Client.Scopes!.Single(), made.Secret.Length, changed.Client.Scopes, replayed.Messages).ShouldBe(("orders:read", 32, null, 0));
        found.Clients.ShouldContain(client => client.Name == name && !client.LastUsedAtSpecified);
    }

    private static string Limit(int rows) => $"<Limit xmlns=\"{Common}\">{rows}</Limit>";

    private static string After(string cursor) => $"<After xmlns=\"{Common}\">{cursor}</After>";

    private static string OneOrder(string number, string address) =>
        $"<Order><ExternalSystem xmlns=\"{Orders}\">crm-test</ExternalSystem><ExternalId xmlns=\"{Orders}\">{number}</ExternalId><Items xmlns=\"{Orders}\"><Item><Action>Provide</Action><Mailbox><Address>{address}</Address><ContractNumber>{number[..^2]}</ContractNumber><Password><Hash>{Domain.An.Hash}</Hash></Password></Mailbox></Item></Items></Order>";

    private static string? Value(SoapAnswer answer, string name) => answer.Document.Descendants(XName.Get(name, Integration)).FirstOrDefault()?.Value;

    private static Task<SoapAnswer> AskAsync(HttpClient client, string operation, string body) =>
        client.PostAsync(Envelope($"<{operation} xmlns=\"{Integration}\">{body}</{operation}>"), $"{Integration}/{operation}", "/soap/integration");

    private static async Task<HttpStatusCode> StatusAsync(ApiHost host, string name, string secret, string path, string space, string operation)
    {
        using var client = host.Authenticated(name, secret);
        return (await client.PostAsync(Envelope($"<{operation} xmlns=\"{space}\"/>"), $"{space}/{operation}", $"/soap/{path}")).Status;
    }
}
