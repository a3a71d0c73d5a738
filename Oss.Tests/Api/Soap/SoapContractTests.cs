using System.Net;
using System.Runtime.CompilerServices;
using System.ServiceModel.Description;
using System.Xml.Linq;
using Oss.Api.Soap.Catalog;
using Oss.Api.Soap.Configuration;
using Oss.Api.Soap.Information;
using Oss.Api.Soap.Integration;
using Oss.Api.Soap.Operations;
using Oss.Api.Soap.Orders;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailQuarantine;
using Oss.Domain.MailQueue;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Rules;
using Oss.Domain.Search;
using Oss.Domain.Webhooks;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.Soap;

public sealed class SoapContractTests(ApiHost host)
{
    private static readonly XNamespace Wsdl = "http://schemas.xmlsoap.org/wsdl/";
    private static readonly XNamespace Xsd = "http://www.w3.org/2001/XMLSchema";

    private const string WriteVariable = "OSS_WRITE_CONTRACT";

    private static readonly Type[] Contracts = [typeof(IOrderService), typeof(IConfigurationService), typeof(IInformationService), typeof(ICatalogService), typeof(IIntegrationService), typeof(IOperationsService)];

    public static TheoryData<Type> Services => [.. Contracts];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task The_contract_is_what_integrators_were_given(Type contract)
    {
        using var client = host.Anonymous();
        client.DefaultRequestHeaders.Host = "oss.example";
        var imports = XDocument.Parse(await client.GetStringAsync($"{PathOf(contract)}?wsdl")).Descendants(Xsd + "import")
            .Select(import => import.Attribute("schemaLocation")!.Value).Select(location => location[(location.LastIndexOf('=') + 1)..]);

        await ShouldBeGoldenAsync(client, $"{PathOf(contract)}?wsdl", $"{contract.Name[1..]}.wsdl");
        await ShouldBeGoldenAsync(client, $"{PathOf(contract)}?singleWsdl", $"{contract.Name[1..]}.single.wsdl");
        foreach (var schema in imports)
            (await client.GetStringAsync($"{PathOf(contract)}?xsd={schema}")).Replace(PathOf(contract), "/soap/orders").ShouldBe(await GoldenAsync(client, schema), schema);
    }

    private static async Task ShouldBeGoldenAsync(HttpClient client, string query, string golden)
    {
        var (served, path) = (await client.GetStringAsync(query), Path.Combine(Folder(), "Golden", golden));
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
            await File.WriteAllTextAsync(path, served);

        served.ShouldBe(await File.ReadAllTextAsync(path), $"The contract changed; if that is an addition, run with {WriteVariable}=1 and look at the difference.");
    }

    // A schema is the same wherever it is served, but for the addresses of those it imports.
    private static async Task<string> GoldenAsync(HttpClient client, string schema)
    {
        var path = Path.Combine(Folder(), "Golden", $"{schema}.xsd");
        var owner = schema is "common" or "orders" ? "orders" : schema;
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
            await File.WriteAllTextAsync(path, (await client.GetStringAsync($"/soap/{owner}?xsd={schema}")).Replace($"/soap/{owner}", "/soap/orders"));

        return await File.ReadAllTextAsync(path);
    }

    private static string PathOf(Type contract) => "/soap/" + (contract == typeof(IOrderService) ? "orders" : contract.Name[1..^"Service".Length].ToLowerInvariant());

    [Theory]
    [InlineData("wsdl")]
    [InlineData("singleWsdl")]
    public async Task The_addresses_are_those_of_the_request(string query)
    {
        using var client = host.Anonymous();
        client.DefaultRequestHeaders.Host = "mail.example:8443";

        var served = XDocument.Parse(await client.GetStringAsync($"/soap/orders?{query}"));

        served.Descendants().Where(e => e.Name.LocalName == "address").Select(e => e.Attribute("location")!.Value).Distinct()
            .ShouldBe(["http://mail.example:8443/soap/orders", "http://mail.example:8443/soap/orders/wss"]);
        served.Descendants(Xsd + "import").Attributes("schemaLocation").ShouldAllBe(a => a.Value.StartsWith("http://mail.example:8443/soap/orders?xsd="));
        if (query == "singleWsdl")
            served.Descendants(Xsd + "import").Attributes("schemaLocation").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_forwarded_host_is_not_believed_by_itself()
    {
        using var client = host.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-Host", "evil.example");

        (await client.GetStringAsync("/soap/orders?wsdl")).ShouldNotContain("evil.example");
    }

    [Theory]
    [InlineData("evil.example/x?")]
    [InlineData("user@evil.example")]
    [InlineData("a\"b")]
    public async Task A_host_that_is_no_authority_is_refused(string name)
    {
        using var client = host.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/soap/orders?wsdl");
        request.Headers.TryAddWithoutValidation("Host", name);

        using var answer = await client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_unknown_schema_is_404()
    {
        using var client = host.Anonymous();
        using var answer = await client.GetAsync("/soap/orders?xsd=../../etc/passwd");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task No_element_is_declared_twice(Type contract)
    {
        using var client = host.Anonymous();
        var single = XDocument.Parse(await client.GetStringAsync($"{PathOf(contract)}?singleWsdl"));

        single.Descendants(Xsd + "schema").SelectMany(schema => schema.Elements(Xsd + "element")
            .Select(element => (schema.Attribute("targetNamespace")!.Value, element.Attribute("name")!.Value))).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Every_element_type_value_and_operation_is_documented(Type contract)
    {
        using var client = host.Anonymous();
        var single = XDocument.Parse(await client.GetStringAsync($"{PathOf(contract)}?singleWsdl"));

        XName[] documented = [Xsd + "element", Xsd + "enumeration", Xsd + "complexType", Xsd + "simpleType", Xsd + "schema"];
        single.Descendants().Where(e => documented.Contains(e.Name) && (e.Name == Xsd + "schema" || e.Attribute("name") is not null || e.Attribute("value") is not null))
            .Where(e => string.IsNullOrWhiteSpace(e.Element(Xsd + "annotation")?.Element(Xsd + "documentation")?.Value))
            .Select(e => $"{e.Name.LocalName} {e.Attribute("name")?.Value ?? e.Attribute("value")?.Value}").ShouldBeEmpty();
        single.Descendants(Wsdl + "portType").Elements(Wsdl + "operation").Where(e => string.IsNullOrWhiteSpace(e.Element(Wsdl + "documentation")?.Value))
            .Select(e => e.Attribute("name")!.Value).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_values_of_the_contract_are_those_of_the_domain()
    {
        using var client = host.Anonymous();
        var orders = XDocument.Parse(await client.GetStringAsync("/soap/orders?singleWsdl"));
        var information = XDocument.Parse(await client.GetStringAsync("/soap/information?singleWsdl"));
        var catalog = XDocument.Parse(await client.GetStringAsync("/soap/catalog?singleWsdl"));

        var integration = XDocument.Parse(await client.GetStringAsync("/soap/integration?singleWsdl"));
        Values(integration, "DeliveryState").ShouldBe(Enum.GetNames<DeliveryState>(), ignoreOrder: true);
        var operations = XDocument.Parse(await client.GetStringAsync("/soap/operations?singleWsdl"));
        Values(operations, "QuarantineCause").ShouldBe(Enum.GetNames<QuarantineCause>(), ignoreOrder: true);
        Values(operations, "QueueState").ShouldBe(Enum.GetNames<QueueState>(), ignoreOrder: true);
        Values(operations, "QueuedRecipientState").ShouldBe(Enum.GetNames<QueuedRecipientState>(), ignoreOrder: true);
        Values(operations, "QueueAction").ShouldBe(Enum.GetNames<QueueAction>(), ignoreOrder: true);
        Values(integration, "Role").ShouldBe(ManageApiClients.Roles.Select(role => role.ToString()), ignoreOrder: true);

        Values(orders, "Action").ShouldBe(Enum.GetNames<OrderAction>(), ignoreOrder: true);
        Values(orders, "State").ShouldBe(Enum.GetNames<OrderState>(), ignoreOrder: true);
        Values(orders, "OnFailure").ShouldBe(Enum.GetNames<OnFailure>(), ignoreOrder: true);
        Values(orders, "Lane").ShouldBe(Enum.GetNames<OrderLane>(), ignoreOrder: true);
        Values(orders, "AliasKind").ShouldBe(Enum.GetNames<AliasKind>(), ignoreOrder: true);
        Values(orders, "ReceivePolicy").ShouldBe(Enum.GetNames<ReceivePolicy>(), ignoreOrder: true);
        Values(orders, "ProductLimit").ShouldBe(Enum.GetNames<ProductLimit>(), ignoreOrder: true);
        Values(orders, "RulePart").ShouldBe(Enum.GetNames<RulePart>(), ignoreOrder: true);
        Values(orders, "SpamAction").ShouldBe(Enum.GetNames<SpamAction>(), ignoreOrder: true);
        Values(orders, "RuleField").ShouldBe(Enum.GetNames<RuleField>(), ignoreOrder: true);
        Values(orders, "RuleOperator").ShouldBe(Enum.GetNames<RuleOperator>(), ignoreOrder: true);
        Values(orders, "RuleActionKind").ShouldBe(Enum.GetNames<RuleActionKind>(), ignoreOrder: true);
        Values(information, "RuleOrigin").ShouldBe(Enum.GetNames<RuleOrigin>(), ignoreOrder: true);
        Values(orders, "Ownership").ShouldBe(Enum.GetNames<DomainOwnership>(), ignoreOrder: true);
        Values(orders, "RecordKind").ShouldBe(Enum.GetNames<RecordKind>(), ignoreOrder: true);
        Values(orders, "RecordNeed").ShouldBe(Enum.GetNames<RecordNeed>(), ignoreOrder: true);
        Values(orders, "RecordOutcome").ShouldBe(Enum.GetNames<RecordOutcome>(), ignoreOrder: true);
        Values(orders, "DkimKeyState").ShouldBe(Enum.GetNames<DkimKeyState>(), ignoreOrder: true);
        Values(orders, "DkimAlgorithm").ShouldBe(Enum.GetNames<DkimKeyAlgorithm>(), ignoreOrder: true);
        Values(information, "MailboxState").ShouldBe(Enum.GetNames<MailboxState>(), ignoreOrder: true);
        Values(information, "AddressKind").ShouldBe(Enum.GetNames<AddressKind>(), ignoreOrder: true);
        Values(information, "HitKind").ShouldBe(Enum.GetNames<HitKind>(), ignoreOrder: true);
        Values(orders, "ProductFeature").ShouldBe(Enum.GetNames<ProductFeatures>().Where(name => name != nameof(ProductFeatures.None)), ignoreOrder: true);
        Values(catalog, "Feature").ShouldBe(Enum.GetNames<ProductFeatures>().Where(name => name != nameof(ProductFeatures.None)), ignoreOrder: true);
    }

    [Fact]
    public async Task The_bounds_are_those_of_the_domain()
    {
        using var client = host.Anonymous();
        var single = XDocument.Parse(await client.GetStringAsync("/soap/orders?singleWsdl"));

        var integration = XDocument.Parse(await client.GetStringAsync("/soap/integration?singleWsdl"));
        Facet(integration, "Url", "maxLength").ShouldBe(Webhook.UrlLength);
        Facet(integration, "ClientName", "maxLength").ShouldBe(ApiClient.NameLength);
        Facet(integration, "Certificate", "maxLength").ShouldBe(ApiClient.CertificateLength);
        Facet(integration, "OpenIdSubject", "maxLength").ShouldBe(ApiClient.OpenIdSubjectLength);
        Occurs(integration, "Orders", "Order").ShouldBe(OrderLimits.BatchOrders);

        Occurs(XDocument.Parse(await client.GetStringAsync("/soap/operations?singleWsdl")), "QueuedIds", "Id").ShouldBe(ChangeQueue.MaxNamed);

        Facet(single, "ExternalSystem", "maxLength").ShouldBe(OrderLimits.ExternalSystemLength);
        Facet(single, "ExternalId", "maxLength").ShouldBe(OrderLimits.ExternalIdLength);
        Facet(single, "Address", "maxLength").ShouldBe(EmailAddress.MaxLength);
        Facet(single, "DomainName", "maxLength").ShouldBe(DomainName.MaxLength);
        Facet(single, "OnBehalfOf", "maxLength").ShouldBe(Actor.OnBehalfOfLength);
        Facet(single, "Reason", "maxLength").ShouldBe(Actor.ReasonLength);
        Facet(single, "PageSize", "maxInclusive").ShouldBe(Page.MaxLimit);
        Facet(single, "WaitSeconds", "maxInclusive").ShouldBe(OrderLimits.WaitSeconds);
        Facet(single, "RuleTag", "maxLength").ShouldBe(RuleLimits.TagLength);
        Facet(single, "AutoReplySubject", "maxLength").ShouldBe(RuleLimits.SubjectLength);
        Facet(single, "AutoReplyText", "maxLength").ShouldBe(RuleLimits.TextLength);
        Facet(single, "AutoReplyDays", "maxInclusive").ShouldBe(RuleLimits.Days);
        Facet(single, "RuleName", "maxLength").ShouldBe(RuleLimits.NameLength);
        Facet(single, "RuleValue", "maxLength").ShouldBe(RuleLimits.ValueLength);
        Occurs(single, "ForwardingTargets", "Target").ShouldBe(RuleLimits.ForwardTargets);
        Occurs(single, "AutoReplyAddresses", "Address").ShouldBe(RuleLimits.Addresses);
        Occurs(single, "RuleList", "Rule").ShouldBe(RuleLimits.Rules);
        Occurs(single, "RuleConditions", "Condition").ShouldBe(RuleLimits.Conditions);
        Occurs(single, "RuleValues", "Value").ShouldBe(RuleLimits.Values);
        Occurs(single, "RuleActions", "Action").ShouldBe(RuleLimits.Actions);
        Occurs(single, "Items", "Item").ShouldBe(OrderLimits.Items);
        Occurs(single, "Targets", "Target").ShouldBe(OrderLimits.ForwardTargets);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task The_interface_says_what_the_WSDL_says(Type type)
    {
        using var client = host.Anonymous();
        var wsdl = XDocument.Parse(await client.GetStringAsync($"{PathOf(type)}?wsdl"));
        var contract = ContractDescription.GetContract(type);

        var written = wsdl.Descendants(Wsdl + "portType").Elements(Wsdl + "operation").Select(operation => (
            Name: operation.Attribute("name")!.Value,
            Faults: string.Join(' ', operation.Elements(Wsdl + "fault").Select(fault => fault.Attribute("name")!.Value).Order())));
        var actions = wsdl.Descendants().Attributes("soapAction").Select(a => a.Value).Distinct();

        contract.Namespace.ShouldBe(wsdl.Root!.Attribute("targetNamespace")!.Value);
        contract.Operations.Select(o => (o.Name, string.Join(' ', o.Faults.Select(f => f.Name).Order()))).ShouldBe(written, ignoreOrder: true);
        contract.Operations.Select(o => o.Messages[0].Action).ShouldBe(actions, ignoreOrder: true);
    }

    private static IEnumerable<string> Values(XDocument document, string type) => document.Descendants(Xsd + "simpleType")
        .Single(e => e.Attribute("name")?.Value == type).Descendants(Xsd + "enumeration").Select(e => e.Attribute("value")!.Value);

    private static int Facet(XDocument document, string type, string facet) => (int)document.Descendants(Xsd + "simpleType")
        .Single(e => e.Attribute("name")?.Value == type).Descendants(Xsd + facet).Single().Attribute("value")!;

    private static int Occurs(XDocument document, string type, string element) => (int)document.Descendants(Xsd + "complexType")
        .Single(e => e.Attribute("name")?.Value == type).Descendants(Xsd + "element").Single(e => e.Attribute("name")!.Value == element).Attribute("maxOccurs")!;

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
