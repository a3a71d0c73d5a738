using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Events;
using Oss.Domain.Persistence;
using Oss.Domain.Webhooks;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Webhooks;

public sealed class WebhookTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Fact]
    public void A_message_is_signed_as_standard_webhooks_says() =>
        WebhookSignature.Sign(
            ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLASw"], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"u8)
            .ShouldBe("v1,hn6gPDuvthHWWsZDuMjgwyc63ajzh5ywzvy1quoqxtk=", "by Python's hmac");

    [Theory, EachDatabase]
    public async Task Every_event_arrives_signed_and_in_order_and_once(DatabaseProvider provider)
    {
        await using var receiver = await Receiver.StartAsync();
        var (node, webhook) = await RegisteredAsync(provider, receiver);
        var other = await databases.NodeOnAsync(provider, time: node.Time);
        Allow(other, receiver);

        var order = await node.SubmitAsync(An.Customer(An.Key() + ".example"));
        await Task.WhenAll(new[] { node, other }.Select(n => Task.Run(() => RunAsync(n))));

        var mine = receiver.Messages.Where(m => m.Body.Contains(order.Order.Id.ToString())).ToList();
        mine.Select(m => JsonDocument.Parse(m.Body).RootElement.GetProperty("data").GetProperty("to").GetString()).ShouldBe(["Acknowledged", "InProgress", "Completed"], ignoreOrder: true);
        mine.Select(m => m.Id).ShouldBeUnique();
        foreach (var message in mine)
            message.Signature.ShouldBe(WebhookSignature.Sign([webhook.Secret], message.Id, long.Parse(message.Timestamp), Encoding.UTF8.GetBytes(message.Body)));
    }

    [Theory, EachDatabase]
    public async Task What_is_not_taken_is_sent_again_under_the_same_id_until_it_is_a_dead_letter_that_can_be_replayed(DatabaseProvider provider)
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = _ => 503;
        var (node, webhook) = await RegisteredAsync(provider, receiver);
        await node.SubmitAsync(An.Customer(An.Key() + ".example"));

        await RunAsync(node);
        receiver.Messages.Count.ShouldBe(1, "after a failure the others wait");
        for (var i = 0; i <= 4 * WebhookLimits.Pauses.Count; i++)
        {
            node.Time.Advance(TimeSpan.FromDays(1));
            await RunAsync(node);
        }

        receiver.Messages.GroupBy(m => m.Id).Select(g => g.Count()).ShouldBe(Enumerable.Repeat(WebhookLimits.Pauses.Count + 1, 3));
        var manage = node.Get<ManageWebhooks>();
        (await manage.DeliveriesPartAsync(webhook.Webhook.Id, DeliveryState.Dead, null, 10, DomainNode.Crm, CancellationToken.None)).Items
            .ShouldAllBe(d => d.LastStatus == 503 && d.Attempts == 10);

        receiver.Answer = _ => 200;
        var ids = receiver.Messages.Select(m => m.Id).ToHashSet();
        receiver.Messages.Clear();
        (await manage.ReplayAsync(webhook.Webhook.Id, null, DomainNode.Crm, CancellationToken.None)).ShouldBe(3);
        await RunAsync(node);
        receiver.Messages.Select(m => m.Id).ToHashSet().SetEquals(ids).ShouldBeTrue();
        (await manage.ReplayAsync(webhook.Webhook.Id, 0, DomainNode.Crm, CancellationToken.None)).ShouldBe(3);
    }

    [Theory, EachDatabase]
    public async Task A_redirect_is_a_failure_and_is_not_followed(DatabaseProvider provider)
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = _ => 307;
        var (node, webhook) = await RegisteredAsync(provider, receiver);
        await node.SubmitAsync(An.Customer(An.Key() + ".example"));

        await RunAsync(node);

        receiver.Messages.Select(m => m.Path).ShouldBe(["/hook"]);
        (await node.Get<ManageWebhooks>().DeliveriesPartAsync(webhook.Webhook.Id, DeliveryState.Pending, null, 10, DomainNode.Crm, CancellationToken.None)).Items[^1].LastStatus.ShouldBe(307);
    }

    [Theory, EachDatabase]
    public async Task Gone_ends_it_and_a_new_secret_signs_beside_the_former(DatabaseProvider provider)
    {
        await using var receiver = await Receiver.StartAsync();
        var (node, webhook) = await RegisteredAsync(provider, receiver);
        var manage = node.Get<ManageWebhooks>();
        var rotated = await manage.RotateAsync(webhook.Webhook.Id, DomainNode.Crm, CancellationToken.None);
        receiver.Answer = _ => 410;
        await node.SubmitAsync(An.Customer(An.Key() + ".example"));
        await RunAsync(node);
        await RunAsync(node);

        var message = receiver.Messages.Single();
        message.Signature.Split(' ').ShouldBe(
            [.. new[] { rotated.Secret, webhook.Secret }.Select(s => WebhookSignature.Sign([s], message.Id, long.Parse(message.Timestamp), Encoding.UTF8.GetBytes(message.Body)))]);
        (await manage.ListAsync(DomainNode.Crm, CancellationToken.None)).Single(w => w.Id == webhook.Webhook.Id).DisabledBecause!.ShouldContain("410");
        (await node.QueryAsync(db => db.Webhooks.Select(w => w.Secret).ToListAsync())).ShouldNotContain(rotated.Secret);
    }

    [Theory, EachDatabase]
    public async Task A_webhook_leads_only_where_an_operator_allows_it(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var options = node.Get<IOptions<WebhookOptions>>().Value;
        options.AllowedTargets.Add("crm.example.net");
        options.AllowedTargets.Add("*.hooks.example.net:8443");
        options.AllowedTargets.Add("localhost");
        var targets = node.Get<WebhookTargets>();

        targets.Objection("https://crm.example.net/hook").ShouldBeNull();
        targets.Objection("https://a.hooks.example.net:8443/").ShouldBeNull();
        foreach (var url in new[]
        {
            "http://crm.example.net/", "https://crm.example.net:444/", "https://crm.example.net.evil.example/", "https://evilhooks.example.net:8443/", "https://user@crm.example.net/",
            "https://169.254.169.254/latest/meta-data", "https://[::1]/", "https://2130706433/", "ftp://crm.example.net/", "file:///etc/passwd", "/hook", "https://crm.example.net@evil.example/",
        })
            targets.Objection(url).ShouldNotBeNull(url);

        (await Should.ThrowAsync<DomainException>(() => node.Get<ManageWebhooks>().RegisterAsync("https://evil.example/", null, DomainNode.Crm, CancellationToken.None)))
            .Error.ShouldBeOfType<DomainError.Validation>();
        (await Should.ThrowAsync<DomainException>(() => node.Get<ManageWebhooks>().RegisterAsync(
            "https://crm.example.net/", null, new Actor(ActorKind.ConsoleUser, "a", Role.Auditor, null), CancellationToken.None))).Error.ShouldBeOfType<DomainError.Forbidden>();
    }

    [Theory, EachDatabase]
    public async Task A_name_that_leads_inside_is_not_connected_to(DatabaseProvider provider)
    {
        await using var receiver = await Receiver.StartAsync();
        var node = await databases.NodeOnAsync(provider);
        var options = node.Get<IOptions<WebhookOptions>>().Value;
        options.AllowedTargets.Add($"localhost:{receiver.Url.Port}");
        options.AllowHttp = true;

        var attempt = await node.Get<WebhookSender>().SendAsync(
            $"http://localhost:{receiver.Url.Port}/hook", [WebhookSignature.NewSecret()], Guid.NewGuid(),
            new OrderEvent { At = DateTime.UtcNow, Sequence = 1, OrderId = Guid.NewGuid(), ExternalSystem = "crm", ExternalId = "1", To = Oss.Domain.Orders.OrderState.Completed }, WebhookFormat.Standard, CancellationToken.None);

        attempt.Error.ShouldNotBeNull();
        receiver.Messages.ShouldBeEmpty();
        var targets = node.Get<WebhookTargets>();
        foreach (var inside in new[] { "127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "::ffff:127.0.0.1", "fe80::1", "fd00::1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "255.255.255.255" })
            targets.IsAllowed(IPAddress.Parse(inside)).ShouldBeFalse(inside);
        foreach (var outside in new[] { "8.8.8.8", "2a00:1450::1", "::ffff:8.8.8.8" })
            targets.IsAllowed(IPAddress.Parse(outside)).ShouldBeTrue(outside);
    }

    // 127.0.0.2 stands for the CRM's public address and 127.0.0.1 for what is inside, on the same port: only the address that the name leads to tells them apart.
    [Theory, EachDatabase]
    public async Task A_name_that_led_outside_when_it_was_looked_at_and_leads_inside_afterwards_never_gets_in(DatabaseProvider provider)
    {
        var (crm, inside) = await OnOnePortAsync();
        await using var _ = crm;
        await using var __ = inside;
        var node = await databases.NodeOnAsync(provider);
        var options = node.Get<IOptions<WebhookOptions>>().Value;
        options.AllowedTargets.Add($"hooks.crm.example:{crm.Url.Port}");
        options.AllowedTargets.Add("127.0.0.2/32");
        options.AllowHttp = true;
        var (outward, inward) = (IPAddress.Parse("127.0.0.2"), IPAddress.Loopback);
        var answers = new Queue<IPAddress[]>([[outward], [inward], [outward, inward], [inward, outward], [], [IPAddress.Parse("::ffff:127.0.0.1")], [outward], [inward]]);
        node.Get<WebhookTargets>().Resolve = (_, _) => Task.FromResult(answers.Dequeue());
        var said = new List<int?>();
        async Task SendAsync()
        {
            // Of its own, so that no connection of before is used again.
            using var sender = new WebhookSender(node.Get<WebhookTargets>(), node.Time);
            said.Add((await sender.SendTestAsync($"http://hooks.crm.example:{crm.Url.Port}/hook", [WebhookSignature.NewSecret()], CancellationToken.None)).Status);
        }

        for (var i = 0; i < 6; i++)
            await SendAsync();
        crm.Answer = _ => 307;
        crm.Elsewhere = inside.Url.ToString();
        await SendAsync();

        said.ShouldBe([204, null, null, null, null, null, 307]);
        answers.Count.ShouldBe(1, "a name is asked once for each connection: what was looked at is what is connected to");
        crm.Messages.Count.ShouldBe(2);
        inside.Messages.ShouldBeEmpty();
    }

    private static async Task<(Receiver Crm, Receiver Inside)> OnOnePortAsync()
    {
        while (true)
        {
            var inside = await Receiver.StartAsync();
            try
            {
                return (await Receiver.StartAsync($"http://127.0.0.2:{inside.Url.Port}"), inside);
            }
            catch (IOException)
            {
                // Somebody has that port there.
                await inside.DisposeAsync();
            }
        }
    }

    private static void Allow(DomainNode node, Receiver receiver)
    {
        var options = node.Get<IOptions<WebhookOptions>>().Value;
        options.AllowedTargets.Add($"127.0.0.1:{receiver.Url.Port}");
        options.AllowedTargets.Add("127.0.0.0/8");
        options.AllowHttp = true;
    }

    private async Task<(DomainNode Node, WebhookSecret Webhook)> RegisteredAsync(DatabaseProvider provider, Receiver receiver)
    {
        var node = await databases.NodeOnAsync(provider);
        Allow(node, receiver);
        await node.QueryAsync(db => db.Webhooks.ExecuteUpdateAsync(w => w.SetProperty(x => x.DisabledBecause, "of another test")));
        return (node, await node.Get<ManageWebhooks>().RegisterAsync(receiver.Url.ToString(), null, DomainNode.Crm, CancellationToken.None));
    }

    private static Task<int> RunAsync(DomainNode node) => node.Get<WebhookDispatcher>().RunOnceAsync(CancellationToken.None);
}
