using System.Net;
using System.Text.Json;
using Oss.Tests.Api.Soap;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api;

/// <summary>A customer's domain by SOAP and REST: what is to be entered, whether it is there, and who signs.</summary>
public sealed class DomainOperationTests(ApiHost host)
{
    private const string Configuration = "urn:oss:configuration:2026-11";
    private const string Information = "urn:oss:information:2026-11";

    [Fact]
    public async Task A_domain_is_looked_at_and_gets_keys_and_no_answer_has_their_private_halves()
    {
        using var client = host.Authenticated();
        var contract = Unique("k");
        var domain = $"{contract}.example";
        await client.PostAsync(Envelope(SubmitOrder(contract, Subscription(contract) + MailDomain(domain, contract))));

        var made = await CallAsync("CreateDkimKeys");
        var shown = await client.PostAsync(Envelope($"<GetDomain xmlns=\"{Information}\"><Domain>{domain}</Domain></GetDomain>"), Information + "/GetDomain", path: "/soap/information");
        var looked = await CallAsync("CheckDomain");
        var early = await CallAsync("SwitchDkimKeys");
        using var dns = await client.GetAsync($"/api/v1/domains/{domain}/dns");
        var text = await dns.Content.ReadAsStringAsync();

        made.Status.ShouldBe(HttpStatusCode.OK, made.Text);
        made.Value("Ownership").ShouldBe("Pending");
        shown.Value("Selector").ShouldBe(made.Value("Selector"));
        looked.Value("Outcome").ShouldBe("NoName");
        looked.Value("Resolver").ShouldBe(host.Dns.EndPoint.ToString());
        early.Detail("ConflictFault")!.Value.ShouldContain("record-missing");
        dns.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        using var body = JsonDocument.Parse(text);
        foreach (var record in body.RootElement.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("record")).Where(r => r.GetProperty("kind").GetString() is "dkim" or "Dkim" or "ownership" or "Ownership"))
            host.Dns.AddText(record.GetProperty("name").GetString()!, record.GetProperty("value").GetString()!);

        (await CallAsync("SwitchDkimKeys")).Text.ShouldContain("Signing");
        using var check = await client.PostAsync($"/api/v1/domains/{domain}/dns:check", null);
        (await check.Content.ReadAsStringAsync()).ShouldContain("erified", Case.Sensitive);
        string.Join("", made.Text, shown.Text, looked.Text, text).ShouldNotContain("PRIVATE");
        string.Join("", host.Log.All).ShouldNotContain("PRIVATE KEY");

        Task<SoapAnswer> CallAsync(string operation) => client.PostAsync(
            Envelope($"<{operation} xmlns=\"{Configuration}\"><Domain>{domain}</Domain></{operation}>"), $"{Configuration}/{operation}", path: "/soap/configuration");
    }
}
