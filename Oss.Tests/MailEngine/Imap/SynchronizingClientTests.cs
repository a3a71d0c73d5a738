using Oss.MailEngine;
using Oss.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>Clients that keep a copy on disk and carry changes both ways.</summary>
public sealed class SynchronizingClientTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("oss-sync-");

    [Fact]
    public async Task OfflineIMAP_carries_mail_and_flags_both_ways()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync(Replay.User);
        var port = await node.ListenAsync(MailListener.Imap);
        await node.DeliverAsync(Replay.User, "Subject: one\r\n\r\nfirst\r\n");
        using var client = await RawImap.LogInAsync(port, Replay.User);
        await client.AskAsync("CREATE Entw&APw-rfe/2026");
        var settings = Path.Combine(_home.FullName, "offlineimaprc");
        await File.WriteAllTextAsync(settings, $"""
            [general]
            accounts = Test
            metadata = {_home.FullName}/metadata
            ui = basic
            [Account Test]
            localrepository = Local
            remoterepository = Remote
            [Repository Local]
            type = Maildir
            localfolders = {_home.FullName}/mail
            [Repository Remote]
            type = IMAP
            remotehost = 127.0.0.1
            remoteport = {port}
            remoteuser = {Replay.User}
            remotepass = secret
            ssl = no
            starttls = no
            auth_mechanisms = PLAIN, LOGIN
            """, TestContext.Current.CancellationToken);

        await Client.RunAsync("offlineimap", "-o", "-c", settings);
        var file = Directory.GetFiles(Path.Combine(_home.FullName, "mail", "INBOX"), "*", SearchOption.AllDirectories).ShouldHaveSingleItem();
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldContain("first");
        Directory.GetDirectories(Path.Combine(_home.FullName, "mail")).Length.ShouldBe(2);

        // Seen here, and a message of its own; there a new one.
        var cur = Path.Combine(_home.FullName, "mail", "INBOX", "cur");
        File.Move(file, Path.Combine(cur, Path.GetFileName(file).Split(':')[0] + ":2,S"));
        await File.WriteAllTextAsync(Path.Combine(cur, "1795438266_0.1.local:2,F"), "Subject: two\n\nfrom here\n", TestContext.Current.CancellationToken);
        await node.DeliverAsync(Replay.User, "Subject: three\r\n\r\nfrom there\r\n");
        await Client.RunAsync("offlineimap", "-o", "-c", settings);
        await client.AskAsync("SELECT INBOX");
        (await client.AskAsync("SEARCH SUBJECT one SEEN"))[0].ShouldBe("* SEARCH 1\r\n");
        (await client.AskAsync("SEARCH SUBJECT two"))[0].ShouldNotBe("* SEARCH\r\n");
        Directory.GetFiles(cur).Concat(Directory.GetFiles(Path.Combine(_home.FullName, "mail", "INBOX", "new"))).Count().ShouldBe(3);

        await client.AskAsync("STORE 1 +FLAGS (\\Deleted)");
        await client.AskAsync("EXPUNGE");
        await Client.RunAsync("offlineimap", "-o", "-c", settings);
        Directory.GetFiles(Path.Combine(_home.FullName, "mail", "INBOX"), "*", SearchOption.AllDirectories).Length.ShouldBe(2);
    }

    public void Dispose() => _home.Delete(recursive: true);
}
