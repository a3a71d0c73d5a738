using Oss.MailEngine;
using Oss.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>Mail programs that others wrote fetch by IMAP what is there, once, and prove their password without sending it.</summary>
public sealed class MailProgramTests : IAsyncLifetime
{
    private readonly MailNode _node = new();
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("oss-programs-");
    private int _port;

    public async ValueTask InitializeAsync()
    {
        await _node.AddMailboxAsync(Replay.User);
        await _node.DeliverAsync(Replay.User, "Subject: one\r\n\r\nfirst letter\r\n");
        await _node.DeliverAsync(Replay.User, "Subject: two\r\n\r\n.\r\nsecond letter\r\n");
        _port = await _node.ListenAsync(MailListener.Imap);
    }

    [Fact]
    public async Task Fetchmail_fetches_what_is_new_in_TLS_and_leaves_it_there_as_seen()
    {
        var settings = await WriteAsync("fetchmailrc", $"""
            set no syslog
            set no bouncemail
            poll 127.0.0.1 service {_port} protocol imap
              user "{Replay.User}" password "secret" keep
              sslproto "TLS1.2+" no sslcertck
              mda "tee -a {_home.FullName}/got > /dev/null"
            """);
        string[] arguments = ["-f", settings, "--nodetach", "--silent", "--idfile", Path.Combine(_home.FullName, "ids"), "--pidfile", Path.Combine(_home.FullName, "pid")];
        await Client.RunAsync("fetchmail", arguments);
        await GotBothAsync();
        await SeenAsync(2);
        // Exit 1: there is nothing new.
        (await Should.ThrowAsync<InvalidOperationException>(() => Client.RunAsync("fetchmail", arguments))).Message.ShouldContain("ended with 1");
        await GotBothAsync();
    }

    [Fact]
    public async Task Getmail_fetches_each_message_once_by_its_UID()
    {
        await WriteAsync("getmailrc", $"""
            [retriever]
            type = SimpleIMAPRetriever
            server = 127.0.0.1
            port = {_port}
            username = {Replay.User}
            password = secret
            mailboxes = ("INBOX",)
            [destination]
            type = MDA_external
            path = /usr/bin/tee
            arguments = ("-a", "{_home.FullName}/got")
            allow_root_commands = true
            [options]
            delete = false
            read_all = false
            """);
        for (var i = 0; i < 2; i++)
            await Client.RunAsync("getmail", "--getmaildir", _home.FullName, "--rcfile", "getmailrc", "--quiet");
        await GotBothAsync();
    }

    [Theory]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("PLAIN")]
    public async Task Mbsync_proves_its_password_by_what_Cyrus_SASL_can(string mechanism)
    {
        var mail = _home.CreateSubdirectory("mail");
        var settings = await WriteAsync("mbsyncrc", $"""
            IMAPAccount test
            Host 127.0.0.1
            Port {_port}
            User {Replay.User}
            Pass secret
            SSLType None
            AuthMechs {mechanism}

            IMAPStore remote
            Account test

            MaildirStore local
            Path {mail.FullName}/
            Inbox {mail.FullName}/INBOX
            SubFolders Verbatim

            Channel test
            Far :remote:
            Near :local:
            Patterns *
            Create Both
            SyncState *
            """);
        await Client.RunAsync("mbsync", "-c", settings, "-q", "-q", "test");
        Directory.GetFiles(Path.Combine(mail.FullName, "INBOX"), "*,U=*", SearchOption.AllDirectories).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Mutt_reads_copies_and_deletes_by_SCRAM()
    {
        var settings = await WriteAsync("muttrc", $"""
            set folder="imap://127.0.0.1:{_port}/" spoolfile="imap://127.0.0.1:{_port}/INBOX" record="" imap_user="{Replay.User}" imap_pass="secret"
            set imap_authenticators="scram-sha-256" ssl_starttls=no ssl_force_tls=no confirmcreate=no confirmappend=no delete=yes mail_check=600 timeout=600 sleep_time=0
            set header_cache="" tmpdir="{_home.FullName}" quit=yes
            push "<tag-pattern>~s one<enter><tag-prefix><copy-message>=Kept<enter><delete-pattern>~s two<enter><sync-mailbox><quit>"
            """);
        await Client.RunAsync("script", "-qec", $"stty rows 24 cols 80; TERM=xterm HOME={_home.FullName} mutt -n -F {settings}", "/dev/null");
        using var client = await RawImap.LogInAsync(_port, Replay.User);
        (await client.AskAsync("STATUS Kept (MESSAGES)"))[0].ShouldContain("MESSAGES 1");
        (await client.AskAsync("STATUS INBOX (MESSAGES)"))[0].ShouldContain("MESSAGES 1");
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _home.Delete(recursive: true);
    }

    private async Task GotBothAsync()
    {
        var got = (await File.ReadAllTextAsync(Path.Combine(_home.FullName, "got"), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        got.Split("\nSubject: ").Length.ShouldBe(3);
        got.ShouldContain("\nfirst letter\n");
        got.ShouldContain("\n.\nsecond letter\n");
    }

    private async Task SeenAsync(int messages)
    {
        using var client = await RawImap.LogInAsync(_port, Replay.User);
        (await client.AskAsync("STATUS INBOX (MESSAGES UNSEEN)"))[0].ShouldContain($"MESSAGES {messages} UNSEEN 0");
    }

    private async Task<string> WriteAsync(string name, string content)
    {
        var path = Path.Combine(_home.FullName, name);
        await File.WriteAllTextAsync(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }
}
