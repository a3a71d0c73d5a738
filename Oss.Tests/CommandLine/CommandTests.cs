using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oss.Api.CommandLine;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.CommandLine;

/// <summary><c>oss</c> as an operator types it.</summary>
public sealed class CommandTests
{
    private const string Order = """
        {"externalSystem": "crm-koeln", "externalId": "4711", "items": [
          {"action": "Provide", "subscription": {"contractNumber": "K1", "tenantNumber": "T1", "tenantName": "Bäckerei Müller", "product": "customer-domain"}},
          {"action": "Provide", "domain": {"name": "müller.example", "contractNumber": "K1"}}]}
        """;

    [Theory]
    [EachDatabase]
    public async Task An_order_is_submitted_checked_repeated_looked_at_and_found(DatabaseProvider provider)
    {
        await using var node = await CommandLineNode.CreateAsync(provider);
        var file = node.Write("order.json", Order);

        (await node.RunAsync("orders", "submit", file, "--check")).ShouldBe(ExitCodes.Done).Output.ShouldContain("Domain xn--mller-kva.example: provide");
        (await node.RunAsync("orders", "show", "crm-koeln/4711")).ShouldBe(ExitCodes.NotFound).Errors.ShouldContain("There is no order 'crm-koeln/4711'");
        var first = (await node.RunAsync("orders", "submit", file, "--json")).Json();
        var again = (await node.TypeAsync(Order, "orders", "submit", "-", "--json")).Json();
        var other = await node.TypeAsync(Order.Replace("Müller", "Meier"), "orders", "submit", "-");
        var wrong = await node.TypeAsync(Order.Replace("4711", "4712").Replace("K1", "K2").Replace("premium", "x").Replace("customer-domain", "gold"), "orders", "submit", "-");
        var list = (await node.RunAsync("orders", "list", "--system", "crm-koeln", "--json")).Json();

        first.GetProperty("order").GetProperty("state").GetString().ShouldBe("Completed");
        again.GetProperty("replayed").GetBoolean().ShouldBeTrue();
        other.ShouldBe(ExitCodes.Refused).Errors.ShouldContain("(order-mismatch)");
        wrong.ShouldBe(ExitCodes.NotFound).Errors.ShouldContain("There is no product 'gold'");
        list.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("externalId").GetString().ShouldBe("4711");
        (await node.RunAsync("orders", "show", "crm-koeln/4711")).ShouldBe(ExitCodes.Done).Output.ShouldContain("Completed  Provide domain xn--mller-kva.example");
        (await node.RunAsync("orders", "cancel", "crm-koeln/4711")).ShouldBe(ExitCodes.Refused).Errors.ShouldContain("nothing left to cancel");
        (await node.RunAsync("orders", "retry", "crm-koeln/4711")).ShouldBe(ExitCodes.Refused).Errors.ShouldContain("cannot be tried again");
        (await node.TypeAsync("{\"items\": 7}", "orders", "submit", "-")).ShouldBe(ExitCodes.Refused).Errors.ShouldContain("Not an order as documented, at line 1");
    }

    [Theory]
    [EachDatabase]
    public async Task A_mailbox_lives_its_life_and_the_audit_says_who_and_why(DatabaseProvider provider)
    {
        await using var node = await CommandLineNode.CreateAsync(provider);
        await node.CustomerAsync("a.example");
        await CreateOperatorAsync(node, "anna");

        var created = (await node.RunAsync("mailboxes", "create", "jörg@a.example", "--contract", "a.example", "--name", "Jörg Weiß", "--quota", "1.5G", "--as", "Anna", "--reason", "ticket 7")).ShouldBe(ExitCodes.Done);
        created.Errors.ShouldMatch(@"shown once: \w{4}-\w{4}-\w{4}-\w{4}");
        (await node.TypeAsync("Grüße aus Köln\n", "mailboxes", "password", "jörg@a.example", "--password-stdin")).ShouldBe(ExitCodes.Done);
        (await node.RunAsync("aliases", "add", "info@a.example", "--to", "jörg@a.example")).ShouldBe(ExitCodes.Done);
        (await node.RunAsync("aliases", "add", "--forward", "team@a.example", "--to", "jörg@a.example", "info@a.example")).ShouldBe(ExitCodes.Done);
        (await node.RunAsync("mailboxes", "suspend", "jörg@a.example", "--send")).ShouldBe(ExitCodes.Done);

        var shown = (await node.RunAsync("mailboxes", "show", "INFO@a.example", "--json")).Json().GetProperty("mailbox");
        shown.GetProperty("quota").GetProperty("bytes").GetInt64().ShouldBe(3L << 29);
        shown.GetProperty("suspension").GetProperty("send").GetBoolean().ShouldBeTrue();
        shown.GetProperty("addresses").GetArrayLength().ShouldBe(2);
        (await node.RunAsync("mailboxes", "list", "weiss")).ShouldBe(ExitCodes.Done).Output.ShouldContain("jörg@a.example  Jörg Weiß");
        (await node.RunAsync("aliases", "list", "--domain", "a.example", "--kind", "Forward")).ShouldBe(ExitCodes.Done).Output.ShouldContain("jörg@a.example, info@a.example");
        (await node.RunAsync("mailboxes", "resume", "jörg@a.example")).ShouldBe(ExitCodes.Done);
        (await node.RunAsync("aliases", "remove", "team@a.example")).ShouldBe(ExitCodes.Done);
        (await node.RunAsync("mailboxes", "change", "jörg@a.example", "--quota", "9G")).ShouldBe(ExitCodes.Refused).Errors.ShouldContain("quota-per-mailbox");
        (await node.RunAsync("mailboxes", "terminate", "jörg@a.example")).ShouldBe(ExitCodes.Done);
        (await node.RunAsync("mailboxes", "show", "jörg@a.example")).ShouldBe(ExitCodes.NotFound);
        (await node.RunAsync("mailboxes", "restore", "jörg@a.example")).ShouldBe(ExitCodes.Done);

        var entries = await node.QueryAsync(db => db.AuditEntries.Where(e => e.Subject == "jörg@a.example" && e.Actor.StartsWith("CommandLine ")).OrderBy(e => e.Id).ToListAsync());
        entries.Select(e => e.Action).ShouldBe(["mailbox.provide", "mailbox.modify", "mailbox.suspend", "read.mailbox", "mailbox.resume", "mailbox.terminate", "mailbox.restore"]);
        (entries[0].Actor, entries[0].Reason).ShouldBe(("CommandLine anna", "ticket 7"));
        entries[1].Actor.ShouldBe($"CommandLine {Environment.UserName}");
        entries[1].Source.ShouldBe($"{Environment.UserName}@{Environment.MachineName}");
        var login = await node.Get<AuthenticateMailbox>().ExecuteAsync("info@a.example", "Grüße aus Köln", Oss.Domain.Packages.ProductFeatures.Imap, default);
        login.ShouldBeOfType<MailboxLogin.Accepted>();
    }

    [Theory]
    [EachDatabase]
    public async Task People_get_access_and_lose_it_even_when_no_operator_can_sign_in(DatabaseProvider provider)
    {
        await using var node = await CommandLineNode.CreateAsync(provider);

        var created = (await node.RunAsync("users", "create", "anna", "--role", "Operator", "--json")).Json();
        (await node.RunAsync("users", "lock", "anna")).ShouldBe(ExitCodes.Done);
        (await node.RunAsync("users", "list", "--as", "anna")).ShouldBe(ExitCodes.Refused).Errors.ShouldContain("is locked");
        (await node.RunAsync("users", "unlock", "ANNA")).ShouldBe(ExitCodes.Done);
        var reset = (await node.RunAsync("users", "reset", "anna", "--json")).Json();
        (await node.RunAsync("users", "reset", "anna", "--as", "anna")).ShouldBe(ExitCodes.Refused).Errors.ShouldContain("own-account");
        (await node.RunAsync("users", "create", "bert", "--role", "TenantAdmin")).ShouldBe(ExitCodes.Refused).Errors.ShouldContain("give its number");
        (await node.RunAsync("users", "lock", "nobody")).ShouldBe(ExitCodes.NotFound);

        await using var scope = node.Scope();
        var signIn = scope.ServiceProvider.GetRequiredService<SignInConsoleUser>();
        (await signIn.ExecuteAsync("anna", created.GetProperty("password").GetString()!, default)).ShouldBeNull();
        (await signIn.ExecuteAsync("anna", reset.GetProperty("password").GetString()!, default)).ShouldNotBeNull();
    }

    [Theory]
    [EachDatabase]
    public async Task A_fresh_platform_gets_an_API_client_that_can_make_others_and_secrets_are_shown_once(DatabaseProvider provider)
    {
        await using var node = await CommandLineNode.CreateAsync(provider);
        var clients = node.Get<AuthenticateApiClient>();

        var made = (await node.RunAsync("clients", "create", "admin", "--role", "Operator", "--json")).Json();
        var secret = made.GetProperty("secret").GetString()!;
        var admin = (await clients.ExecuteAsync("admin", secret, null, default)).ShouldNotBeNull();
        (await node.Get<ManageApiClients>().CreateAsync(new ApiClientNew("crm-2", Role.Crm), admin, default)).Client.Role.ShouldBe(Role.Crm);

        (await node.RunAsync("clients", "create", "admin", "--role", "Operator")).ShouldBe(ExitCodes.Refused).Errors.ShouldContain("already-exists");
        (await node.RunAsync("clients", "create", "x", "--role", "MailUser")).ShouldBe(ExitCodes.Refused).Errors.ShouldContain("No machine has this role");
        (await node.RunAsync("clients", "create", "x", "--role", "TenantAdmin")).ShouldBe(ExitCodes.Refused).Errors.ShouldContain("belongs to a tenant");
        (await node.RunAsync("clients", "create", "x y", "--role", "Crm", "--scope", "everything")).ShouldBe(ExitCodes.Refused).Errors.ShouldContain("scopes[0]");
        var listed = (await node.RunAsync("clients", "list")).ShouldBe(ExitCodes.Done).Output;
        listed.ShouldContain("admin");
        listed.ShouldNotContain(secret);
        (await node.RunAsync("clients", "show", "admin")).ShouldBe(ExitCodes.Done).Output.ShouldContain("last used");
        (await node.RunAsync("clients", "change", "crm-2", "--scope", "orders:read", "--openid-subject", "crm-2@clients")).ShouldBe(ExitCodes.Done).Output.ShouldContain("crm-2@clients");
        (await node.RunAsync("clients", "change", "crm-2", "--everything", "--openid-subject", "")).ShouldBe(ExitCodes.Done).Output.ShouldContain("everything");

        var rotated = (await node.RunAsync("clients", "rotate", "admin", "--json")).Json().GetProperty("secret").GetString()!;
        (await clients.ExecuteAsync("admin", secret, null, default)).ShouldNotBeNull("both are right for a day");
        (await clients.ExecuteAsync("admin", rotated, null, default)).ShouldNotBeNull();
        (await node.RunAsync("clients", "rotate", "admin", "--at-once", "--reason", "secret in a mail")).ShouldBe(ExitCodes.Done);
        // The node itself hears of it within a second (RememberedApiClientTests); one that has not been called yet, at once.
        var another = new AuthenticateApiClient(node.Get<IDbContextFactory<OssDbContext>>(), new ApiClientMemory(TimeProvider.System), TimeProvider.System);
        (await another.ExecuteAsync("admin", rotated, null, default)).ShouldBeNull();
        (await node.RunAsync("clients", "revoke", "admin")).ShouldBe(ExitCodes.Done);
        (await node.RunAsync("clients", "show", "admin")).ShouldBe(ExitCodes.NotFound);
        (await node.QueryAsync(db => db.AuditEntries.Where(e => e.Subject == "admin").OrderBy(e => e.Id).Select(e => e.Action).ToListAsync()))
            .ShouldBe(["api-client.create", "api-client.rotate", "api-client.rotate", "api-client.remove"]);
    }

    [Fact]
    public async Task What_is_wrong_with_a_command_is_told_by_exit_code_and_one_line()
    {
        await using var node = await CommandLineNode.CreateAsync(DatabaseProvider.Sqlite);

        (await node.RunAsync("ordrs", "list")).ShouldBe(ExitCodes.Usage);
        (await node.RunAsync("mailboxes", "create", "a@b.example")).ShouldBe(ExitCodes.Usage).Errors.ShouldContain("See: oss mailboxes create --help");
        (await node.RunAsync("mailboxes", "change", "a@b.example", "--quota", "much")).ShouldBe(ExitCodes.Usage).Errors.ShouldContain("'much' is no size");
        (await node.RunAsync("products", "show", "premium", "--Oss:DataDirectory=/nowhere", "--Oss:Database:ConnectionString=Data Source=/nowhere/oss.db")).ShouldBe(ExitCodes.Unavailable).Errors.ShouldContain("a node that starts makes it");
        (await node.RunAsync("products", "show", "premium", "--as", "nobody")).ShouldBe(ExitCodes.Refused).Errors.ShouldContain("'nobody' is no operator");
        (await node.RunAsync("products", "list")).ShouldBe(ExitCodes.Done).Output.ShouldContain("residential");
        (await node.RunAsync("orders", "submit", "/nowhere/order.json")).ShouldBe(ExitCodes.Unavailable).Errors.ShouldContain("/nowhere/order.json");
    }

    [Theory]
    [InlineData("orders", "submit")]
    [InlineData("orders", "list")]
    [InlineData("mailboxes", "import")]
    [InlineData("mailboxes", "export")]
    [InlineData("mailbox", "export")]
    [InlineData("aliases", "add")]
    [InlineData("users", "create")]
    [InlineData("clients", "create")]
    [InlineData("clients", "rotate")]
    public async Task Help_ends_with_examples_that_parse(params string[] verb)
    {
        await using var node = await CommandLineNode.CreateAsync(DatabaseProvider.Sqlite);

        var help = (await node.RunAsync([.. verb, "--help"])).ShouldBe(ExitCodes.Done).Output;

        var examples = help.Split("Example")[1].Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("oss ", StringComparison.Ordinal)).ToList();
        examples.ShouldNotBeEmpty();
        help.ShouldContain("--json");
        help.ShouldContain($"oss {string.Join(' ', verb)}");
        help.ShouldNotContain("Oss.");
    }

    [Theory]
    [InlineData(true, "orders", "list")]
    [InlineData(true, "--Oss:DataDirectory", "/x", "orders", "list")]
    [InlineData(true, "--Oss:DataDirectory=/x", "--help")]
    [InlineData(true, "nonsense")]
    [InlineData(false)]
    [InlineData(false, "--demo")]
    [InlineData(false, "--Oss:Listen:Imap", "127.0.0.1:1143")]
    [InlineData(false, "--urls", "http://x")]
    public void A_node_is_started_by_options_alone(bool command, params string[] arguments) => Settings.AreOfCommand(arguments).ShouldBe(command);

    private static async Task CreateOperatorAsync(CommandLineNode node, string name)
    {
        await using var scope = node.Scope();
        await scope.ServiceProvider.GetRequiredService<CreateConsoleUser>().ExecuteAsync(name, Role.Operator, null, Actor.System, default);
    }
}
