using System.Net.Http.Headers;
using System.Text;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Hosting;
using Oss.Tests.MailEngine.Queue;
using Shouldly;
using Xunit;

namespace Oss.Tests.Road;

/// <summary>Mail for mailboxes that are still on an old store, and for domains that have a server of their own: ordered by REST, taken at the SMTP port, found again on that server.</summary>
public sealed class RelayRoadTests
{
    private const string Password = "correct horse battery";
    private const string Domain = "relay.example";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory, EachDatabase]
    public async Task Mail_is_found_on_the_server_it_was_ordered_to_and_logins_say_where_it_is(DatabaseProvider provider)
    {
        var data = Directory.CreateTempSubdirectory("oss-relay-");
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var oldStore = new SmtpSink { IsLmtp = true, Keywords = ["PIPELINING", "8BITMIME"] };
        await using var customer = new SmtpSink { Keywords = ["PIPELINING", "8BITMIME"], Reply = line => line.StartsWith("RCPT TO:<nobody@", StringComparison.OrdinalIgnoreCase) ? "550 5.1.1 Nobody" : null };
        try
        {
            await using var oss = await RunningOss.StartAsync(data.FullName, database.Options, "--Oss:Outbound:NameServers=127.0.0.1:9");
            using var rest = new HttpClient { BaseAddress = new Uri(oss.Web) };
            rest.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"crm:{oss.CrmSecret}")));
            await OrderAsync(rest);

            await AsBeforeAsync(oss, oldStore, customer);
            await OldStoreAsync(oss, rest, oldStore);
            await RelayDomainAsync(oss, rest, customer);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    // Alias, alias domain, sub-addressing and catch-all end in mailboxes here, by the real directory.
    private static async Task AsBeforeAsync(RunningOss oss, SmtpSink oldStore, SmtpSink customer)
    {
        foreach (var recipient in (string[])[$"info@{Domain}", "info@alias-of-relay.example", $"bert+detail@{Domain}", $"whoever@{Domain}", "whoever@alias-of-relay.example"])
            (await SendAsync(oss, recipient)).ShouldStartWith("250 2.0.0 Delivered", Case.Sensitive, recipient);
        (await RcptAsync(oss, "nobody@other-relay.example")).ShouldStartWith("550 5.1.1");
        oldStore.Messages.ShouldBeEmpty();
        customer.Messages.ShouldBeEmpty();
    }

    private static async Task OldStoreAsync(RunningOss oss, HttpClient rest, SmtpSink oldStore)
    {
        using var open = await Wire.OpenAsync(oss.Port("IMAP"));
        await open.AskAsync($"a LOGIN anna@{Domain} \"{Password}\"", "a OK");
        await open.AskAsync("b SELECT INBOX", "b OK");
        await open.AskAsync("c IDLE", "+ ");
        (await PutAsync(rest, $"mailboxes/anna@{Domain}/relay", $$"""{"to": "lmtp:127.0.0.1:{{oldStore.Port}}"}""")).ShouldContain("not-empty", Case.Sensitive, "she has mail here");
        await DoneAsync(rest, $"mailboxes/anna@{Domain}/relay", $$"""{"to": "lmtp:127.0.0.1:{{oldStore.Port}}", "as": "anna@mailstore21.example", "evenIfInUse": true}""");
        (await open.ReadAsync()).ShouldStartWith("* BYE");

        foreach (var recipient in (string[])[$"anna@{Domain}", $"info@{Domain}", "info@alias-of-relay.example", $"anna+detail@{Domain}"])
        {
            (await SendAsync(oss, recipient)).ShouldStartWith("250 2.0.0 Queued", Case.Sensitive, recipient);
            var taken = await ArrivalAsync(oldStore);
            taken.Recipients.ShouldBe(["RCPT TO:<anna@mailstore21.example>"]);
            taken.Mail.ShouldStartWith("MAIL FROM:<sender@elsewhere.example>", Case.Sensitive, "a mailbox elsewhere is no forward");
            taken.Content.ShouldContain("Subject: to " + recipient);
        }

        using (var imap = await Wire.OpenAsync(oss.Port("IMAP")))
        {
            await imap.WriteAsync($"a LOGIN anna@{Domain} \"{Password}\"");
            (await imap.ReadUntilAsync("a "))[^1].ShouldBe("a NO [UNAVAILABLE] The mail of this account is on another server for the time being; try again later");
            await imap.WriteAsync($"b LOGIN anna@{Domain} wrong");
            (await imap.ReadUntilAsync("b "))[^1].ShouldStartWith("b NO [AUTHENTICATIONFAILED]");
        }

        using (var pop3 = await Wire.OpenAsync(oss.Port("POP3")))
        {
            await pop3.AskAsync($"USER anna@{Domain}", "+OK");
            (await pop3.AskAsync($"PASS {Password}", "-ERR")).ShouldStartWith("-ERR [SYS/TEMP] The mail of this account is on another server");
        }

        using (var sieve = await Wire.OpenAsync(oss.Port("ManageSieve"), until: "OK"))
            (await sieve.AskAsync($"AUTHENTICATE \"PLAIN\" \"{Plain("anna", Password)}\"", "NO")).ShouldStartWith("NO (TRYLATER)");
        using (var submission = await Wire.OpenAsync(oss.Port("Submission")))
        {
            await submission.AskAsync("EHLO client.example", "250 ");
            await submission.AskAsync($"AUTH PLAIN {Plain("anna", Password)}", "235");
            await submission.AskAsync($"MAIL FROM:<anna@{Domain}>", "250");
            await submission.AskAsync($"RCPT TO:<bert@{Domain}>", "250");
        }

        await DoneAsync(rest, $"mailboxes/anna@{Domain}/relay", null);
        (await SendAsync(oss, $"anna@{Domain}")).ShouldStartWith("250 2.0.0 Delivered");
        using var back = await Wire.OpenAsync(oss.Port("IMAP"));
        await back.AskAsync($"a LOGIN anna@{Domain} \"{Password}\"", "a OK");
    }

    private static async Task RelayDomainAsync(RunningOss oss, HttpClient rest, SmtpSink customer)
    {
        const string Other = "other-relay.example";
        await DoneAsync(rest, $"domains/{Other}/relay", $$"""{"to": "smtp:127.0.0.1:{{customer.Port}}"}""");
        (await SendAsync(oss, "nobody@" + Other)).ShouldStartWith("250 2.0.0 Queued", Case.Sensitive, "the customer's server says who is not there");
        using (var deadline = new CancellationTokenSource(Patience))
        {
            while (!customer.Commands.Contains($"RCPT TO:<nobody@{Other}>"))
                await Task.Delay(20, deadline.Token);
        }

        (await SendAsync(oss, "Somebody+detail@" + Other)).ShouldStartWith("250 2.0.0 Queued");
        (await ArrivalAsync(customer)).Recipients.ShouldBe([$"RCPT TO:<Somebody+detail@{Other}>"]);
        (await SendAsync(oss, "here@" + Other)).ShouldStartWith("250 2.0.0 Delivered", Case.Sensitive, "a mailbox here stays here");
        (await RcptAsync(oss, "somebody@no-relay.example")).ShouldStartWith("550 5.7.1 Relaying denied");

        await DoneAsync(rest, $"domains/{Other}/relay", $$"""{"to": "smtp:127.0.0.1:{{customer.Port}}", "recipients": "Verified"}""");
        (await RcptAsync(oss, "nobody@" + Other)).ShouldStartWith("550 5.1.1");
        (await SendAsync(oss, "somebody@" + Other)).ShouldStartWith("250 2.0.0 Queued");
        (await ArrivalAsync(customer)).Content.ShouldContain("Subject: to somebody@");
        customer.Commands.Count(command => command == $"RCPT TO:<nobody@{Other}>").ShouldBe(2, "once for the message above, once for the question");
        await RcptAsync(oss, "nobody@" + Other);
        customer.Commands.Count(command => command == $"RCPT TO:<nobody@{Other}>").ShouldBe(2, "what it said is remembered");
        customer.Reply = line => line.Length == 0 ? "421 4.3.2 Closed for tonight" : null;
        (await RcptAsync(oss, "another@" + Other)).ShouldStartWith("450 4.4.3");
        (await RcptAsync(oss, "somebody@" + Other)).ShouldStartWith("250", Case.Sensitive, "who is known there is taken while it is away");
        customer.Reply = _ => null;

        await DoneAsync(rest, $"domains/{Other}/relay", $$"""{"to": "smtp:127.0.0.1:{{customer.Port}}", "recipients": "Listed"}""");
        (await RcptAsync(oss, "somebody@" + Other)).ShouldStartWith("550 5.1.1");
        using (var answer = await rest.SendAsync(Request(HttpMethod.Post, "addresses", $$"""{"address": "somebody@{{Other}}", "kind": "Relayed"}""")))
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        (await SendAsync(oss, "somebody@" + Other)).ShouldStartWith("250 2.0.0 Queued");
        (await ArrivalAsync(customer)).Recipients.ShouldBe([$"RCPT TO:<somebody@{Other}>"]);
    }

    private static async Task<SunkMessage> ArrivalAsync(SmtpSink sink)
    {
        using var deadline = new CancellationTokenSource(Patience);
        SunkMessage? message;
        while (!sink.Messages.TryDequeue(out message))
            await Task.Delay(20, deadline.Token);
        return message;
    }

    private static async Task<string> RcptAsync(RunningOss oss, string recipient)
    {
        using var smtp = await BeginAsync(oss);
        return await smtp.AskAsync($"RCPT TO:<{recipient}>", "");
    }

    private static async Task<string> SendAsync(RunningOss oss, string recipient)
    {
        using var smtp = await BeginAsync(oss);
        await smtp.AskAsync($"RCPT TO:<{recipient}>", "250");
        await smtp.AskAsync("DATA", "354");
        return await smtp.AskAsync($"From: sender@elsewhere.example\r\nSubject: to {recipient}\r\n\r\nHello\r\n.", "250");
    }

    private static async Task<Wire> BeginAsync(RunningOss oss)
    {
        var smtp = await Wire.OpenAsync(oss.Port("SMTP"));
        await smtp.AskAsync("EHLO client.example", "250 ");
        await smtp.AskAsync("MAIL FROM:<sender@elsewhere.example>", "250");
        return smtp;
    }

    private static async Task OrderAsync(HttpClient rest)
    {
        static string Mailbox(string address) =>
            $$$"""{"action": "Provide", "mailbox": {"address": "{{{address}}}", "contractNumber": "{{{Domain}}}", "password": {"clear": "{{{Password}}}"} } }""";
        static string DomainItem(string name, string more) => $$$"""{"action": "Provide", "domain": {"name": "{{{name}}}", "contractNumber": "{{{Domain}}}"{{{more}}} } }""";
        using var order = await rest.SendAsync(Request(HttpMethod.Post, "orders", $$$"""
            {"externalSystem": "crm-test", "externalId": "relay", "items": [
              {"action": "Provide", "subscription": {"contractNumber": "{{{Domain}}}", "tenantNumber": "T", "tenantName": "Test", "product": "customer-domain"}},
              {{{DomainItem(Domain, "")}}}, {{{DomainItem("alias-of-relay.example", $", \"aliasOf\": \"{Domain}\"")}}}, {{{DomainItem("other-relay.example", "")}}},
              {{{Mailbox("anna@" + Domain)}}}, {{{Mailbox("bert@" + Domain)}}}, {{{Mailbox("here@other-relay.example")}}},
              {"action": "Provide", "alias": {"address": "info@{{{Domain}}}", "kind": "Alias", "targets": ["anna@{{{Domain}}}"]}},
              {"action": "Provide", "alias": {"address": "@{{{Domain}}}", "kind": "CatchAll", "targets": ["bert@{{{Domain}}}"]}}]}
            """));
        (await order.Content.ReadAsStringAsync()).ShouldContain("\"Completed\"");
    }

    private static async Task DoneAsync(HttpClient rest, string path, string? json)
    {
        using var answer = await rest.SendAsync(Request(json is null ? HttpMethod.Delete : HttpMethod.Put, path, json));
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> PutAsync(HttpClient rest, string path, string json)
    {
        using var answer = await rest.SendAsync(Request(HttpMethod.Put, path, json));
        return await answer.Content.ReadAsStringAsync();
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string? json)
    {
        var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        return request;
    }

    private static string Plain(string name, string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{name}@{Domain}\0{password}"));
}
