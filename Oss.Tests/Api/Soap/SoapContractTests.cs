using System.Net;
using System.Runtime.CompilerServices;
using System.ServiceModel.Description;
using System.Xml.Linq;
using Oss.Api.Soap.Orders;
using Oss.Domain.Addresses;
using Oss.Domain.Orders;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.Soap;

public sealed class SoapContractTests(ApiHost host)
{
    private static readonly XNamespace Wsdl = "http://schemas.xmlsoap.org/wsdl/";
    private static readonly XNamespace Xsd = "http://www.w3.org/2001/XMLSchema";

    [Theory]
    [InlineData("wsdl", "OrderService.wsdl")]
    [InlineData("singleWsdl", "OrderService.single.wsdl")]
    [InlineData("xsd=orders", "orders.xsd")]
    [InlineData("xsd=common", "common.xsd")]
    public async Task The_contract_is_what_integrators_were_given(string query, string golden)
    {
        using var client = host.Anonymous();
        client.DefaultRequestHeaders.Host = "oss.example";

        var served = await client.GetStringAsync($"/soap/orders?{query}");

        var path = Path.Combine(Folder(), "Golden", golden);
        served.ShouldBe(await File.ReadAllTextAsync(path), $"The contract changed; if that is an addition, copy what is served over {golden}.");
    }

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

    [Fact]
    public async Task No_element_is_declared_twice()
    {
        using var client = host.Anonymous();
        var single = XDocument.Parse(await client.GetStringAsync("/soap/orders?singleWsdl"));

        single.Descendants(Xsd + "schema").SelectMany(schema => schema.Elements(Xsd + "element")
            .Select(element => (schema.Attribute("targetNamespace")!.Value, element.Attribute("name")!.Value))).ShouldBeUnique();
    }

    [Fact]
    public async Task Every_field_is_documented()
    {
        using var client = host.Anonymous();
        var single = XDocument.Parse(await client.GetStringAsync("/soap/orders?singleWsdl"));

        single.Descendants(Xsd + "element").Where(e => e.Parent!.Name != Xsd + "schema" && e.Element(Xsd + "annotation") is null)
            .Select(e => e.Attribute("name")!.Value).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_bounds_are_those_of_the_domain()
    {
        using var client = host.Anonymous();
        var single = XDocument.Parse(await client.GetStringAsync("/soap/orders?singleWsdl"));

        Facet(single, "ExternalSystem", "maxLength").ShouldBe(OrderLimits.ExternalSystemLength);
        Facet(single, "ExternalId", "maxLength").ShouldBe(OrderLimits.ExternalIdLength);
        Facet(single, "Address", "maxLength").ShouldBe(EmailAddress.MaxLength);
        Facet(single, "DomainName", "maxLength").ShouldBe(DomainName.MaxLength);
        Occurs(single, "Items", "Item").ShouldBe(OrderLimits.Items);
        Occurs(single, "Targets", "Target").ShouldBe(OrderLimits.ForwardTargets);
    }

    [Fact]
    public async Task The_interface_says_what_the_WSDL_says()
    {
        using var client = host.Anonymous();
        var wsdl = XDocument.Parse(await client.GetStringAsync("/soap/orders?wsdl"));
        var contract = ContractDescription.GetContract(typeof(IOrderService));

        var written = wsdl.Descendants(Wsdl + "portType").Elements(Wsdl + "operation").Select(operation => (
            Name: operation.Attribute("name")!.Value,
            Faults: string.Join(' ', operation.Elements(Wsdl + "fault").Select(fault => fault.Attribute("name")!.Value).Order())));
        var actions = wsdl.Descendants().Attributes("soapAction").Select(a => a.Value).Distinct();

        contract.Namespace.ShouldBe(wsdl.Root!.Attribute("targetNamespace")!.Value);
        contract.Operations.Select(o => (o.Name, string.Join(' ', o.Faults.Select(f => f.Name).Order()))).ShouldBe(written, ignoreOrder: true);
        contract.Operations.Select(o => o.Messages[0].Action).ShouldBe(actions, ignoreOrder: true);
    }

    private static int Facet(XDocument document, string type, string facet) => (int)document.Descendants(Xsd + "simpleType")
        .Single(e => e.Attribute("name")?.Value == type).Descendants(Xsd + facet).Single().Attribute("value")!;

    private static int Occurs(XDocument document, string type, string element) => (int)document.Descendants(Xsd + "complexType")
        .Single(e => e.Attribute("name")?.Value == type).Descendants(Xsd + "element").Single(e => e.Attribute("name")!.Value == element).Attribute("maxOccurs")!;

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
