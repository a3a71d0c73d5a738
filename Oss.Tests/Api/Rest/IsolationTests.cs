using System.Net;
using System.Text.Json;
using Oss.Api.Rest.OpenApi;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Tests.Api.Soap;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Rest;

/// <summary>Whatever operation there is, a client of another tenant gets no data by it and changes nothing.</summary>
public sealed class IsolationTests(ApiHosts hosts)
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite, Role.Crm)]
    [InlineData(DatabaseProvider.MySql, Role.TenantAdmin)]
    public async Task A_client_of_another_tenant_finds_nothing_and_changes_nothing(DatabaseProvider provider, Role role)
    {
        var host = await hosts.OnAsync(provider);
        using var operators = host.Authenticated();
        var (victim, own) = (Unique("v").ToLowerInvariant(), Unique("w").ToLowerInvariant());
        var order = await operators.CustomerAsync(victim, "anna", "berta");
        await operators.CallAsync("PATCH", $"mailboxes/anna@{victim}.example", """{"displayName": "Secretary of State"}""", headers: ("If-Match", "*"));
        await operators.PostItAsync($"mailboxes/anna@{victim}.example/aliases", $$"""{"address": "info@{{victim}}.example"}""");
        await operators.CustomerAsync(own, "clara");
        using var stranger = await host.TenantClientAsync($"T-{own}", role);
        var before = await StateAsync(operators, victim, order);
        var failures = new List<string>();

        foreach (var (method, path, operation) in host.Operations)
        {
            if (operation is null)
                continue;

            var named = path.Contains('{');
            var url = path.Replace("{mailbox}", $"anna@{victim}.example").Replace("{alias}", $"info@{victim}.example").Replace("{address}", $"anna@{victim}.example").Replace("{domain}", $"{victim}.example")
                .Replace("{contract}", victim).Replace("{number}", $"T-{victim}").Replace("{id}", order).Replace("{code}", "premium").Replace("{name}", ApiHost.Client).Replace("{selector}", "oss1");
            if (operation.Id == "Search")
                url += $"?text={victim}";
            var body = operation.Body is null ? null : Examples.Of(operation.Body).ToJsonString()
                .Replace("anna@example.org", $"anna@{victim}.example").Replace("example.org", $"{victim}.example").Replace("K-4711", victim).Replace("T-1001", $"T-{own}");
            var answer = await stranger.CallAsync(method, url, body, headers: ("If-Match", "*"));

            var mayAnswer = !named || operation.Id is "GetProduct" or "CheckAddress";
            if (method != "HEAD" && (answer.Text.Contains("Secretary") || answer.Text.Contains($"Tenant {victim}") || (!named && method == "GET" && answer.Text.Contains(victim))))
                failures.Add($"{method} {url} shows {answer.Text}");
            if ((int)answer.Status >= 500 || (!mayAnswer && answer.Status is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden)))
                failures.Add($"{method} {url} is {(int)answer.Status}: {answer.Text}");
        }

        failures.ShouldBeEmpty();
        (await StateAsync(operators, victim, order)).ShouldBe(before);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite, Role.TenantAdmin)]
    [InlineData(DatabaseProvider.MySql, Role.Crm)]
    public async Task Nor_does_it_by_any_operation_of_SOAP(DatabaseProvider provider, Role role)
    {
        var host = await hosts.OnAsync(provider);
        using var operators = host.Authenticated();
        var (victim, own) = (Unique("v").ToLowerInvariant(), Unique("w").ToLowerInvariant());
        var order = await operators.CustomerAsync(victim, "anna", "berta");
        await operators.CallAsync("PATCH", $"mailboxes/anna@{victim}.example", """{"displayName": "Secretary of State"}""", headers: ("If-Match", "*"));
        await operators.CustomerAsync(own, "clara");
        using var stranger = await host.TenantClientAsync($"T-{own}", role);
        var before = await StateAsync(operators, victim, order);
        var (failures, asked) = (new List<string>(), 0);
        var values = new SampleValues(victim, order);

        foreach (var (path, operation) in await SampleRequests.OperationsAsync(stranger))
        {
            asked++;
            var answer = await stranger.PostAsync(Envelope(operation.Body(values)), operation.Action, path);
            if (answer.Text.Contains("Secretary", StringComparison.Ordinal) || answer.Text.Contains($"Tenant {victim}", StringComparison.Ordinal))
                failures.Add($"{operation.Action} shows {answer.Text}");
            if (answer.Detail("InternalFault") is not null || (answer.Detail("ValidationFault") is not null && answer.Findings.Any(finding => finding.Code == "schema")))
                failures.Add($"{operation.Action} with {operation.Body(values)}: {answer.Text}");
        }

        failures.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(60);
        (await StateAsync(operators, victim, order)).ShouldBe(before);
    }

    [Theory, EachDatabase]
    public async Task Whether_a_foreign_address_is_free_is_not_said(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var operators = host.Authenticated();
        var (victim, own) = (Unique("v").ToLowerInvariant(), Unique("w").ToLowerInvariant());
        await operators.CustomerAsync(victim, "anna");
        await operators.CustomerAsync(own);
        using var stranger = await host.TenantClientAsync($"T-{own}", Role.Crm);

        var taken = await stranger.GetItAsync($"addresses/anna@{victim}.example/availability");
        var free = await stranger.GetItAsync($"addresses/nobody@{victim}.example/availability");

        taken.Of("reasonCode").ShouldBe("not-found");
        free.Text.Replace("nobody", "anna").ShouldBe(taken.Text);
    }

    [Theory, EachDatabase]
    public async Task Nothing_is_answered_without_credentials(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var stranger = host.Anonymous();
        foreach (var (method, path, _) in host.Operations)
            (await stranger.CallAsync(method, path.Replace("{", "").Replace("}", ""))).Status.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}");
    }

    private static async Task<string> StateAsync(HttpClient client, string key, string order)
    {
        string[] paths = [$"orders/{order}", $"orders?tenantNumber=T-{key}", $"tenants/T-{key}", $"subscriptions/{key}", $"mailboxes/anna@{key}.example", $"mailboxes/berta@{key}.example", $"addresses?contractNumber={key}", $"domains/{key}.example"];
        var state = new List<string>();
        foreach (var path in paths)
            state.Add((await client.GetItAsync(path)).Text);
        return JsonSerializer.Serialize(state);
    }
}
