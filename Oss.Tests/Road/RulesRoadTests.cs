using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Oss.Tests.Road;

/// <summary>What becomes of mail, ordered with zeep and by REST, seen by those who send and read it; a script that sieve-connect brought stays.</summary>
public sealed class RulesRoadTests
{
    private const string Password = "correct horse battery";

    // What no rule can say of the script by hand, as a caller is told in the language asked for.
    private const string LostInEnglish = "The rule \"von Hand für Büro\" could not be brought over: 'fileinto' is not among what rules can do.";
    private const string LostInGerman = "Die Regel \"von Hand für Büro\" ließ sich nicht übernehmen: 'fileinto' gehört nicht zu dem, was Regeln tun können.";

    [Theory, EachDatabase]
    public async Task What_is_ordered_happens_to_mail_and_a_script_by_hand_is_left_alone(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var data = Directory.CreateTempSubdirectory("oss-rules-");
        try
        {
            await using var oss = await RunningOss.StartAsync(data.FullName, database.Options);
            (await ScriptAsync(oss, "set")).ShouldBe("Completed\nCompleted\nCompleted\nSchöne Grüße\naus Köln\n");

            // A rule with a copy's forward in front of it: from max to bert, on to anna, into her folder; max hears that she is away.
            await SendAsync(oss, data, "bert", "first", "Rechnung für März");
            (await SubjectsAsync(oss, "bert", "INBOX")).ShouldBe(["Rechnung für März"]);
            (await SubjectsAsync(oss, "anna", "Büro/Köln")).ShouldBe(["Rechnung für März"]);
            await SendAsync(oss, data, "anna", "second", "Hallo");
            (await SubjectsAsync(oss, "anna", "INBOX")).ShouldBe(["Hallo"]);
            var reply = (await MessagesAsync(oss, "max", "INBOX")).ShouldHaveSingleItem();
            (reply.Subject, reply.TextBody!.ReplaceLineEndings("\n").Trim(), reply.Headers["Auto-Submitted"]).ShouldBe(("Bin übers Jahr weg", "Schöne Grüße\naus Köln", "auto-replied (vacation)"));

            await PutAsync(oss, "bert", "forwarding", """{"targets": ["anna@rules.example"], "keepCopy": false}""");
            await SendAsync(oss, data, "bert", "third", "Ohne Kopie");
            (await SubjectsAsync(oss, "bert", "INBOX")).ShouldBe(["Rechnung für März"]);
            (await SubjectsAsync(oss, "anna", "INBOX")).ShouldBe(["Hallo", "Ohne Kopie"]);

            var script = Path.Combine(data.FullName, "upload.sieve");
            await File.WriteAllTextAsync(script, "require \"fileinto\";\r\n# von Hand für Büro\r\nfileinto \"Büro/Köln\";\r\n");
            await SieveConnectAsync(oss, "--localsieve", script, "--remotesieve", "mine", "--upload");
            await SieveConnectAsync(oss, "--remotesieve", "mine", "--activate");
            (await ScriptAsync(oss, "leave")).ShouldBe($"script-by-hand\nByHand mine\n{LostInEnglish}\n{LostInGerman}\n");
            (await GetRulesAsync(oss, "anna", "de-DE, en;q=0.5")).ShouldContain(LostInGerman);
            (await PutAsync(oss, "anna", "spam", """{"action": "Junk"}""", succeeds: false)).ShouldContain("script-by-hand");
            await SendAsync(oss, data, "anna", "fourth", "Nach dem Skript von Hand");
            (await SubjectsAsync(oss, "anna", "Büro/Köln")).ShouldBe(["Rechnung für März", "Nach dem Skript von Hand"]);

            (await ScriptAsync(oss, "replace")).ShouldBe("Completed\nRules \n");
            (await SieveConnectAsync(oss, "--list")).ShouldContain("mine");

            // A tenant that lets no mail out: the script by hand is named, and then does not reach beyond the platform.
            await File.WriteAllTextAsync(script, "require \"copy\"; redirect :copy \"bert@rules.example\"; redirect \"max@elsewhere.invalid\";\r\n");
            await SieveConnectAsync(oss, "--localsieve", script, "--remotesieve", "mine", "--upload");
            await SieveConnectAsync(oss, "--remotesieve", "mine", "--activate");
            await PutAsync(oss, "bert", "forwarding", """{"targets": ["max@rules.example"], "keepCopy": true}""");
            (await ScriptAsync(oss, "keep-here")).ShouldBe("still-forwarding None\nCompleted True\n");
            (await PutAsync(oss, "bert", "forwarding", """{"targets": ["max@elsewhere.invalid"], "keepCopy": true}""", succeeds: false)).ShouldContain("external-target");
            await SendAsync(oss, data, "anna", "fifth", "Bleibt hier");
            (await SubjectsAsync(oss, "anna", "INBOX")).ShouldContain("Bleibt hier");
            (await SubjectsAsync(oss, "bert", "INBOX")).ShouldContain("Bleibt hier");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Theory, EachDatabase]
    public async Task The_administrator_s_scripts_and_the_mailbox_s_setting_of_spam_stand_around_the_user_s_script(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var data = Directory.CreateTempSubdirectory("oss-rules-");
        try
        {
            var (before, after, mine) = (Path.Combine(data.FullName, "before.sieve"), Path.Combine(data.FullName, "after.sieve"), Path.Combine(data.FullName, "mine.sieve"));
            await File.WriteAllTextAsync(before, """require "editheader"; if header :contains "subject" "Lotterie" { discard; stop; } addheader "X-Before" "geprüft";""");
            await File.WriteAllTextAsync(after, """require ["fileinto", "copy", "mailbox", "imap4flags"]; if header "x-before" "geprüft" { fileinto :copy :create :flags "$Checked" "Archiv"; }""");
            await using var oss = await RunningOss.StartAsync(
                data.FullName, database.Options, $"--Oss:Sieve:Before:0={before}", $"--Oss:Sieve:After:0={after}", "--Oss:ContentFilters:TrustedNetworks=127.0.0.0/8");
            (await ScriptAsync(oss, "set")).ShouldStartWith("Completed\nCompleted\nCompleted\n");

            // Rules that say nothing of spam: it is mail as any other. What a script puts elsewhere does not come to the scripts after it.
            await SendAsync(oss, data, "anna", "lottery", "Lotterie");
            await SendAsync(oss, data, "anna", "bill", "Rechnung für März");
            await SendAsync(oss, data, "anna", "spam1", "Werbung 1", Spam);
            await SendAsync(oss, data, "anna", "ham1", "Hallo 1");
            await ShouldHaveAsync("INBOX: Werbung 1, Hallo 1", "Archiv: Werbung 1, Hallo 1", "Büro/Köln: Rechnung für März", "Junk: -");
            (await MessagesAsync(oss, "anna", "Büro/Köln"))[0].Headers["X-Before"].ShouldBe("geprüft");

            await PutAsync(oss, "anna", "spam", """{"action": "Junk"}""");
            await SendAsync(oss, data, "anna", "spam2", "Werbung 2", Spam);
            await SendAsync(oss, data, "anna", "ham2", "Hallo 2");
            await ShouldHaveAsync("INBOX: Werbung 1, Hallo 1, Hallo 2", "Archiv: Werbung 1, Hallo 1, Hallo 2", "Büro/Köln: Rechnung für März", "Junk: Werbung 2");

            await PutAsync(oss, "anna", "spam", """{"action": "Discard"}""");
            await SendAsync(oss, data, "anna", "spam3", "Werbung 3", Spam);
            await SendAsync(oss, data, "anna", "lottery2", "Lotterie", Spam);

            // A script that does not look at the verdict leaves spam to the platform's setting, before it.
            await File.WriteAllTextAsync(mine, """require ["fileinto", "mailbox"]; if allof (header "x-before" "geprüft", not header "subject" "Hallo 4") { fileinto :create "Von Hand"; }""");
            await SieveConnectAsync(oss, "--localsieve", mine, "--remotesieve", "mine", "--upload");
            await SieveConnectAsync(oss, "--remotesieve", "mine", "--activate");
            await SendAsync(oss, data, "anna", "spam4", "Werbung 4", Spam);
            await SendAsync(oss, data, "anna", "lottery3", "Lotterie");
            await SendAsync(oss, data, "anna", "ham3", "Hallo 3");
            await SendAsync(oss, data, "anna", "ham4", "Hallo 4");
            await ShouldHaveAsync(
                "INBOX: Werbung 1, Hallo 1, Hallo 2, Hallo 4", "Archiv: Werbung 1, Hallo 1, Hallo 2, Hallo 4", "Büro/Köln: Rechnung für März", "Junk: Werbung 2, Werbung 4", "Von Hand: Hallo 3");
            (await KeywordsAsync(oss, "anna", "Archiv")).ShouldBe(["$Checked", "$Checked", "$Checked", "$Checked"]);

            async Task ShouldHaveAsync(params string[] folders)
            {
                foreach (var folder in folders.Select(line => line.Split(": ")))
                    (await SubjectsAsync(oss, "anna", folder[0])).ShouldBe(folder[1] == "-" ? [] : folder[1].Split(", "), folder[0]);
            }
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private const string Spam = "X-Spam-Flag: YES\n";

    private static async Task<string> ScriptAsync(RunningOss oss, string step) =>
        Encoding.UTF8.GetString(await Client.RunAsync("/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "Road", "rules.py"), oss.Web, "rules", oss.CrmSecret, step));

    private static async Task SendAsync(RunningOss oss, DirectoryInfo data, string to, string name, string subject, string fields = "")
    {
        var file = Path.Combine(data.FullName, name + ".eml");
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(subject));
        await File.WriteAllTextAsync(file, $"From: Max <max@rules.example>\nTo: {to}@rules.example\nSubject: =?utf-8?B?{encoded}?=\nMessage-ID: <{name}@rules.example>\n{fields}\nx\n");
        await Client.RunAsync("swaks", "--server", "127.0.0.1", "--port", $"{oss.Port("LMTP")}", "--protocol", "LMTP", "--from", "max@rules.example", "--to", $"{to}@rules.example", "--data", "@" + file);
    }

    private static async Task<IEnumerable<string>> SubjectsAsync(RunningOss oss, string name, string folder) => (await MessagesAsync(oss, name, folder)).Select(message => message.Subject!);

    private static async Task<IReadOnlyList<MimeMessage>> MessagesAsync(RunningOss oss, string name, string folder)
    {
        using var client = await LogInAsync(oss, name);
        if ((await client.GetFoldersAsync(client.PersonalNamespaces[0])).FirstOrDefault(found => found.FullName == folder) is not { } opened)
            return [];
        await opened.OpenAsync(FolderAccess.ReadOnly);
        var messages = new List<MimeMessage>();
        for (var i = 0; i < opened.Count; i++)
            messages.Add(await opened.GetMessageAsync(i));
        return messages;
    }

    private static async Task<IEnumerable<string>> KeywordsAsync(RunningOss oss, string name, string folder)
    {
        using var client = await LogInAsync(oss, name);
        var opened = await client.GetFolderAsync(folder);
        await opened.OpenAsync(FolderAccess.ReadOnly);
        return (await opened.FetchAsync(0, -1, MessageSummaryItems.Flags)).Select(message => string.Join(' ', message.Keywords));
    }

    // Without TLS, which the same machine may: the node's certificate is nobody's.
    private static async Task<ImapClient> LogInAsync(RunningOss oss, string name)
    {
        var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", oss.Port("IMAP"), SecureSocketOptions.None);
        await client.AuthenticateAsync($"{name}@rules.example", Password);
        return client;
    }

    private static async Task<string> PutAsync(RunningOss oss, string name, string part, string body, bool succeeds = true)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{oss.Web}/api/v1/mailboxes/{name}@rules.example/{part}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"crm:{oss.CrmSecret}")));
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBe(succeeds, text);
        return text;
    }

    private static async Task<string> GetRulesAsync(RunningOss oss, string name, string languages)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{oss.Web}/api/v1/mailboxes/{name}@rules.example/rules");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"crm:{oss.CrmSecret}")));
        request.Headers.TryAddWithoutValidation("Accept-Language", languages);
        using var answer = await http.SendAsync(request);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("script").GetProperty("lost")[0].GetProperty("text").GetString()!;
    }

    private static async Task<string> SieveConnectAsync(RunningOss oss, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "/usr/bin/sieve-connect",
            ["--server", "localhost", "--4", "--port", $"{oss.Port("ManageSieve")}", "--user", "anna@rules.example", "--authmech", "PLAIN", "--notlsverify", "--passwordfd", "0", .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(Password);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, output + await errors);
        return output;
    }
}
