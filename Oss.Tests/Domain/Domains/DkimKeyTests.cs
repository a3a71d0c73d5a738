using Microsoft.EntityFrameworkCore;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Domains;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.MailEngine.Queue;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Domains;

/// <summary>Keys sign only once the world can verify, and go on being verified while mail is on its way.</summary>
public sealed class DkimKeyTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_key_is_announced_seen_switched_to_and_the_former_one_retires_after_the_overlap(DatabaseProvider provider)
    {
        await using var dns = new DnsServer();
        var node = await databases.AskingAsync(provider, dns);
        var domain = An.Key() + ".example";
        await node.SubmitAsync(An.Customer(domain));

        await node.Get<CreateDkimKeys>().ExecuteAsync(domain, DomainNode.Crm, Ct);
        (await SigningAsync()).ShouldBeEmpty("nobody can verify yet");
        (await Should.ThrowAsync<DomainException>(() => SwitchAsync())).Error.Code.ShouldBe(ErrorCodes.RecordMissing);
        (await Should.ThrowAsync<DomainException>(() => node.Get<CreateDkimKeys>().ExecuteAsync(domain, DomainNode.Crm, Ct))).Error.Code.ShouldBe(ErrorCodes.AlreadyExists);
        await PublishAsync();
        await SwitchAsync();
        var first = await SigningAsync();
        first.Select(k => k.Algorithm).ShouldBe([DkimKeyAlgorithm.Rsa, DkimKeyAlgorithm.Ed25519]);

        await node.Get<CreateDkimKeys>().ExecuteAsync(domain, DomainNode.Crm, Ct);
        (await SigningAsync()).Select(k => k.Selector).ShouldBe(first.Select(k => k.Selector), "the new ones wait");
        await PublishAsync();
        await SwitchAsync();
        (await SigningAsync()).Select(k => k.Selector).ShouldNotContain(first[0].Selector);
        (await KeysAsync()).Count(k => k.State == DkimKeyState.Retiring).ShouldBe(2);
        await node.Get<DomainWorker>().RunOnceAsync(Ct);
        (await KeysAsync()).Count.ShouldBe(4, "mail signed by them is on its way");
        node.Time.Advance(TimeSpan.FromDays(8));
        await node.Get<DomainWorker>().RunOnceAsync(Ct);
        (await KeysAsync()).ShouldAllBe(k => k.State == DkimKeyState.Signing);

        Task<IReadOnlyList<SigningKey>> SigningAsync() => node.Get<GetDkimSigningKeys>().ExecuteAsync(domain.ToUpperInvariant(), Ct);
        Task SwitchAsync() => node.Get<SwitchDkimKeys>().ExecuteAsync(domain, DomainNode.Crm, Ct);
        async Task<IReadOnlyList<DkimKeyView>> KeysAsync() => (await node.Get<GetDomainRecords>().ExecuteAsync(domain, DomainNode.Crm, Ct)).Keys;
        async Task PublishAsync()
        {
            foreach (var record in (await node.Get<GetDomainRecords>().ExecuteAsync(domain, DomainNode.Crm, Ct)).Records.Where(r => r.Record.Kind == RecordKind.Dkim))
            {
                dns.Remove(record.Record.Name);
                dns.Publish(record.Record);
            }
        }
    }

    [Theory, EachDatabase]
    public async Task The_public_half_verifies_what_the_private_half_signs(DatabaseProvider provider)
    {
        await using var dns = new DnsServer();
        var node = await databases.AskingAsync(provider, dns);
        var (domain, keys) = await SigningDomainAsync(node, dns);
        var published = (await node.Get<GetDomainRecords>().ExecuteAsync(domain, DomainNode.Crm, Ct)).Keys;

        foreach (var key in keys)
        {
            var message = new MimeMessage([MailboxAddress.Parse("anna@" + domain)], [MailboxAddress.Parse("bert@elsewhere.example")], "Hallo", new TextPart("plain") { Text = "Grüße\r\n" });
            var signer = new DkimSigner(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(key.PrivateKey)), domain, key.Selector)
            {
                SignatureAlgorithm = key.Algorithm == DkimKeyAlgorithm.Rsa ? DkimSignatureAlgorithm.RsaSha256 : DkimSignatureAlgorithm.Ed25519Sha256,
            };
            signer.Sign(message, [HeaderId.From, HeaderId.Subject]);
            var verifier = new DkimVerifier(new Locator(published)) { MinimumRsaKeyLength = 2048 };
            (await verifier.VerifyAsync(message, message.Headers[0], Ct)).ShouldBeTrue(key.Selector);
        }
    }

    [Theory, EachDatabase]
    public async Task No_private_key_is_in_the_clear_in_the_database_nor_in_the_audit(DatabaseProvider provider)
    {
        await using var dns = new DnsServer();
        var node = await databases.AskingAsync(provider, dns);
        var (domain, keys) = await SigningDomainAsync(node, dns);
        await node.Get<RemoveDkimKey>().ExecuteAsync(domain, keys[1].Selector, DomainNode.Crm, Ct);

        var secrets = keys.Select(k => k.PrivateKey.Split('\n')[1].Trim()).ToList();
        var stored = await node.QueryAsync(db => db.DkimKeys.ToListAsync());
        stored.ShouldAllBe(k => !secrets.Any(secret => k.ProtectedPrivateKey.Contains(secret)));
        var audit = await node.QueryAsync(db => db.AuditEntries.Where(e => e.Action.StartsWith("domain.dkim")).ToListAsync());
        audit.Count(e => e.Subject == domain).ShouldBe(3);
        audit.ShouldAllBe(e => !secrets.Any(secret => $"{e.Detail}{e.Before}{e.After}".Contains(secret)) && !$"{e.Detail}{e.Before}{e.After}".Contains("PRIVATE"));
        keys[0].ToString().ShouldNotContain("PRIVATE");
        (await node.Get<GetDkimSigningKeys>().ExecuteAsync(domain, Ct)).ShouldHaveSingleItem().Selector.ShouldBe(keys[0].Selector);
    }

    [Theory, EachDatabase]
    public async Task An_auditor_and_another_tenant_change_no_keys(DatabaseProvider provider)
    {
        await using var dns = new DnsServer();
        var node = await databases.AskingAsync(provider, dns);
        var (own, other) = (An.Key() + ".example", An.Key() + ".example");
        await node.SubmitAsync(An.Customer(own));
        await node.SubmitAsync(An.Customer(other));
        var tenant = await node.QueryAsync(db => db.Tenants.Where(t => t.Number == "T-" + other).Select(t => t.Id).SingleAsync());

        (await Should.ThrowAsync<DomainException>(() => node.Get<CreateDkimKeys>().ExecuteAsync(own, new Actor(ActorKind.ConsoleUser, "a", Role.Auditor, null), Ct))).Error.Code.ShouldBe(ErrorCodes.Forbidden);
        (await Should.ThrowAsync<DomainException>(() => node.Get<CreateDkimKeys>().ExecuteAsync(own, new Actor(ActorKind.ConsoleUser, "b", Role.TenantAdmin, tenant), Ct))).Error.Code.ShouldBe(ErrorCodes.NotFound);
    }

    [Theory, EachDatabase]
    public async Task A_domain_that_comes_back_by_compensation_has_its_keys_and_its_proof(DatabaseProvider provider)
    {
        await using var dns = new DnsServer();
        var node = await databases.AskingAsync(provider, dns);
        var (domain, keys) = await SigningDomainAsync(node, dns);
        var other = An.Key() + ".example";
        node.Platform.BeforeCreate = mailbox => mailbox.CanonicalName == "x@" + other ? throw new Oss.Domain.MailPlatform.MailPlatformRefusedException("No.") : Task.CompletedTask;
        await node.SubmitAsync(An.Customer(other));

        var result = await node.SubmitAsync(new DomainItemRequest(OrderAction.Terminate, domain), An.Mailbox("x@" + other));

        result.Order.State.ShouldBe(OrderState.Failed);
        (await node.Get<GetDkimSigningKeys>().ExecuteAsync(domain, Ct)).Select(k => k.PrivateKey).ShouldBe(keys.Select(k => k.PrivateKey));
    }

    private static async Task<(string Domain, IReadOnlyList<SigningKey> Keys)> SigningDomainAsync(DomainNode node, DnsServer dns)
    {
        var domain = An.Key() + ".example";
        await node.SubmitAsync(An.Customer(domain));
        await node.Get<CreateDkimKeys>().ExecuteAsync(domain, DomainNode.Crm, Ct);
        foreach (var record in (await node.Get<GetDomainRecords>().ExecuteAsync(domain, DomainNode.Crm, Ct)).Records.Where(r => r.Record.Kind == RecordKind.Dkim))
            dns.Publish(record.Record);
        await node.Get<SwitchDkimKeys>().ExecuteAsync(domain, DomainNode.Crm, Ct);
        return (domain, await node.Get<GetDkimSigningKeys>().ExecuteAsync(domain, Ct));
    }

    /// <summary>Reads public keys as a receiver does: from what the record says.</summary>
    private sealed class Locator(IReadOnlyList<DkimKeyView> keys) : DkimPublicKeyLocatorBase
    {
        public override AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default)
        {
            var key = keys.Single(k => k.Selector == selector);
            var octets = Convert.FromBase64String(key.PublicKey);
            return key.Algorithm == DkimKeyAlgorithm.Ed25519 ? new Ed25519PublicKeyParameters(octets) : PublicKeyFactory.CreateKey(octets);
        }

        public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
    }
}
