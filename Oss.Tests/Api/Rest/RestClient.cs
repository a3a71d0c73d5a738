using System.Net;
using System.Text;
using System.Text.Json;

namespace Oss.Tests.Api.Rest;

/// <summary>A request and what came back, in few words.</summary>
internal static class RestClient
{
    public static async Task<RestAnswer> CallAsync(
        this HttpClient client, string method, string path, string? json = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith('/') ? path : $"/api/v1/{path}");
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, type);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(one => one.Key, one => string.Join(", ", one.Value), StringComparer.OrdinalIgnoreCase);
        return new RestAnswer(response.StatusCode, all, await response.Content.ReadAsStringAsync());
    }

    public static Task<RestAnswer> GetItAsync(this HttpClient client, string path, params (string Name, string Value)[] headers) => client.CallAsync("GET", path, headers: headers);

    public static Task<RestAnswer> PostItAsync(this HttpClient client, string path, string? json = null, params (string Name, string Value)[] headers) => client.CallAsync("POST", path, json, headers: headers);

    /// <summary>Makes a customer with a contract and a domain called <paramref name="key"/>, and mailboxes in it.</summary>
    public static async Task<string> CustomerAsync(this HttpClient client, string key, params string[] mailboxes)
    {
        var items = string.Join(", ", mailboxes.Select(name => $$"""
            {"action": "Provide", "mailbox": {"address": "{{name}}@{{key}}.example", "contractNumber": "{{key}}", "password": {"hash": "{{Domain.An.Hash}}"} } }
            """).Prepend($$"""{"action": "Provide", "domain": {"name": "{{key}}.example", "contractNumber": "{{key}}"} }""").Prepend($$"""
            {"action": "Provide", "subscription": {"contractNumber": "{{key}}", "tenantNumber": "T-{{key}}", "tenantName": "Tenant {{key}}", "product": "premium"} }
            """));
        var answer = await client.PostItAsync("orders", $$"""{"externalSystem": "crm-test", "externalId": "{{key}}", "items": [{{items}}]}""");
        return answer.Status == HttpStatusCode.Created ? answer.Json.GetProperty("order").GetProperty("id").GetString()! : throw new InvalidOperationException(answer.Text);
    }
}

/// <summary>What came back.</summary>
internal sealed record RestAnswer(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? Code => Json.GetProperty("code").GetString();

    public string ETag => Headers["ETag"];

    public string? this[string name] => Headers.GetValueOrDefault(name);

    public string? Of(string member) => Json.TryGetProperty(member, out var value) ? value.ToString() : null;
}
