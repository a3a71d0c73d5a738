using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Mailboxes;

public sealed class AuthenticateMailboxTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task The_canonical_name_and_every_alias_log_in_to_the_same_mailbox(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);

        foreach (var name in new[] { "erika", "ERIKA", "info" })
        {
            var accepted = (await LogInAsync(node, $"{name}@{domain}")).ShouldBeOfType<MailboxLogin.Accepted>();
            (accepted.CanonicalName, accepted.Volume).ShouldBe(("erika@" + domain, FakeMailPlatform.Volume));
        }
    }

    [Theory, EachDatabase]
    public async Task Forwards_catch_alls_unknown_names_and_wrong_passwords_are_rejected_alike(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);

        foreach (var name in new[] { $"alle@{domain}", $"@{domain}", $"niemand@{domain}", "erika", "", $"erika+x@{domain}", $"erika@{domain}\0" })
            (await LogInAsync(node, name)).ShouldBeOfType<MailboxLogin.Rejected>(name);
        foreach (var password in new[] { "", "falsch", An.Password + "\0", An.Hash, new string('x', 100_000) })
            (await LogInAsync(node, "erika@" + domain, password)).ShouldBeOfType<MailboxLogin.Rejected>();
    }

    [Theory, EachDatabase]
    public async Task A_service_outside_the_product_is_denied_only_with_the_right_password(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        await node.SubmitAsync(
            new SubscriptionItemRequest(OrderAction.Provide, "R-" + domain, "T-" + domain, Product: "residential"), An.Mailbox("max@" + domain, "R-" + domain));

        (await LogInAsync(node, "max@" + domain, service: ProductFeatures.Sieve)).ShouldBeOfType<MailboxLogin.Denied>();
        (await LogInAsync(node, "max@" + domain, "falsch", ProductFeatures.Sieve)).ShouldBeOfType<MailboxLogin.Rejected>();
    }

    [Theory, EachDatabase]
    public async Task A_mailbox_that_is_still_being_made_is_denied(DatabaseProvider provider)
    {
        var platform = new FakeMailPlatform { BeforeCreate = _ => throw new MailPlatformUnavailableException() };
        var node = await databases.NodeOnAsync(provider, platform);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);

        (await LogInAsync(node, "erika@" + domain)).ShouldBeOfType<MailboxLogin.Denied>();
    }

    private async Task<(DomainNode Node, string Domain)> CustomerAsync(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync(
        [
            .. An.Customer(domain), An.Mailbox("erika@" + domain), An.Alias("info@" + domain, "erika@" + domain),
            An.Forward("alle@" + domain, "erika@" + domain), An.CatchAll(domain, "erika@" + domain),
        ]);
        return (node, domain);
    }

    private static Task<MailboxLogin> LogInAsync(DomainNode node, string name, string password = An.Password, ProductFeatures service = ProductFeatures.Imap) =>
        node.Get<AuthenticateMailbox>().ExecuteAsync(name, password, service, TestContext.Current.CancellationToken);
}
