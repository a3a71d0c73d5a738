using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Tests.Api.Rest;
using Oss.Tests.Databases;
using Oss.Tests.Hosting;
using Oss.Tests.Web;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Road;

/// <summary>Where is my mail? From swaks through rules, an alias and a filter to the folder, and the same seen by REST, by SOAP and in the console; by the right people alone, and after a kill.</summary>
public sealed class TraceRoadTests
{
    private const string Information = "urn:oss:information:2026-11";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory, EachDatabase]
    public async Task A_message_is_followed_from_its_client_to_its_folder_by_whoever_may(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var data = Directory.CreateTempSubdirectory("oss-trace-");
        try
        {
            var rules = Path.Combine(data.FullName, "policy.rules");
            await File.WriteAllTextAsync(rules, "rcpt: sender spam.example => refuse \"Nothing from there\"\n");
            await using (var oss = await RunningOss.StartAsync(data.FullName, database.Options, $"--Oss:Policy:RulesFile={rules}", "--Oss:Policy:TrustedNetworks=192.0.2.0/24", "--Oss:Policy:Authenticate=false"))
            {
                using var crm = Client(oss, "crm", oss.CrmSecret);
                await crm.CustomerAsync("trace", "anna");
                await crm.CustomerAsync("other", "zoe");
                (await crm.PostItAsync("mailboxes/anna@trace.example/aliases", """{"address": "info@trace.example"}""")).Status.ShouldBeOneOf(System.Net.HttpStatusCode.OK, System.Net.HttpStatusCode.Created);
                Activate(data, "anna@trace.example", "require [\"fileinto\", \"mailbox\"]; fileinto :create \"Büro\";");

                await SwaksAsync(oss, "bert@elsewhere.example", "info@trace.example", "<kept@elsewhere.example>");
                await SwaksAsync(oss, "eve@spam.example", "anna@trace.example", "<refused@spam.example>", mayFail: true);
                await SwaksAsync(oss, "bert@elsewhere.example", "nobody@trace.example", "<unknown@elsewhere.example>", mayFail: true);

                var row = await FoundAsync(crm, "messages?recipient=info@trace.example");
                (row.Text("sender"), row.Text("target"), row.Text("state"), row.Text("messageId"), row.Text("client")).ShouldBe(
                    ("bert@elsewhere.example", "anna@trace.example", "Delivered", "<kept@elsewhere.example>", "127.0.0.1"));
                var way = (await crm.GetItAsync($"messages/{row.Text("message")}")).Json.GetProperty("recipients").EnumerateArray().ShouldHaveSingleItem();
                way.GetProperty("events").EnumerateArray().Select(e => $"{e.Text("kind")} {e.Text("detail")}{e.Text("reply")}").ShouldBe(["Expanded anna@trace.example", "Filed Büro", "Accepted 250 2.0.0 Delivered"]);

                var refused = await FoundAsync(crm, "messages?sender=eve@spam.example");
                (refused.Text("state"), refused.Text("reply")).ShouldBe(("Refused", "550 5.7.1 Nothing from there"));
                (await crm.GetItAsync($"messages/{refused.Text("message")}")).Text.ShouldContain("sender spam.example");
                (await FoundAsync(crm, "messages?recipient=nobody@trace.example")).Text("reply").ShouldStartWith("550 5.1.1");

                var soap = await SoapAsync(crm, "SearchTrace", "<Filter><Recipient>info@trace.example</Recipient></Filter>");
                soap.Descendants(XName.Get("Message", Information)).ShouldHaveSingleItem().Value.ShouldBe(row.Text("message"));
                (await SoapAsync(crm, "GetTrace", $"<Message>{row.Text("message")}</Message>")).Descendants(XName.Get("Event", Information))
                    .Select(e => e.Element(XName.Get("Kind", Information))!.Value).ShouldBe(["Expanded", "Filed", "Accepted"]);

                using (var browser = new ConsoleBrowser(new Uri(oss.Web), "de"))
                {
                    await browser.SignInAsync("operator", oss.OperatorPassword);
                    await browser.GoAsync("/messages?recipient=info@trace.example");
                    await browser.GoAsync(browser.Page.QuerySelector("tbody a")!.GetAttribute("href")!);
                    browser.Text.ShouldContain("Sie wurde in den Ordner „Büro“ gelegt.");
                    await browser.GoAsync("/messages?sender=eve@spam.example");
                    await browser.GoAsync(browser.Page.QuerySelector("tbody a")!.GetAttribute("href")!);
                    browser.Text.ShouldContain("Die Plattform wies die Nachricht ab:");
                    browser.Text.ShouldContain("550 5.7.1 Nothing from there");
                }

                await IsolationAsync(oss, database, row.Text("message")!);
                await LoginsAsync(oss, crm);
                await SwaksAsync(oss, "bert@elsewhere.example", "anna@trace.example", "<last@elsewhere.example>");
                await oss.InterruptAsync();
            }

            // What was told last was written at the end of the node.
            await using var again = await RunningOss.StartAsync(data.FullName, database.Options);
            using var later = Client(again, "of-trace", await ClientOfAsync(database, "of-trace", "T-trace"));
            (await FoundAsync(later, "messages?messageId=last@elsewhere.example")).Text("state").ShouldBe("Delivered");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_kill_costs_the_last_seconds_of_the_trace_and_no_mail()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var data = Directory.CreateTempSubdirectory("oss-trace-kill-");
        try
        {
            string secret;
            await using (var oss = await RunningOss.StartAsync(data.FullName, database.Options))
            {
                secret = oss.CrmSecret;
                using var crm = Client(oss, "crm", secret);
                await crm.CustomerAsync("trace", "anna");
                await SwaksAsync(oss, "bert@elsewhere.example", "anna@trace.example", "<written@elsewhere.example>");
                await FoundAsync(crm, "messages?messageId=written@elsewhere.example");
                await SwaksAsync(oss, "bert@elsewhere.example", "anna@trace.example", "<unwritten@elsewhere.example>");
                await oss.KillAsync();
            }

            await using var again = await RunningOss.StartAsync(data.FullName, database.Options);
            using var later = Client(again, "crm", secret);
            await FoundAsync(later, "messages?messageId=written@elsewhere.example");
            await SwaksAsync(again, "bert@elsewhere.example", "anna@trace.example", "<after@elsewhere.example>");
            await FoundAsync(later, "messages?messageId=after@elsewhere.example");
            Directory.EnumerateFiles(data.FullName, "*,S=*", SearchOption.AllDirectories).Count(file => file.Contains("anna@trace.example", StringComparison.Ordinal)).ShouldBe(3);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    // Another customer asks in every way there is, and sees nothing; the customer sees the own.
    private static async Task IsolationAsync(RunningOss oss, TestDatabase database, string message)
    {
        using var own = Client(oss, "own", await ClientOfAsync(database, "own", "T-trace"));
        using var other = Client(oss, "other", await ClientOfAsync(database, "other", "T-other"));
        (await own.GetItAsync($"messages/{message}")).Text.ShouldContain("Filed");
        foreach (var query in (string[])["", "?recipient=info@trace.example", "?recipient=anna@trace.example", "?sender=bert@elsewhere.example", "?messageId=kept@elsewhere.example", "?client=127.0.0.1", "?tenantNumber=T-trace"])
            (await other.GetItAsync($"messages{query}")).Json.GetProperty("items").GetArrayLength().ShouldBe(0, query);
        (await other.GetItAsync($"messages/{message}")).Code.ShouldBe("not-found");
        (await other.GetItAsync("mailboxes/anna@trace.example/logins")).Code.ShouldBe("not-found");
        (await SoapAsync(other, "SearchTrace", "<Filter><Recipient>info@trace.example</Recipient></Filter>")).Descendants(XName.Get("Row", Information)).ShouldBeEmpty();
    }

    private static async Task LoginsAsync(RunningOss oss, HttpClient crm)
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Hosting.Client.RunAsync("curl", "-sS", $"pop3://127.0.0.1:{oss.Port("POP3")}/", "-u", "anna@trace.example:falsch"));
        await Hosting.Client.RunAsync("curl", "-sS", $"pop3://127.0.0.1:{oss.Port("POP3")}/", "-u", $"anna@trace.example:{Domain.An.Password}");
        var logins = await EventuallyAsync(async () => (await crm.GetItAsync("mailboxes/anna@trace.example/logins")).Json.GetProperty("logins").EnumerateArray().ToList(), found => found.Count == 2);
        logins.Select(l => $"{l.Text("service")} {l.Text("result")} {l.Text("client")}").Order().ShouldBe(["Pop3 Accepted 127.0.0.1", "Pop3 Rejected 127.0.0.1"]);
        (await SoapAsync(crm, "ListLogins", "<Address>anna@trace.example</Address>")).Descendants(XName.Get("Login", Information)).Count().ShouldBe(2);
        var from = DateTime.UtcNow.AddHours(-2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        (await SoapAsync(crm, "GetStatistics", $"<Filter><From>{from}</From><TenantNumber>T-trace</TenantNumber></Filter>")).Descendants(XName.Get("Measure", Information)).Select(e => e.Value).Distinct()
            .ShouldBe(["logins.pop3.failed", "logins.pop3.ok", "messages.received", "refused.5.1.1", "refused.5.7.1"], ignoreOrder: true);
        (await crm.GetItAsync($"statistics?from={from}&tenantNumber=T-trace")).Json.GetProperty("counts").EnumerateArray().Select(c => c.Text("measure")).ShouldContain("messages.received");
    }

    private static async Task<string> ClientOfAsync(TestDatabase database, string name, string tenant)
    {
        await using var node = new Domain.DomainNode(database.Options, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow), new Domain.FakeMailPlatform());
        return (await node.Get<ManageApiClients>().CreateAsync(new ApiClientNew(name, Role.TenantAdmin, tenant), Actor.System, TestContext.Current.CancellationToken)).Secret;
    }

    private static HttpClient Client(RunningOss oss, string name, string secret)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(oss.Web) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{secret}")));
        return client;
    }

    // The mailbox's own filter, as a Dovecot beside it would keep it.
    private static void Activate(DirectoryInfo data, string mailbox, string script)
    {
        var home = Directory.EnumerateDirectories(data.FullName, mailbox, SearchOption.AllDirectories).Single(d => Directory.Exists(Path.Combine(d, "Maildir")));
        Directory.CreateDirectory(Path.Combine(home, "sieve"));
        File.WriteAllText(Path.Combine(home, "sieve", "main.sieve"), script);
        File.CreateSymbolicLink(Path.Combine(home, ".dovecot.sieve"), "sieve/main.sieve");
    }

    private static async Task SwaksAsync(RunningOss oss, string from, string to, string messageId, bool mayFail = false)
    {
        var sending = Hosting.Client.RunAsync(
            "swaks", "--server", "127.0.0.1", "--port", $"{oss.Port("SMTP")}", "--helo", "client.example", "--from", from, "--to", to, "--header", $"Message-Id: {messageId}", "--body", "Hallo");
        if (mayFail)
            await Should.ThrowAsync<InvalidOperationException>(() => sending);
        else
            await sending;
    }

    private static async Task<JsonElement> FoundAsync(HttpClient client, string path) =>
        (await EventuallyAsync(async () => (await client.GetItAsync(path)).Json.GetProperty("items").EnumerateArray().ToList(), found => found.Count > 0)).ShouldHaveSingleItem();

    private static async Task<XDocument> SoapAsync(HttpClient client, string operation, string content) => (await client.PostAsync(
        Envelope($"<{operation} xmlns=\"{Information}\">{content}</{operation}>"), $"{Information}/{operation}", "/soap/information")).Document;

    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> look, Func<T, bool> isThere)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            var found = await look();
            if (isThere(found) || deadline.IsCancellationRequested)
                return found;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}

file static class JsonText
{
    public static string? Text(this JsonElement element, string member) => element.TryGetProperty(member, out var value) ? value.ToString() : null;
}
