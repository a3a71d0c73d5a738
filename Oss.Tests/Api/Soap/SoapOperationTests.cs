using System.Net;
using System.Text;
using System.Xml.Linq;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Soap;

public sealed class SoapOperationTests(ApiHost host)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_order_is_carried_out_and_the_same_again_is_answered_from_the_first(bool soap12)
    {
        using var client = host.Authenticated();
        var contract = Unique("K");
        var envelope = Envelope(SubmitOrder(contract, Subscription(contract) + MailDomain($"{contract}.example", contract)
            + Mailbox($"anna@{contract}.example", contract)), soap12 ? Env12 : Env11);

        var first = await client.PostAsync(envelope, soap12: soap12);
        var second = await client.PostAsync(envelope, soap12: soap12);

        first.Status.ShouldBe(HttpStatusCode.OK, first.Text);
        first.MediaType.ShouldBe(soap12 ? "application/soap+xml" : "text/xml");
        first.Value("State").ShouldBe("Completed");
        first.Value("Replayed").ShouldBe("false");
        first.Value("SubmittedAt").ShouldEndWith("Z");
        second.Value("Replayed").ShouldBe("true");
        second.Value("Id").ShouldBe(first.Value("Id"));
        first.Document.Root!.Elements().Select(e => e.Name.LocalName).ShouldNotContain("Header", "an unasked-for header breaks clients");
    }

    [Fact]
    public async Task The_same_id_with_another_content_is_a_conflict()
    {
        using var client = host.Authenticated();
        var contract = Unique("K");
        await client.PostAsync(Envelope(SubmitOrder(contract, Subscription(contract))));

        var answer = await client.PostAsync(Envelope(SubmitOrder(contract, Subscription(contract, "residential"))));

        answer.Status.ShouldBe(HttpStatusCode.InternalServerError);
        answer.FaultCode.ShouldBe("Client");
        answer.Detail("ConflictFault")!.Element(XName.Get("Code", Common))!.Value.ShouldBe("order-mismatch");
        answer.Detail("ConflictFault")!.Element(XName.Get("CorrelationId", Common))!.Value.ShouldBe(answer.CorrelationId);
    }

    [Fact]
    public async Task An_order_is_found_by_either_id()
    {
        using var client = host.Authenticated();
        var contract = Unique("K");
        var id = (await client.PostAsync(Envelope(SubmitOrder(contract, Subscription(contract))))).Value("Id");

        var byId = await client.PostAsync(Envelope($"<GetOrder xmlns=\"{Orders}\"><Id>{id}</Id></GetOrder>"), Orders + "/GetOrder");
        var byExternal = await client.PostAsync(
            Envelope($"<GetOrder xmlns=\"{Orders}\"><External><System>crm-test</System><Id>{contract}</Id></External></GetOrder>"), Orders + "/GetOrder");
        var byNothing = await client.PostAsync(Envelope($"<GetOrder xmlns=\"{Orders}\"><Id>{Guid.NewGuid()}</Id></GetOrder>"), Orders + "/GetOrder");

        byId.Value("ExternalId").ShouldBe(contract);
        byExternal.Value("Id").ShouldBe(id);
        byNothing.Detail("NotFoundFault")!.Element(XName.Get("Kind", Common))!.Value.ShouldBe("order");
    }

    [Fact]
    public async Task A_check_says_what_would_happen_and_does_nothing()
    {
        using var client = host.Authenticated();
        var contract = Unique("K");

        var check = await client.PostAsync(Envelope(Order("CheckOrder", contract, Subscription(contract))), Orders + "/CheckOrder");
        var missing = await client.PostAsync(
            Envelope($"<GetOrder xmlns=\"{Orders}\"><External><System>crm-test</System><Id>{contract}</Id></External></GetOrder>"), Orders + "/GetOrder");

        check.Value("Acceptable").ShouldBe("true", check.Text);
        check.Value("Step").ShouldNotBeNullOrEmpty();
        missing.Detail("NotFoundFault").ShouldNotBeNull();
    }

    [Fact]
    public async Task What_the_schema_finds_has_its_place()
    {
        using var client = host.Authenticated();
        var item = "<Item><Action>Provide</Action><Mailbox><Address></Address><Quota><Bytes>-1</Bytes></Quota></Mailbox></Item>";

        var answer = await client.PostAsync(Envelope(SubmitOrder(Unique(), Subscription("K1") + item + "<Item><Action>Explode</Action></Item>")));

        answer.Detail("ValidationFault").ShouldNotBeNull(answer.Text);
        answer.Findings.ShouldBe([
            ("items[1].mailbox.address", "schema"), ("items[1].mailbox.quota.bytes", "schema"), ("items[2].action", "schema"), ("items[2]", "schema")]);
        answer.Text.ShouldNotContain("in namespace");
    }

    [Fact]
    public async Task What_the_domain_finds_has_its_place()
    {
        using var client = host.Authenticated();

        var answer = await client.PostAsync(Envelope(SubmitOrder(Unique(), Mailbox("no address", "K1"))), soap12: false);

        answer.Findings.ShouldContain(finding => finding.Path == "items[0].mailbox.address");
    }

    [Fact]
    public async Task An_exceeded_limit_says_its_numbers()
    {
        using var client = host.Authenticated();
        var contract = Unique("K");

        var answer = await client.PostAsync(Envelope(SubmitOrder(contract, Subscription(contract, "customer-domain")
            + MailDomain($"{contract}.example", contract) + Mailbox($"a@{contract}.example", contract, "<Quota><Bytes>3221225472</Bytes></Quota>")), Env12), soap12: true);

        answer.Status.ShouldBe(HttpStatusCode.InternalServerError, ".NET reads a fault behind no other status");
        answer.FaultCode.ShouldBe("Sender");
        var limit = answer.Detail("LimitExceededFault").ShouldNotBeNull(answer.Text).Element(XName.Get("Limit", Common))!;
        limit.Element(XName.Get("Name", Common))!.Value.ShouldBe("quota-per-mailbox");
        limit.Element(XName.Get("Maximum", Common))!.Value.ShouldBe("2147483648");
        limit.Element(XName.Get("Requested", Common))!.Value.ShouldBe("3221225472");
    }

    [Fact]
    public async Task Who_may_not_order_gets_an_authorization_fault()
    {
        using var client = host.Authenticated("auditor");
        var contract = Unique("K");

        var answer = await client.PostAsync(Envelope(SubmitOrder(contract, Subscription(contract))));

        answer.Detail("AuthorizationFault").ShouldNotBeNull(answer.Text);
    }

    [Fact]
    public async Task An_empty_action_is_dispatched_by_the_body()
    {
        using var client = host.Authenticated();
        var contract = Unique("K");

        var empty = await client.PostAsync(Envelope(SubmitOrder(contract, Subscription(contract))), action: "");
        var none = await client.PostAsync(Envelope(SubmitOrder(contract, Subscription(contract)), Env12), action: null, soap12: true);

        empty.Status.ShouldBe(HttpStatusCode.OK);
        none.Value("Replayed").ShouldBe("true");
    }

    [Fact]
    public async Task Utf_16_is_read_as_well()
    {
        using var client = host.Authenticated();
        var contract = Unique("K");

        var answer = await client.PostAsync(Envelope(SubmitOrder(contract, Subscription(contract))), encoding: Encoding.Unicode);

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
    }

    [Fact]
    public async Task Secrets_never_reach_the_log()
    {
        using var client = host.Authenticated();
        var contract = Unique("K");
        await client.PostAsync(Envelope(SubmitOrder(contract, Subscription(contract) + Mailbox($"a@{contract}.example", contract))));

        host.Log.All.ShouldNotContain(line => line.Contains("correct horse battery") || line.Contains(ApiHost.Secret));
    }
}
