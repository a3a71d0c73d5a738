using System.Net.Http.Headers;
using System.Text;
using Oss.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Oss.Tests.Road;

/// <summary>What is ordered of a mailbox's access and limits is seen at once on the wire: by sessions that are open, by senders, by who sends.</summary>
public sealed class AccessRoadTests
{
    private const string Password = "correct horse battery";
    private const string Domain = "access.example";

    [Fact]
    public async Task Suspension_ends_open_sessions_at_once_and_limits_are_told_and_kept()
    {
        var data = Directory.CreateTempSubdirectory("oss-access-");
        try
        {
            await using var oss = await RunningOss.StartAsync(data.FullName);
            using var rest = new HttpClient { BaseAddress = new Uri(oss.Web) };
            rest.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"crm:{oss.CrmSecret}")));
            await OrderAsync(rest);

            await EndSessionsAsync(oss, rest);
            await TellSendersAsync(oss, rest);
            await KeepSizesAsync(oss);
            await KeepRateAsync(oss);
            await SendAsAnotherAsync(oss, rest);
            await ShareStorageAsync(oss, rest);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task EndSessionsAsync(RunningOss oss, HttpClient rest)
    {
        using var imap = await ImapAsync(oss, "anna", idle: true);
        using var other = await ImapAsync(oss, "bert", idle: true);
        using var submission = await SubmissionAsync(oss, "anna");
        using var pop3 = await Wire.OpenAsync(oss.Port("POP3"));
        await pop3.AskAsync($"USER anna@{Domain}", "+OK");
        await pop3.AskAsync($"PASS {Password}", "+OK");
        using var sieve = await Wire.OpenAsync(oss.Port("ManageSieve"), until: "OK");
        await sieve.AskAsync($"AUTHENTICATE \"PLAIN\" \"{Plain("anna", Password)}\"", "OK");

        await PutAsync(rest, $"mailboxes/anna@{Domain}/status", """{"login": true, "send": false, "receive": "Accept"}""");
        (await imap.ReadAsync()).ShouldBe("* BYE Your access was changed; log in again");
        (await imap.ReadAsync()).ShouldBeNull();
        (await pop3.ReadAsync()).ShouldBeNull();
        (await sieve.ReadAsync()).ShouldStartWith("BYE");
        (await submission.AskAsync("NOOP", "250")).ShouldStartWith("250");
        using (var refused = await Wire.OpenAsync(oss.Port("IMAP")))
            await refused.AskAsync($"a LOGIN anna@{Domain} \"{Password}\"", "a NO");

        await PutAsync(rest, $"mailboxes/anna@{Domain}/status", """{"login": false, "send": true, "receive": "Accept"}""");
        (await submission.ReadAsync()).ShouldBe("421 4.7.0 Your access was changed; log in again");

        await PutAsync(rest, $"mailboxes/anna@{Domain}/status", """{"login": false, "send": false, "receive": "Accept"}""");
        using var again = await ImapAsync(oss, "anna", idle: true);
        await PutAsync(rest, $"mailboxes/anna@{Domain}/password", """{"clear": "another horse battery"}""");
        (await again.ReadAsync()).ShouldStartWith("* BYE");
        using (var old = await Wire.OpenAsync(oss.Port("IMAP")))
            await old.AskAsync($"a LOGIN anna@{Domain} \"{Password}\"", "a NO");
        await PutAsync(rest, $"mailboxes/anna@{Domain}/password", $$"""{"clear": "{{Password}}"}""");

        await other.WriteAsync("DONE");
        (await other.ReadAsync()).ShouldStartWith("c OK", Case.Sensitive, "who was not meant is not cut off");
        await PutAsync(rest, $"subscriptions/{Domain}/status", """{"login": true, "send": true, "receive": "Accept"}""");
        (await other.ReadAsync()).ShouldStartWith("* BYE");
        await PutAsync(rest, $"subscriptions/{Domain}/status", """{"login": false, "send": false, "receive": "Accept"}""");
    }

    private static async Task TellSendersAsync(RunningOss oss, HttpClient rest)
    {
        foreach (var (receive, reply) in new[] { ("Defer", "450 4.2.1"), ("Refuse", "550 5.2.1"), ("Accept", "250 2.1.5") })
        {
            await PutAsync(rest, $"mailboxes/anna@{Domain}/status", $$"""{"login": false, "send": false, "receive": "{{receive}}"}""");
            using var smtp = await Wire.OpenAsync(oss.Port("SMTP"));
            await smtp.AskAsync("EHLO client.example", "250 ");
            await smtp.AskAsync("MAIL FROM:<a@elsewhere.example>", "250");
            (await smtp.AskAsync($"RCPT TO:<anna@{Domain}>", reply[..3])).ShouldStartWith(reply);
        }
    }

    private static async Task KeepSizesAsync(RunningOss oss)
    {
        using var submission = await SubmissionAsync(oss, "anna");
        await submission.WriteAsync("EHLO client.example");
        (await submission.ReadUntilAsync("250 ")).ShouldContain(line => line.Contains("SIZE 30000"));
        (await submission.AskAsync($"MAIL FROM:<anna@{Domain}> SIZE=30001", "552")).ShouldStartWith("552 5.3.4");

        using var smtp = await Wire.OpenAsync(oss.Port("SMTP"));
        await smtp.AskAsync("EHLO client.example", "250 ");
        await smtp.AskAsync("MAIL FROM:<a@elsewhere.example> SIZE=40000", "250");
        await smtp.AskAsync($"RCPT TO:<anna@{Domain}>", "552 5.2.3");
        await smtp.AskAsync("RSET", "250");
        await smtp.AskAsync("MAIL FROM:<a@elsewhere.example>", "250");
        await smtp.AskAsync($"RCPT TO:<anna@{Domain}>", "250");
        await smtp.AskAsync("DATA", "354");
        await smtp.AskAsync($"Subject: large\r\n\r\n{string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 600))}.", "552 5.2.3");

        using var imap = await ImapAsync(oss, "anna", idle: false);
        await imap.WriteAsync("d CAPABILITY");
        (await imap.ReadUntilAsync("d OK")).ShouldContain(line => line.Contains("APPENDLIMIT=30000"));
        await imap.WriteAsync("e GETQUOTAROOT INBOX");
        (await imap.ReadUntilAsync("e OK")).ShouldContain(line => line.Contains("MESSAGE 0 100"));
        (await imap.AskAsync("f APPEND INBOX {40000}", "f ")).ShouldStartWith("f NO");
    }

    private static async Task KeepRateAsync(RunningOss oss)
    {
        using var submission = await SubmissionAsync(oss, "bert");
        for (var i = 0; i < 3; i++)
        {
            await submission.AskAsync($"MAIL FROM:<bert@{Domain}>", "250");
            await submission.AskAsync($"RCPT TO:<anna@{Domain}>", "250");
            if (i < 2)
            {
                await submission.AskAsync("DATA", "354");
                await submission.AskAsync($"From: bert@{Domain}\r\nSubject: {i}\r\n\r\nx\r\n.", "250");
            }
            else
                await submission.AskAsync("DATA", "450 4.7.28");
        }
    }

    private static async Task SendAsAnotherAsync(RunningOss oss, HttpClient rest)
    {
        using var submission = await SubmissionAsync(oss, "anna");
        await submission.AskAsync($"MAIL FROM:<director@{Domain}>", "553 5.7.1");

        (await rest.SendAsync(Request(HttpMethod.Post, $"mailboxes/anna@{Domain}/sending-rights", $$"""{"address": "director@{{Domain}}"}"""))).EnsureSuccessStatusCode();
        await submission.AskAsync($"MAIL FROM:<director@{Domain}>", "250");
        await submission.AskAsync($"RCPT TO:<bert@{Domain}>", "250");
        await submission.AskAsync("DATA", "354");
        await submission.AskAsync($"From: director@{Domain}\r\nSubject: in the name of\r\n\r\nx\r\n.", "250");

        (await rest.SendAsync(Request(HttpMethod.Delete, $"mailboxes/anna@{Domain}/sending-rights/director@{Domain}", null))).EnsureSuccessStatusCode();
        await submission.AskAsync($"MAIL FROM:<director@{Domain}>", "553 5.7.1");
    }

    private static async Task ShareStorageAsync(RunningOss oss, HttpClient rest)
    {
        (await rest.SendAsync(Request(HttpMethod.Patch, $"subscriptions/{Domain}", """{"limits": [{"name": "QuotaPool", "maximum": 10240}]}"""))).EnsureSuccessStatusCode();
        using var smtp = await Wire.OpenAsync(oss.Port("SMTP"));
        await smtp.AskAsync("EHLO client.example", "250 ");
        await smtp.AskAsync("MAIL FROM:<a@elsewhere.example> SIZE=9900", "250");
        (await smtp.AskAsync($"RCPT TO:<director@{Domain}>", "452")).ShouldStartWith("452 4.2.2");
        using var imap = await ImapAsync(oss, "director", idle: false);
        await imap.WriteAsync("d GETQUOTAROOT INBOX");
        (await imap.ReadUntilAsync("d OK")).ShouldContain(line => line.StartsWith("* QUOTA \"Pool\" (STORAGE ") && line.EndsWith(" 10)"));

        using var contract = System.Text.Json.JsonDocument.Parse(await rest.GetStringAsync($"/api/v1/subscriptions/{Domain}"));
        var use = contract.RootElement.GetProperty("uses").EnumerateArray().Single(u => u.GetProperty("name").GetString() == "quota-pool");
        use.GetProperty("current").GetInt64().ShouldBeInRange(400, 10240);
        using var usage = System.Text.Json.JsonDocument.Parse(await rest.GetStringAsync($"/api/v1/mailboxes/director@{Domain}/usage"));
        usage.RootElement.GetProperty("usage").GetProperty("pool").GetProperty("limitBytes").GetInt64().ShouldBe(10240);
    }

    private static async Task OrderAsync(HttpClient rest)
    {
        var mailboxes = string.Join(", ", new[] { "anna", "bert", "director" }.Select(name =>
            $$$"""{"action": "Provide", "mailbox": {"address": "{{{name}}}@{{{Domain}}}", "contractNumber": "{{{Domain}}}", "password": {"clear": "{{{Password}}}"} } }"""));
        var order = await rest.SendAsync(Request(HttpMethod.Post, "orders", $$$"""
            {"externalSystem": "crm-test", "externalId": "access", "items": [
              {"action": "Provide", "subscription": {"contractNumber": "{{{Domain}}}", "tenantNumber": "T", "tenantName": "Test", "product": "customer-domain"}},
              {"action": "Provide", "domain": {"name": "{{{Domain}}}", "contractNumber": "{{{Domain}}}"}}, {{{mailboxes}}}]}
            """));
        (await order.Content.ReadAsStringAsync()).ShouldContain("\"Completed\"");
        (await rest.SendAsync(Request(HttpMethod.Patch, $"subscriptions/{Domain}", """
            {"limits": [{"name": "MessageSize", "maximum": 30000}, {"name": "MessagesPerHour", "maximum": 2}, {"name": "StoredMessages", "maximum": 100}]}
            """))).EnsureSuccessStatusCode();
    }

    private static async Task PutAsync(HttpClient rest, string path, string json)
    {
        using var answer = await rest.SendAsync(Request(HttpMethod.Put, path, json));
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string? json)
    {
        var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        return request;
    }

    private static string Plain(string name, string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{name}@{Domain}\0{password}"));

    private static async Task<Wire> ImapAsync(RunningOss oss, string name, bool idle)
    {
        var imap = await Wire.OpenAsync(oss.Port("IMAP"));
        await imap.AskAsync($"a LOGIN {name}@{Domain} \"{Password}\"", "a OK");
        await imap.AskAsync("b SELECT INBOX", "b OK");
        if (idle)
            await imap.AskAsync("c IDLE", "+ ");
        return imap;
    }

    private static async Task<Wire> SubmissionAsync(RunningOss oss, string name)
    {
        var submission = await Wire.OpenAsync(oss.Port("Submission"));
        await submission.AskAsync("EHLO client.example", "250 ");
        await submission.AskAsync($"AUTH PLAIN {Plain(name, Password)}", "235");
        return submission;
    }
}
