using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Access;

/// <summary>A client that calls again within a second is let in by what is remembered; never by what is no longer so.</summary>
public sealed class RememberedApiClientTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private const string Subject = "a-program-at-the-provider";
    private static readonly Actor Operator = new(ActorKind.ConsoleUser, "operator", Role.Operator, null);

    [Theory, EachDatabase]
    public async Task Who_called_a_moment_ago_is_looked_up_again_after_a_second(DatabaseProvider provider)
    {
        using var questions = new Questions();
        var (node, client) = await ClientAsync(provider);
        (await CallAsync(node, client.Client.Name, client.Secret)).ShouldNotBeNull();

        var before = questions.Count;
        (await CallAsync(node, client.Client.Name, client.Secret)).ShouldBe(await CallAsync(node, client.Client.Name, client.Secret));
        questions.Count.ShouldBe(before);
        node.Time.Advance(TimeSpan.FromSeconds(1));
        (await CallAsync(node, client.Client.Name, client.Secret)).ShouldNotBeNull();
        questions.Count.ShouldBe(before + 1);
    }

    [Theory, EachDatabase]
    public async Task A_wrong_secret_is_no_better_for_a_right_one_a_moment_ago(DatabaseProvider provider)
    {
        using var questions = new Questions();
        var (node, client) = await ClientAsync(provider);
        await CallAsync(node, client.Client.Name, client.Secret);

        var before = questions.Count;
        (await CallAsync(node, client.Client.Name, client.Secret + "x")).ShouldBeNull();
        questions.Count.ShouldBe(before + 1);
    }

    [Theory, EachDatabase]
    public async Task What_is_changed_here_holds_for_the_next_call(DatabaseProvider provider)
    {
        var ct = TestContext.Current.CancellationToken;
        var (node, client) = await ClientAsync(provider);
        var (name, clients) = (client.Client.Name, node.Get<ManageApiClients>());
        (await CallAsync(node, name, client.Secret)).ShouldNotBeNull().MayUse(ApiScopes.ReadAudit).ShouldBeTrue();

        await clients.ChangeAsync(name, new ApiClientChange([ApiScopes.ReadMailboxes]), Operator, ct);
        (await CallAsync(node, name, client.Secret)).ShouldNotBeNull().MayUse(ApiScopes.ReadAudit).ShouldBeFalse();

        var rotated = await clients.RotateAsync(name, atOnce: false, Operator, ct);
        (await CallAsync(node, name, rotated.Secret)).ShouldNotBeNull();
        (await CallAsync(node, name, client.Secret)).ShouldNotBeNull("both are right for a day");
        var last = await clients.RotateAsync(name, atOnce: true, Operator, ct);
        (await CallAsync(node, name, rotated.Secret)).ShouldBeNull();
        (await CallAsync(node, name, last.Secret)).ShouldNotBeNull();

        var certificate = new string('A', ApiClient.CertificateLength);
        await clients.ChangeAsync(name, new ApiClientChange(Certificate: certificate), Operator, ct);
        (await CallAsync(node, name, last.Secret)).ShouldBeNull();
        (await node.Get<AuthenticateApiClient>().ExecuteAsync(name, last.Secret, certificate, ct)).ShouldNotBeNull();
        (await CallAsync(node, name, last.Secret)).ShouldBeNull("it shows no certificate, whatever it showed a moment ago");

        await clients.RemoveAsync(name, Operator, ct);
        (await node.Get<AuthenticateApiClient>().ExecuteAsync(name, last.Secret, certificate, ct)).ShouldBeNull();
    }

    [Theory, EachDatabase]
    public async Task The_same_holds_for_who_comes_with_a_providers_token(DatabaseProvider provider)
    {
        var ct = TestContext.Current.CancellationToken;
        using var questions = new Questions();
        var (node, client) = await ClientAsync(provider);
        var subject = $"{Subject}-{client.Client.Name}";
        await node.Get<ManageApiClients>().ChangeAsync(client.Client.Name, new ApiClientChange(OpenIdSubject: subject), Operator, ct);
        (await node.Get<AuthenticateApiClient>().ByOpenIdAsync(subject, null, ct)).ShouldNotBeNull();

        var before = questions.Count;
        (await node.Get<AuthenticateApiClient>().ByOpenIdAsync(subject, null, ct)).ShouldNotBeNull();
        questions.Count.ShouldBe(before);
        await node.Get<ManageApiClients>().ChangeAsync(client.Client.Name, new ApiClientChange(OpenIdSubject: ""), Operator, ct);
        (await node.Get<AuthenticateApiClient>().ByOpenIdAsync(subject, null, ct)).ShouldBeNull();
    }

    [Theory, EachDatabase]
    public async Task What_another_node_changes_holds_within_a_second(DatabaseProvider provider)
    {
        var (node, client) = await ClientAsync(provider);
        await CallAsync(node, client.Client.Name, client.Secret);
        var other = await databases.NodeOnAsync(provider);
        await other.Get<ManageApiClients>().RemoveAsync(client.Client.Name, Operator, TestContext.Current.CancellationToken);

        node.Time.Advance(TimeSpan.FromSeconds(1));
        (await CallAsync(node, client.Client.Name, client.Secret)).ShouldBeNull();
    }

    private async Task<(DomainNode Node, ApiClientSecret Client)> ClientAsync(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        return (node, await node.Get<ManageApiClients>().CreateAsync(new ApiClientNew(An.Key("client-"), Role.Operator), Operator, TestContext.Current.CancellationToken));
    }

    private static Task<Actor?> CallAsync(DomainNode node, string name, string secret) =>
        node.Get<AuthenticateApiClient>().ExecuteAsync(name, secret, null, TestContext.Current.CancellationToken);
}
