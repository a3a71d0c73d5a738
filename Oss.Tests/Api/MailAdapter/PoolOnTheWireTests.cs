using Microsoft.Extensions.Logging.Abstractions;
using Oss.Api.Hosting;
using Oss.Api.MailAdapter;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.MailEngine;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Oss.Tests.MailEngine;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.MailAdapter;

/// <summary>Storage that a contract's mailboxes share, from the order to what LMTP and IMAP answer.</summary>
public sealed class PoolOnTheWireTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task What_a_contracts_mailboxes_share_is_kept_at_delivery_append_and_copy(DatabaseProvider provider)
    {
        var platform = new FakeMailPlatform();
        var node = await databases.NodeOnAsync(provider, platform);
        using var tokens = new OpenIdTokens(new OssOptions(), TimeProvider.System);
        var directory = new MailDirectory(
            node.Get<ResolveAddress>(), node.Get<AuthenticateMailbox>(), node.Get<FindScramKeys>(), node.Get<LogInAsMaster>(), tokens, node.Get<GetDkimSigningKeys>(), node.Get<FindNeighbour>(),
            node.Get<FindRevokedLogins>(), node.Get<MaySendAs>(), node.Get<MayForwardElsewhere>(), node.Get<ListPoolMailboxes>(), NullLogger<MailDirectory>.Instance);
        await using var mail = new MailNode(
            options => options with { Volumes = [new VolumeOptions(FakeMailPlatform.Volume, Path.Combine(Path.GetDirectoryName(options.SpoolDirectory)!, FakeMailPlatform.Volume))] }, directory: directory);
        platform.AfterCreate = mailbox => mail.Engine.CreateMailboxAsync(mailbox.Id, mailbox.CanonicalName, CancellationToken.None);
        var domain = An.Key() + ".example";
        var (erika, hans) = ("erika@" + domain, "hans@" + domain);
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox(erika), An.Mailbox(hans), new SubscriptionItemRequest(OrderAction.Modify, domain, Limits: [new LimitOverride(ProductLimit.QuotaPool, 8192)])]);

        await mail.DeliverAsync(erika, "Subject: large\r\n\r\n" + new string('x', 5000) + "\r\n");
        var lmtp = mail.Connect(MailListener.Lmtp, "127.0.0.1");
        await lmtp.GreetAsync("LHLO");
        foreach (var (size, reply) in new[] { (3000, "250 2.1.5"), (4000, "452 4.2.2"), (9000, "552 5.2.2") })
        {
            (await lmtp.AskAsync($"MAIL FROM:<a@elsewhere.example> SIZE={size}")).ShouldStartWith("250 ");
            (await lmtp.AskAsync($"RCPT TO:<{hans}>")).ShouldStartWith(reply);
            (await lmtp.AskAsync("RSET")).ShouldStartWith("250 ");
        }

        await lmtp.BeginDataAsync(hans);
        (await lmtp.AskAsync($"Subject: x\r\n\r\n{new string('x', 4000)}\r\n.")).ShouldStartWith("452 4.2.2");

        var imap = mail.Connect(MailListener.Imap, "127.0.0.1");
        await imap.ReadLineAsync();
        (await LastAsync(imap, LogIn(hans))).ShouldStartWith("a OK");
        await imap.SendAsync("b GETQUOTAROOT INBOX\r\n");
        (await imap.ReadLineAsync()).ShouldBe("* QUOTAROOT \"INBOX\" \"\" \"Pool\"");
        (await imap.ReadLineAsync()).ShouldBe("* QUOTA \"\" (STORAGE 0 2097152)");
        (await imap.ReadLineAsync()).ShouldBe("* QUOTA \"Pool\" (STORAGE 6 8)");
        (await imap.ReadLineAsync())!.ShouldStartWith("b OK");
        (await LastAsync(imap, "c APPEND INBOX {4000}")).ShouldStartWith("c NO [OVERQUOTA]");

        var other = mail.Connect(MailListener.Imap, "127.0.0.1");
        await other.ReadLineAsync();
        (await LastAsync(other, LogIn(erika))).ShouldStartWith("a OK");
        (await LastAsync(other, "b SELECT INBOX")).ShouldStartWith("b OK");
        (await LastAsync(other, "c COPY 1 INBOX")).ShouldStartWith("c NO [OVERQUOTA]");
        (await LastAsync(other, "d CREATE Archive")).ShouldStartWith("d OK");
        (await LastAsync(other, "e MOVE 1 Archive")).ShouldStartWith("e OK");

        // More is sold: it holds with the next look at the directory, and what one mailbox holds less the others may hold more.
        await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Modify, domain, Limits: [new LimitOverride(ProductLimit.QuotaPool, 16384)]));
        await mail.DeliverAsync(hans, $"Subject: x\r\n\r\n{new string('x', 8000)}\r\n");
        (await mail.Engine.MeasurePoolAsync(await node.QueryAsync(db => Task.FromResult(db.Subscriptions.Single(s => s.ContractNumber == domain).Id)), CancellationToken.None)).ShouldBeInRange(13_000, 14_000);
        (await LastAsync(other, "f SELECT Archive")).ShouldStartWith("f OK");
        (await LastAsync(other, "g COPY 1 INBOX")).ShouldStartWith("g NO [OVERQUOTA]");
        (await LastAsync(other, "h STORE 1 +FLAGS.SILENT (\\Deleted)")).ShouldStartWith("h OK");
        (await LastAsync(other, "i EXPUNGE")).ShouldStartWith("i OK");
        await mail.DeliverAsync(hans, $"Subject: x\r\n\r\n{new string('x', 7000)}\r\n");
    }

    [Theory, EachDatabase]
    public async Task Limit_and_use_of_what_is_shared_are_shown_to_who_may_see_the_contract(DatabaseProvider provider)
    {
        var platform = new FakeMailPlatform { PoolUsed = 4711 };
        var node = await databases.NodeOnAsync(provider, platform);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        (await node.Get<Oss.Domain.Subscriptions.GetSubscription>().ExecuteAsync(domain, DomainNode.Crm, CancellationToken.None)).PoolBytes.ShouldBeNull();

        await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Modify, domain, Limits: [new LimitOverride(ProductLimit.QuotaPool, 8192)]));
        (await node.Get<Oss.Domain.Subscriptions.GetSubscription>().ExecuteAsync(domain, DomainNode.Crm, CancellationToken.None)).PoolBytes.ShouldBe(4711);
        var tenant = await node.QueryAsync(db => Task.FromResult(db.Subscriptions.Single(s => s.ContractNumber == domain).TenantId));
        (await node.Get<Oss.Domain.Tenants.GetTenantUse>().ExecuteAsync(tenant, DomainNode.Crm, CancellationToken.None)).Contracts.ShouldHaveSingleItem().Uses
            .ShouldContain(new Oss.Domain.Tenants.LimitUse(ProductLimit.QuotaPool, 4711, 8192, IsOwn: true));
        var erika = await node.Get<GetAddress>().MailboxAsync("erika@" + domain, DomainNode.Crm, CancellationToken.None);
        (await node.Get<GetMailbox>().MeasureUsageAsync(erika, DomainNode.Crm, CancellationToken.None))!.Pool.ShouldBe(new Oss.Domain.MailPlatform.PoolUsage(4711, 8192));
    }

    private static string LogIn(string user) => "a AUTHENTICATE PLAIN " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"\0{user}\0{An.Password}"));

    private static async Task<string> LastAsync(MailClient client, string command)
    {
        await client.SendAsync(command + "\r\n");
        while (true)
        {
            var line = await client.ReadLineAsync() ?? throw new InvalidOperationException($"Closed after '{command}'.");
            if (!line.StartsWith('*'))
                return line;
        }
    }
}
