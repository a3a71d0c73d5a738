using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;
using Oss.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Oss.Tests.Road;

/// <summary>What becomes of mail, ordered with zeep and by REST, seen by those who send and read it; a script that sieve-connect brought stays.</summary>
public sealed class RulesRoadTests
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task What_is_ordered_happens_to_mail_and_a_script_by_hand_is_left_alone()
    {
        var data = Directory.CreateTempSubdirectory("oss-rules-");
        try
        {
            await using var oss = await RunningOss.StartAsync(data.FullName);
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
            (await ScriptAsync(oss, "leave")).ShouldBe("script-by-hand\nByHand mine\n");
            (await PutAsync(oss, "anna", "spam", """{"action": "Junk"}""", succeeds: false)).ShouldContain("script-by-hand");
            await SendAsync(oss, data, "anna", "fourth", "Nach dem Skript von Hand");
            (await SubjectsAsync(oss, "anna", "Büro/Köln")).ShouldBe(["Rechnung für März", "Nach dem Skript von Hand"]);

            (await ScriptAsync(oss, "replace")).ShouldBe("Completed\nRules \n");
            (await SieveConnectAsync(oss, "--list")).ShouldContain("mine");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<string> ScriptAsync(RunningOss oss, string step) =>
        Encoding.UTF8.GetString(await Client.RunAsync("/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "Road", "rules.py"), oss.Web, "rules", oss.CrmSecret, step));

    private static async Task SendAsync(RunningOss oss, DirectoryInfo data, string to, string name, string subject)
    {
        var file = Path.Combine(data.FullName, name + ".eml");
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(subject));
        await File.WriteAllTextAsync(file, $"From: Max <max@rules.example>\nTo: {to}@rules.example\nSubject: =?utf-8?B?{encoded}?=\nMessage-ID: <{name}@rules.example>\n\nx\n");
        await Client.RunAsync("swaks", "--server", "127.0.0.1", "--port", $"{oss.Port("LMTP")}", "--protocol", "LMTP", "--from", "max@rules.example", "--to", $"{to}@rules.example", "--data", "@" + file);
    }

    private static async Task<IEnumerable<string>> SubjectsAsync(RunningOss oss, string name, string folder) => (await MessagesAsync(oss, name, folder)).Select(message => message.Subject!);

    private static async Task<IReadOnlyList<MimeMessage>> MessagesAsync(RunningOss oss, string name, string folder)
    {
        // Without TLS, which the same machine may: the node's certificate is nobody's.
        using var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", oss.Port("IMAP"), SecureSocketOptions.None);
        await client.AuthenticateAsync($"{name}@rules.example", Password);
        var opened = await client.GetFolderAsync(folder);
        await opened.OpenAsync(FolderAccess.ReadOnly);
        var messages = new List<MimeMessage>();
        for (var i = 0; i < opened.Count; i++)
            messages.Add(await opened.GetMessageAsync(i));
        return messages;
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
