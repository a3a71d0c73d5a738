using System.Text;
using Oss.MailEngine;
using Oss.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Pop3;

/// <summary>fetchmail, getmail and curl fetch a mailbox empty: every octet arrives, once.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private static readonly string[] Messages =
    [
        "Subject: dots\r\n\r\n.\r\n..\r\n.x\r\n",
        "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nStraße\r\n",
        "Subject: long\r\n\r\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\r\n")),
    ];

    private readonly MailNode _node = new();
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("oss-pop3-");
    private int _port;

    public async ValueTask InitializeAsync()
    {
        await _node.AddMailboxAsync(Replay.User);
        foreach (var message in Messages)
            await _node.DeliverAsync(Replay.User, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(message)));
        _port = await _node.ListenAsync(MailListener.Pop3);
    }

    [Fact]
    public async Task Fetchmail_fetches_everything_over_TLS_and_leaves_nothing()
    {
        var settings = await WriteAsync("fetchmailrc", $"""
            set no syslog
            set no bouncemail
            poll 127.0.0.1 service {_port} protocol pop3 uidl
              user "{Replay.User}" password "secret" fetchall nokeep
              sslproto "TLS1.2+" no sslcertck
              mda "tee -a {_home.FullName}/got > /dev/null"
            """);
        await Client.RunAsync("fetchmail", "-f", settings, "--nodetach", "--silent", "--idfile", Path.Combine(_home.FullName, "ids"), "--pidfile", Path.Combine(_home.FullName, "pid"));
        (await LeftAsync()).ShouldBe("+OK 0 0");
        Got(await File.ReadAllTextAsync(Path.Combine(_home.FullName, "got"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Getmail_keeps_what_it_fetched_and_does_not_fetch_it_again()
    {
        await WriteAsync("getmailrc", $"""
            [retriever]
            type = SimplePOP3Retriever
            server = 127.0.0.1
            port = {_port}
            username = {Replay.User}
            password = secret
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
        (await LeftAsync()).ShouldStartWith("+OK 3 ");
        var got = await File.ReadAllTextAsync(Path.Combine(_home.FullName, "got"), TestContext.Current.CancellationToken);
        got.Split("\nSubject: ").Length.ShouldBe(4);
        Got(got);
    }

    [Fact]
    public async Task Curl_lists_and_reads_through_STLS()
    {
        var list = Encoding.UTF8.GetString(await Client.RunAsync("curl", "-s", "-k", "--ssl-reqd", "-u", $"{Replay.User}:secret", $"pop3://127.0.0.1:{_port}/"));
        list.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        for (var i = 0; i < Messages.Length; i++)
        {
            var message = Encoding.UTF8.GetString(await Client.RunAsync("curl", "-s", "-k", "--ssl-reqd", "-u", $"{Replay.User}:secret", $"pop3://127.0.0.1:{_port}/{i + 1}"));
            message.ShouldEndWith(Messages[i]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _home.Delete(recursive: true);
    }

    private static void Got(string all)
    {
        var lines = all.ReplaceLineEndings("\n");
        foreach (var message in Messages)
            lines.ShouldContain(message.ReplaceLineEndings("\n")[message.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]);
    }

    private async Task<string?> LeftAsync()
    {
        var client = _node.Connect(MailListener.Pop3, "127.0.0.1");
        await client.SendAsync($"USER {Replay.User}\r\nPASS secret\r\nSTAT\r\n");
        for (var i = 0; i < 3; i++)
            await client.ReadLineAsync();
        return await client.ReadLineAsync();
    }

    private async Task<string> WriteAsync(string name, string content)
    {
        var path = Path.Combine(_home.FullName, name);
        await File.WriteAllTextAsync(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }
}
