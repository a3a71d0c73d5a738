using System.Diagnostics;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;
using Oss.Api.CommandLine;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Oss.Tests.CommandLine;

/// <summary>Commands while a node runs on the same database and the same volumes.</summary>
public sealed class BesideANodeTests
{
    [Theory]
    [EachDatabase]
    public async Task A_mailbox_made_by_command_is_served_at_once_and_its_mail_goes_out_and_comes_back_with_UIDs(DatabaseProvider provider)
    {
        await using var node = await CommandLineNode.CreateAsync(provider);
        await using var running = await RunningOss.StartAsync(node.Data, node.Database);
        await node.CustomerAsync("a.example");
        var archive = Path.Combine(node.Data, "anna.tar");

        (await node.TypeAsync("correct horse battery", "mailboxes", "create", "anna@a.example", "--contract", "a.example", "--password-stdin")).ShouldBe(ExitCodes.Done);
        (await node.TypeAsync("correct horse battery", "mailboxes", "create", "bert@a.example", "--contract", "a.example", "--password-stdin")).ShouldBe(ExitCodes.Done);
        using var anna = await SignInAsync(running, "anna@a.example");
        for (var i = 1; i <= 3; i++)
            await anna.Inbox.AppendAsync(new MimeMessage([new MailboxAddress("A", "a@a.example")], [], $"Nummer {i} Köln", new TextPart("plain") { Text = "Grüße" }), MessageFlags.Flagged);
        await anna.Inbox.OpenAsync(FolderAccess.ReadWrite);
        await anna.Inbox.AddFlagsAsync(0, MessageFlags.Deleted, true);
        await anna.Inbox.ExpungeAsync();

        (await node.RunAsync("mailbox", "export", "typo@a.example", archive)).ShouldBe(ExitCodes.NotFound);
        (await node.RunAsync("mailbox", "export", "anna@a.example", archive, "--reason", "ticket 7")).ShouldBe(ExitCodes.Done);
        (await node.RunAsync("mailbox", "export", "anna@a.example", archive)).ShouldBe(ExitCodes.Unavailable).Errors.ShouldContain("exists already");
        (await node.RunAsync("mailbox", "import", "bert@a.example", archive, "--json")).Json().GetProperty("added").GetInt32().ShouldBe(2);
        (await node.RunAsync("mailbox", "import", "bert@a.example", archive, "--json")).Json().GetProperty("added").GetInt32().ShouldBe(0);

        using var bert = await SignInAsync(running, "bert@a.example");
        await bert.Inbox.OpenAsync(FolderAccess.ReadOnly);
        var mail = await bert.Inbox.FetchAsync(0, -1, MessageSummaryItems.Envelope | MessageSummaryItems.UniqueId | MessageSummaryItems.Flags);
        mail.Select(m => (m.UniqueId.Id, m.Envelope!.Subject)).ShouldBe([(2u, "Nummer 2 Köln"), (3u, "Nummer 3 Köln")]);
        mail.ShouldAllBe(m => m.Flags!.Value.HasFlag(MessageFlags.Flagged));
        File.GetUnixFileMode(archive).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        (await node.RunAsync("mailboxes", "suspend", "anna@a.example", "--login")).ShouldBe(ExitCodes.Done);
        await Should.ThrowAsync<AuthenticationException>(() => SignInAsync(running, "anna@a.example"));
    }

    [Fact]
    public async Task The_same_program_is_both_and_ends_with_the_command_s_code()
    {
        await using var node = await CommandLineNode.CreateAsync(DatabaseProvider.Sqlite);
        await using var running = await RunningOss.StartAsync(node.Data, node.Database);

        var (code, output, _) = await OssAsync(node, "users", "list", "--json");
        var (missing, _, errors) = await OssAsync(node, "orders", "show", "crm/1");

        code.ShouldBe(ExitCodes.Done);
        output.ShouldContain("\"operator\"");
        (missing, errors).ShouldBe((ExitCodes.NotFound, "There is no order 'crm/1'. (not-found)\n"));
    }

    private static async Task<ImapClient> SignInAsync(RunningOss running, string user)
    {
        var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", running.Port("IMAP"), SecureSocketOptions.None);
        await client.AuthenticateAsync(user, "correct horse battery");
        return client;
    }

    private static async Task<(int Code, string Output, string Errors)> OssAsync(CommandLineNode node, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Oss.Api.dll"), .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Oss__DataDirectory"] = node.Data;
        start.Environment["Oss__Database__ConnectionString"] = node.Database.ConnectionString;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}
