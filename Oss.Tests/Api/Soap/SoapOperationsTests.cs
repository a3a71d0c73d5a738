using System.Net;
using System.ServiceModel;
using System.Xml.Linq;
using Oss.Api.Soap.Operations;
using Oss.Domain.Access;
using Oss.Domain.MailQueue;
using Oss.Tests.Api.Rest;
using Oss.Tests.Domain;
using Oss.Tests.Web;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Soap;

/// <summary>The quarantine, the queue and the roll-out's report by SOAP, as REST has them.</summary>
public sealed class SoapOperationsTests(ApiHost host)
{
    private const string Operations = "urn:oss:operations:2026-11";

    [Fact]
    public async Task Mail_held_back_is_listed_shown_released_and_deleted_by_its_own_tenant()
    {
        using var crm = host.Authenticated();
        var (own, other) = (Unique("q").ToLowerInvariant(), Unique("q").ToLowerInvariant());
        await crm.CustomerAsync(own, "jörg");
        await crm.CustomerAsync(other, "berta");
        var mine = (await crm.GetItAsync($"mailboxes/jörg@{own}.example")).Json.GetProperty("id").GetGuid();
        var (first, second) = (host.Mail.Hold(mine, $"jörg@{own}.example"), host.Mail.Hold(mine, $"jörg@{own}.example"));
        var foreign = host.Mail.Hold((await crm.GetItAsync($"mailboxes/berta@{other}.example")).Json.GetProperty("id").GetGuid(), $"berta@{other}.example");
        using var client = await host.TenantClientAsync($"T-{own}", Role.TenantAdmin);

        var part = await AskAsync(client, "ListQuarantine", $"<Filter><Mailbox>jörg@{own}.example</Mailbox></Filter><Page><Limit xmlns=\"{Common}\">1</Limit></Page>");
        var next = await AskAsync(client, "ListQuarantine", $"<Page><After xmlns=\"{Common}\">{Value(part, "Next")}</After></Page>");
        new[] { Value(part, "Id"), Value(next, "Id") }.ShouldBe([$"{first}", $"{second}"], ignoreOrder: true);
        Value(next, "Next").ShouldBeNull();
        foreach (var operation in new[] { "GetQuarantined", "ReadQuarantinedHeader", "ReleaseQuarantined", "DeleteQuarantined" })
            (await AskAsync(client, operation, $"<Id>{foreign}</Id>")).Detail("NotFoundFault").ShouldNotBeNull(operation);
        Value(await AskAsync(client, "ReadQuarantinedHeader", $"<Id>{first}</Id>"), "Header")!.ShouldContain("Subject: Gewinn");
        Value(await AskAsync(client, "ReleaseQuarantined", $"<Id>{first}</Id>"), "Id").ShouldBe($"{first}");
        Value(await AskAsync(client, "GetQuarantined", $"<Id>{first}</Id>"), "Released").ShouldBe("true");
        Value(await AskAsync(client, "DeleteQuarantined", $"<Id>{second}</Id>"), "Cause").ShouldBe("Spam");
        (await AskAsync(client, "DeleteQuarantined", $"<Id>{second}</Id>")).Detail("NotFoundFault").ShouldNotBeNull();
        host.Audit($"{first:N}").Select(entry => entry.Action).ShouldBe(["read.quarantined-header", "quarantine.release"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_queue_is_counted_listed_shown_and_changed_by_operators_alone()
    {
        using var client = host.Authenticated("operator-client");
        var domain = $"{An.Key("soap")}.example";
        // A server's reply holds what it likes; XML has no way to say it.
        var (first, second) = (host.Mail.Queue($"bert@{domain}", "450 4.2.0 Grey\u0001listed"), host.Mail.Queue($"carl@{domain}"));

        var summary = await AskAsync(client, "DescribeQueue", $"<Filter><Destination>{domain}</Destination></Filter>");
        (Value(summary, "Messages"), summary.Text.Contains("4.2.0")).ShouldBe(("2", true));
        var list = await AskAsync(client, "ListQueue", $"<Filter><Destination>{domain}</Destination></Filter><Page><Limit xmlns=\"{Common}\">1</Limit></Page>");
        var next = await AskAsync(client, "ListQueue", $"<Filter><Destination>{domain}</Destination></Filter><Page><After xmlns=\"{Common}\">{Value(list, "Next")}</After></Page>");
        new[] { Value(list, "Id"), Value(next, "Id") }.ShouldBe([$"{first}", $"{second}"], ignoreOrder: true);
        Value(await AskAsync(client, "GetQueuedMessage", $"<Id>{first}</Id>"), "Recipient")!.ShouldContain("450 4.2.0 Grey\uFFFDlisted");
        Value(await AskAsync(client, "ReadQueuedHeader", $"<Id>{first}</Id>"), "Header")!.ShouldContain("Subject: ");

        Value(await AskAsync(client, "ChangeQueue", $"<Change><Action>Hold</Action><Messages><Id>{first}</Id></Messages></Change>"), "Done").ShouldBe("1");
        Value(await AskAsync(client, "GetQueuedMessage", $"<Id>{first}</Id>"), "State").ShouldBe("Held");
        string All(int seen) => $"<Change><Action>Delete</Action><All><Seen>{seen}</Seen><Filter><Destination>{domain}</Destination></Filter></All></Change>";
        (await AskAsync(client, "ChangeQueue", All(1))).Detail("ConflictFault").ShouldNotBeNull();
        Value(await AskAsync(client, "ChangeQueue", All(2)), "Done").ShouldBe("2");
        (await AskAsync(client, "GetQueuedMessage", $"<Id>{first}</Id>")).Detail("NotFoundFault").ShouldNotBeNull();
        (await AskAsync(client, "ChangeQueue", "<Change><Action>Hold</Action></Change>")).Detail("ValidationFault").ShouldNotBeNull();

        using var crm = host.Authenticated();
        using var auditor = host.Authenticated("auditor");
        (await AskAsync(crm, "ListQueue", "")).Detail("AuthorizationFault").ShouldNotBeNull();
        (await AskAsync(auditor, "ListQueue", "")).Status.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(auditor, "ChangeQueue", All(9))).Detail("AuthorizationFault").ShouldNotBeNull();
    }

    [Fact]
    public async Task NETs_own_client_speaks_it()
    {
        var binding = new BasicHttpBinding(BasicHttpSecurityMode.TransportCredentialOnly);
        binding.Security.Transport.ClientCredentialType = HttpClientCredentialType.Basic;
        using var factory = new ChannelFactory<IOperationsService>(binding, new EndpointAddress(new Uri(host.Root, "/soap/operations")));
        (factory.Credentials.UserName.UserName, factory.Credentials.UserName.Password) = ("operator-client", ApiHost.Secret);
        var (service, domain) = (factory.CreateChannel(), $"{An.Key("net")}.example");
        var id = host.Mail.Queue($"bert@{domain}");

        var found = await service.ListQueueAsync(new() { Filter = new() { Destination = domain, State = QueueState.Waiting, StateSpecified = true } });
        var outcome = await service.ChangeQueueAsync(new() { Change = new() { Action = QueueAction.Delete, Messages = [.. found.Messages.Select(one => one.Id)] } });
        await service.ListSendingWithoutLoginAsync(new() { Filter = new() { Since = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), SinceSpecified = true } });

        (found.Messages.Single().Id, outcome.Outcome.Done).ShouldBe(($"{id}", 1));
    }

    private static string? Value(SoapAnswer answer, string name) => answer.Document.Descendants(XName.Get(name, Operations)).FirstOrDefault()?.Value;

    private static Task<SoapAnswer> AskAsync(HttpClient client, string operation, string body) =>
        client.PostAsync(Envelope($"<{operation} xmlns=\"{Operations}\">{body}</{operation}>"), $"{Operations}/{operation}", "/soap/operations");
}
