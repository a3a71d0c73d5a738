using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Oss.Api.Hosting;
using Oss.Api.MailAdapter;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.MailEngine.Directory;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.MailAdapter;

/// <summary>Who is let into which mailbox, by token, as a master and as a neighbour: never across tenants.</summary>
public sealed class MailDirectoryTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private const string MasterPassword = "Kirschbaum-7-Leiter";

    [Fact]
    public async Task A_token_opens_the_mailbox_it_is_for_by_any_of_its_names_and_no_other()
    {
        await using var provider = await LoopbackProvider.StartAsync();
        var (node, one, other) = await TwoTenantsAsync();
        using var tokens = Tokens(provider.Authority);
        var directory = Directory(node, tokens);
        var token = provider.Token("erika@" + one);

        (await LogInAsync("")).ShouldBe("erika@" + one);
        (await LogInAsync("erika@" + one)).ShouldBe("erika@" + one);
        (await LogInAsync("info@" + one)).ShouldBe("erika@" + one);
        (await LogInAsync("hans@" + one)).ShouldBeNull();
        (await LogInAsync("erika@" + other)).ShouldBeNull();
        (await LogInAsync("info@" + other)).ShouldBeNull();
        token = provider.Token("niemand@" + one);
        (await LogInAsync("")).ShouldBeNull();

        async Task<string?> LogInAsync(string user) =>
            (await directory.AuthenticateTokenAsync(new TokenLogin(token, user, MailService.Imap, null), TestContext.Current.CancellationToken) as AuthenticationOutcome.Accepted)?.Mailbox.CanonicalName;
    }

    [Fact]
    public async Task A_master_who_is_called_by_an_address_opens_the_mailboxes_of_his_tenant_to_read()
    {
        var (node, one, other) = await TwoTenantsAsync();
        using var tokens = Tokens("");
        var directory = Directory(node, tokens);
        var tenant = await node.QueryAsync(db => db.Mailboxes.Where(m => m.PrimaryAddress == "erika@" + one).Select(m => m.Subscription.TenantId).SingleAsync());
        await AddMasterAsync(node, "boss@" + one, tenant);

        (await OpenAsync("boss@" + one, MasterPassword, "erika@" + one, MailService.Imap)).ShouldBe("erika@" + one);
        (await OpenAsync("boss@" + one, MasterPassword, "erika@" + other, MailService.Imap)).ShouldBeNull();
        (await OpenAsync("boss@" + one, MasterPassword, "erika@" + one, MailService.Submission)).ShouldBeNull();
        (await OpenAsync("boss@" + one, "falsch", "erika@" + one, MailService.Imap)).ShouldBeNull();
        // A user is no master, not even of a neighbour; the own mailbox opens by its other name.
        (await OpenAsync("hans@" + one, An.Password, "erika@" + one, MailService.Imap)).ShouldBeNull();
        (await OpenAsync("erika@" + one, An.Password, "info@" + one, MailService.Imap)).ShouldBe("erika@" + one);

        async Task<string?> OpenAsync(string user, string password, string mailbox, MailService service)
        {
            var opening = directory.AuthenticateAsync(new LoginAttempt(user, password, service, null) { ActFor = mailbox }, TestContext.Current.CancellationToken).AsTask();
            // A refusal waits for its time to be over, on a clock that stands still.
            while (!opening.IsCompleted)
            {
                await Task.WhenAny(opening, Task.Delay(20, TestContext.Current.CancellationToken));
                node.Time.Advance(SignInConsoleUser.RefusalTime);
            }

            return (await opening as AuthenticationOutcome.Accepted)?.Mailbox.CanonicalName;
        }
    }

    [Fact]
    public async Task Neighbours_are_of_one_tenant_and_of_one_community()
    {
        var (node, one, other) = await TwoTenantsAsync();
        using var tokens = Tokens("");
        var directory = Directory(node, tokens);
        var erika = ((AuthenticationOutcome.Accepted)await directory.AuthenticateAsync(new LoginAttempt("erika@" + one, An.Password, MailService.Imap, null), TestContext.Current.CancellationToken)).Mailbox;

        var hans = (await directory.FindNeighbourAsync(erika, "HANS@" + one, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        hans.Mailbox.CanonicalName.ShouldBe("hans@" + one);
        (await directory.FindNeighbourAsync(erika, "erika@" + one, TestContext.Current.CancellationToken)).ShouldNotBeNull().Community.ShouldBe(hans.Community);
        (await directory.FindNeighbourAsync(erika, "erika@" + other, TestContext.Current.CancellationToken)).ShouldBeNull();
        (await directory.FindNeighbourAsync(erika, "niemand@" + one, TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task A_tenant_that_lets_no_mail_out_lets_it_out_by_no_script_and_by_no_forward()
    {
        var (node, one, other) = await TwoTenantsAsync();
        await node.SubmitAsync(An.Forward("all@" + one, "erika@" + one, "boss@elsewhere.example"));
        await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Modify, one, ForbidExternalForwarding: true, EvenIfForwarding: true));
        var directory = Directory(node, Tokens("https://login.example.org"));
        foreach (var (domain, isLetOut) in ((string, bool)[])[(one, false), (other, true)])
        {
            var mailbox = (await directory.ResolveAsync("erika@" + domain, TestContext.Current.CancellationToken)).ShouldBeOfType<RecipientResolution.Deliver>().Mailbox;
            (await directory.MayForwardElsewhereAsync(mailbox.Id, TestContext.Current.CancellationToken)).ShouldBe(isLetOut);
        }

        (await directory.ResolveAsync("all@" + one, TestContext.Current.CancellationToken)).ShouldBeOfType<RecipientResolution.Expand>().OnlyHere.ShouldBeTrue();
    }

    private static OpenIdTokens Tokens(string authority) => new(new OssOptions { OpenId = new OpenIdSection { Authority = authority, Audience = LoopbackProvider.Audience } }, TimeProvider.System);

    private static MailDirectory Directory(DomainNode node, OpenIdTokens tokens) => new(
        node.Get<ResolveAddress>(), node.Get<AuthenticateMailbox>(), node.Get<FindScramKeys>(), node.Get<LogInAsMaster>(), tokens, node.Get<GetDkimSigningKeys>(), node.Get<FindNeighbour>(),
        node.Get<FindRevokedLogins>(), node.Get<MaySendAs>(), node.Get<MayForwardElsewhere>(), node.Get<ListPoolMailboxes>(), NullLogger<MailDirectory>.Instance);

    private static async Task AddMasterAsync(DomainNode node, string name, Guid tenant)
    {
        await using var scope = node.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<OssDbContext>();
        var user = new ConsoleUser { Id = Guid.CreateVersion7(), UserName = name, NormalizedUserName = name.ToUpperInvariant(), Role = Role.Operator, TenantId = tenant, LockoutEnabled = true };
        scope.ServiceProvider.GetRequiredService<ConsolePasswords>().Set(user, MasterPassword, generated: false);
        db.Users.Add(user);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private async Task<(DomainNode Node, string One, string Other)> TwoTenantsAsync()
    {
        var node = await databases.NodeOnAsync(DatabaseProvider.Sqlite);
        var (one, other) = (An.Key() + ".example", An.Key() + ".example");
        foreach (var domain in (string[])[one, other])
            await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain), An.Mailbox("hans@" + domain), An.Alias("info@" + domain, "erika@" + domain)]);
        return (node, one, other);
    }
}
