using System.Net;
using Oss.Tests.Api.Rest;
using Oss.Tests.Api.Soap;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api;

/// <summary>A product is looked at, previewed and changed by SOAP and by REST, by operators alone.</summary>
public sealed class ProductOperationTests(ApiHost host)
{
    private const string Catalog = "urn:oss:catalog:2026-11";

    [Fact]
    public async Task Both_ways_say_whom_a_change_meets_and_make_it()
    {
        using var client = host.Authenticated("operator-client");
        var code = Unique("p").ToLowerInvariant().Replace("_", "-");
        var made = await client.PostItAsync("products", $$"""{"code": "{{code}}", "name": "Test", "limits": [{"name": "Mailboxes", "maximum": 5}], "addFeatures": ["Imap"]}""");
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        made["Location"]!.ShouldEndWith($"/products/{code}");
        var contract = Unique("k");
        await client.PostAsync(Envelope(SubmitOrder(contract, Subscription(contract, code) + MailDomain($"{contract}.example", contract) + Mailbox($"anna@{contract}.example", contract) + Mailbox($"bert@{contract}.example", contract))));

        var preview = await client.PostItAsync($"products/{code}:preview", """{"limits": [{"name": "Mailboxes", "maximum": 1}], "removeFeatures": ["Imap"]}""");
        var soap = await client.PostAsync(
            Envelope($"<PreviewProduct xmlns=\"{Catalog}\"><Product xmlns:o=\"{Orders}\"><o:Code>{code}</o:Code><o:Limits><o:Limit><o:Name>Mailboxes</o:Name><o:Maximum>1</o:Maximum></o:Limit></o:Limits><o:RemoveFeatures><o:Feature>Imap</o:Feature></o:RemoveFeatures></Product></PreviewProduct>"),
            Catalog + "/PreviewProduct", "/soap/catalog");

        preview.Status.ShouldBe(HttpStatusCode.OK, preview.Text);
        var limit = preview.Json.GetProperty("limits")[0];
        (limit.GetProperty("exceeding").GetProperty("count").GetInt64(), limit.GetProperty("exceeding").GetProperty("samples")[0].GetProperty("contractNumber").GetString()).ShouldBe((1, contract));
        preview.Json.GetProperty("features")[0].GetProperty("mailboxes").GetInt64().ShouldBe(2);
        soap.Status.ShouldBe(HttpStatusCode.OK, soap.Text);
        soap.Document.Descendants().Single(e => e.Name.LocalName == "AffectedContract" || e.Name.LocalName == "Contract").Elements().ToDictionary(e => e.Name.LocalName, e => e.Value)
            .ShouldSatisfyAllConditions(use => use["ContractNumber"].ShouldBe(contract), use => use["Amount"].ShouldBe("2"));

        var product = await client.GetItAsync($"products/{code}");
        var change = """{"limits": [{"name": "Mailboxes", "maximum": 1}], "mayBecome": ["premium"], "requiresVerifiedDomains": false}""";
        (await client.CallAsync("PATCH", $"products/{code}", change)).Status.ShouldBe((HttpStatusCode)428);
        var refused = await client.CallAsync("PATCH", $"products/{code}", change, headers: ("If-Match", product.ETag));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, refused.Text);
        refused.Text.ShouldContain("exceeds-product");
        var done = await client.CallAsync("PATCH", $"products/{code}", change.Replace("{\"limits\"", "{\"evenIfExceeded\": true, \"limits\""), headers: ("If-Match", product.ETag));
        done.Status.ShouldBe(HttpStatusCode.OK, done.Text);
        (await client.CallAsync("PATCH", $"products/{code}", change, headers: ("If-Match", product.ETag))).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await client.GetItAsync($"products/{code}")).Json.GetProperty("mayBecome")[0].GetString().ShouldBe("premium");

        var byOrder = await client.PostAsync(Envelope(SubmitOrder(Unique(), $"<Item><Action>Modify</Action><Product><Code>{code}</Code><Limits><Limit><Name>Mailboxes</Name><Maximum>7</Maximum></Limit></Limits><AddFeatures><Feature>Sieve</Feature></AddFeatures></Product></Item>")));
        byOrder.Text.ShouldContain("<State>Completed</State>");
        var shown = await client.PostAsync(Envelope($"<GetProduct xmlns=\"{Catalog}\"><Code>{code}</Code></GetProduct>"), Catalog + "/GetProduct", "/soap/catalog");
        shown.Text.ShouldContain("Sieve");
        shown.Document.Descendants().Single(e => e.Name.LocalName == "Mailboxes").Value.ShouldBe("7");
    }

    [Fact]
    public async Task A_CRM_sells_products_and_does_not_make_them()
    {
        using var client = host.Authenticated();
        (await client.PostItAsync("products", """{"code": "x", "name": "X"}""")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await client.PostItAsync("products/premium:preview", """{"name": "X"}""")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await client.CallAsync("DELETE", "products/premium", headers: ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await client.PostAsync(Envelope($"<PreviewProduct xmlns=\"{Catalog}\"><Product xmlns:o=\"{Orders}\"><o:Code>premium</o:Code></Product></PreviewProduct>"), Catalog + "/PreviewProduct", "/soap/catalog"))
            .Detail("AuthorizationFault").ShouldNotBeNull();
    }
}
