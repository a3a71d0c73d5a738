using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Oss.Tests.Road;

/// <summary>The whole road with programs nobody here wrote: zeep and PHP order, swaks sends, mbsync and curl read, Chromium looks.</summary>
public sealed class RoadTests
{
    internal static readonly string OrderScript = Path.Combine(AppContext.BaseDirectory, "Road", "order.py");
    private const string Password = "correct horse battery";

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.MySql)]
    public async Task An_order_becomes_a_mailbox_that_receives_and_serves_mail(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var data = Directory.CreateTempSubdirectory("oss-road-");
        try
        {
            await using var oss = await RunningOss.StartAsync(data.FullName, database.Options);
            (await OrderAsync(oss)).ShouldBe("Completed False\nCompleted True\nCompleted False\nCompleted True\n");
            var (rows, folders) = (await DatabaseContent.ReadAsync(database.Options), Folders(data));
            (await OrderAsync(oss)).ShouldBe("Completed True\nCompleted True\nCompleted True\nCompleted True\n");
            (await DatabaseContent.ReadAsync(database.Options)).ShouldBe(rows);
            Folders(data).ShouldBe(folders);

            await SendAllAsync(oss, "anna@roadz.example", data.FullName);
            await ReadByPop3Async(oss, "anna@roadz.example");
            await ReadByImapAsync(oss, "anna@roadz.example", data.FullName);
            await LookAsync(oss, "anna@roadz.example");
            await SendAsync(oss, "anna@roadp.example", data.FullName, AwkwardMessages.All[0].Octets);
            WithoutTrace(await Pop3Async(oss, "anna@roadp.example", 1)).ShouldBe(AwkwardMessages.All[0].Octets);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    // Each script orders twice by itself.
    private static async Task<string> OrderAsync(RunningOss oss) => Encoding.UTF8.GetString(
    [
        .. await Client.RunAsync("/usr/bin/python3", OrderScript, oss.Web, "roadz", oss.CrmSecret),
        .. await Client.RunAsync("php", Path.ChangeExtension(OrderScript, "php"), oss.Web, "roadp", oss.CrmSecret),
    ]);

    private static string[] Folders(DirectoryInfo data) =>
        [.. Directory.GetDirectories(Path.Combine(data.FullName, "volumes"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static async Task SendAsync(RunningOss oss, string recipient, string data, byte[] octets)
    {
        // swaks sends it as it is: dots stuffed and the end marked here.
        var text = Encoding.Latin1.GetString(octets);
        var stuffed = (text.StartsWith('.') ? "." : "") + text.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + ".\r\n";
        var file = Path.Combine(data, "message");
        await File.WriteAllBytesAsync(file, Encoding.Latin1.GetBytes(stuffed));
        await Client.RunAsync(
            "swaks", "--server", $"127.0.0.1:{oss.Port("SMTP")}", "--from", "a@other.example", "--to", recipient, "--tls", "--no-data-fixup", "--data", "@" + file, "--silent", "2");
    }

    private static async Task SendAllAsync(RunningOss oss, string recipient, string data)
    {
        foreach (var (_, octets) in AwkwardMessages.All)
            await SendAsync(oss, recipient, data, octets);
    }

    private static Task<byte[]> Pop3Async(RunningOss oss, string user, int number) =>
        Client.RunAsync("curl", "-s", "--url", $"pop3://127.0.0.1:{oss.Port("POP3")}/{number}", "-u", $"{user}:{Password}", "--ssl-reqd", "-k");

    private static async Task ReadByPop3Async(RunningOss oss, string user)
    {
        for (var i = 0; i < AwkwardMessages.All.Count; i++)
        {
            WithoutTrace(await Pop3Async(oss, user, i + 1)).ShouldBe(AwkwardMessages.All[i].Octets, AwkwardMessages.All[i].Name);
        }
    }

    private static async Task ReadByImapAsync(RunningOss oss, string user, string data)
    {
        var target = Path.Combine(data, "mbsync");
        Directory.CreateDirectory(target);
        var settings = Path.Combine(data, "mbsyncrc");
        await File.WriteAllTextAsync(settings, $"""
            IMAPAccount oss
            Host localhost
            Port {oss.Port("IMAP")}
            User {user}
            Pass "{Password}"
            SSLType STARTTLS
            CertificateFile {Path.Combine(data, "certificates", "node.pem")}

            IMAPStore far
            Account oss

            MaildirStore near
            Path {target}/
            Inbox {target}/INBOX
            SubFolders Verbatim

            Channel all
            Far :far:
            Near :near:
            Patterns *
            Create Near
            SyncState *

            """);
        await Client.RunAsync("mbsync", "-c", settings, "-a");
        // mbsync writes a field of its own behind the header, and leaves a message where it is whose header has no end (it says so, and goes on);
        // that one comes by IMAP with curl.
        var expected = AwkwardMessages.All.Where(m => m.Name != AwkwardMessages.HeaderWithoutEnd).ToList();
        var left = AwkwardMessages.All.Index().Single(m => m.Item.Name == AwkwardMessages.HeaderWithoutEnd);
        WithoutTrace(await Client.RunAsync("curl", "-s", "--url", $"imap://127.0.0.1:{oss.Port("IMAP")}/INBOX;UID={left.Index + 1}", "-u", $"{user}:{Password}", "--ssl-reqd", "-k"))
            .ShouldBe(left.Item.Octets);
        for (var i = 0; i < expected.Count; i++)
        {
            var file = Directory.GetFiles(Path.Combine(target, "INBOX"), $"*,U={i + 1}:2,*", SearchOption.AllDirectories).ShouldHaveSingleItem(expected[i].Name);
            // mbsync stores lines as LF; none of the messages has an LF of its own. It puts a field into its own copy to find it again.
            var wire = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).Replace("\n", "\r\n", StringComparison.Ordinal);
            wire = new Regex("X-TUID: .{12}\r\n").Replace(wire, "", 1);
            WithoutTrace(Encoding.Latin1.GetBytes(wire)).ShouldBe(expected[i].Octets, expected[i].Name);
        }
    }

    private static async Task LookAsync(RunningOss oss, string address)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
        var page = await browser.NewPageAsync(new() { Locale = "en-GB" });
        await page.GotoAsync(oss.Web);
        await page.FillAsync("input[name=UserName]", "operator");
        await page.FillAsync("input[name=Password]", oss.OperatorPassword);
        await page.ClickAsync("main button");
        await page.FillAsync("main input[name=q]", "anna");
        await page.PressAsync("main input[name=q]", "Enter");
        await page.ClickAsync($"text={address}");
        (await page.TextContentAsync("#usage"))!.ShouldContain($"{AwkwardMessages.All.Count} messages");
        await page.FillAsync("input[name=address]", "änderung@roadz.example");
        await page.ClickAsync("form.add button");
        (await page.TextContentAsync(".addresses"))!.ShouldContain("änderung@roadz.example");
        if (Environment.GetEnvironmentVariable("OSS_SCREENSHOT") is { Length: > 0 } picture)
            await page.ScreenshotAsync(new() { Path = picture });
    }

    // Return-Path and the three lines of Received.
    private static byte[] WithoutTrace(byte[] octets)
    {
        var start = 0;
        for (var line = 0; line < 4; line++)
            start = octets.AsSpan(start).IndexOf((byte)'\n') + start + 1;
        return octets[start..];
    }
}
