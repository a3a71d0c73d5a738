using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Oss.MailEngine;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Policy;

/// <summary>The real Postfix asks this engine's policy, and hands over by LMTP what it lets through. A private instance in a directory of its own.</summary>
public class PostfixTests
{
    [Fact]
    public async Task A_Postfix_in_front_asks_the_same_policy()
    {
        await using var node = await PolicyNode.StartAsync("rcpt: sender bad@elsewhere.example => refuse \"Not you\"", "rcpt: greylisted 5m => defer");
        // To Postfix its client is this machine; the node trusts another network only.
        var (policy, lmtp) = (await node.Node.ListenAsync(MailListener.Policy), await node.Node.ListenAsync(MailListener.Lmtp));
        await using var postfix = await PostfixInstance.StartAsync(policy, lmtp);
        (await postfix.SendAsync("bad@elsewhere.example")).ShouldContain("550 5.7.1 <anna@example.org>: Recipient address rejected: Not you");
        (await postfix.SendAsync("good@elsewhere.example")).ShouldContain("450 4.7.1 <anna@example.org>: Recipient address rejected: Greylisted");
        node.Node.Time.Advance(TimeSpan.FromMinutes(6));
        (await postfix.SendAsync("good@elsewhere.example")).ShouldContain("250 2.0.0 Ok: queued");
        for (var i = 0; i < 300 && node.Node.Messages("anna@example.org").Count == 0; i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        node.Delivered.ShouldContain("by postfix.example (Postfix)");
    }

    private sealed class PostfixInstance(string directory, int port) : IAsyncDisposable
    {
        public static async Task<PostfixInstance> StartAsync(int policy, int lmtp)
        {
            var port = FreePort();
            var root = Directory.CreateTempSubdirectory("oss-postfix-").FullName;
            var config = Directory.CreateDirectory(Path.Combine(root, "etc")).FullName;
            var (queue, data) = (Directory.CreateDirectory(Path.Combine(root, "queue")).FullName, Directory.CreateDirectory(Path.Combine(root, "data")).FullName);
            await File.WriteAllLinesAsync(Path.Combine(config, "main.cf"),
            [
                "compatibility_level = 3.6", $"queue_directory = {queue}", $"data_directory = {data}", "mail_owner = postfix", "myhostname = postfix.example", "mydestination =", "inet_interfaces = 127.0.0.1",
                "inet_protocols = ipv4", "mynetworks = 192.0.2.255/32", "relay_domains = example.org", $"transport_maps = inline:{{ {{example.org = lmtp:inet:127.0.0.1:{lmtp}}} }}", "relay_recipient_maps =",
                $"smtpd_recipient_restrictions = reject_unauth_destination, check_policy_service inet:127.0.0.1:{policy}", "smtpd_relay_restrictions = reject_unauth_destination", "maillog_file = /dev/stdout",
                "smtpd_peername_lookup = no", "lmtp_host_lookup = native", "smtputf8_enable = no", "alias_maps =", "alias_database =", "local_recipient_maps =",
            ]);
            await File.WriteAllLinesAsync(Path.Combine(config, "master.cf"),
            [
                $"127.0.0.1:{port} inet n - n - - smtpd", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr", "rewrite unix - - n - - trivial-rewrite", "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce",
                "trace unix - - n - 0 bounce", "verify unix - - n - 1 verify", "flush unix n - n 1000? 0 flush", "lmtp unix - - n - - lmtp", "smtp unix - - n - - smtp", "relay unix - - n - - smtp", "error unix - - n - - error",
                "retry unix - - n - - error", "anvil unix - - n - 1 anvil", "scache unix - - n - 1 scache", "postlog unix-dgram n - n - 1 postlogd", "proxymap unix - - n - - proxymap", "tlsmgr unix - - n 1000? 1 tlsmgr",
            ]);
            // The data directory is Postfix's own; its queue it makes itself.
            (await RunAsync("chown", "postfix", data)).Code.ShouldBe(0);
            (await RunAsync("chmod", "755", root)).Code.ShouldBe(0);
            var (code, output) = await RunAsync("postfix", "-c", config, "start");
            code.ShouldBe(0, output);
            var postfix = new PostfixInstance(root, port);
            for (var i = 0; i < 100 && !await IsUpAsync(port); i++)
                await Task.Delay(100);
            return postfix;
        }

        public async Task<string> SendAsync(string sender) =>
            (await RunAsync("swaks", "--server", $"127.0.0.1:{port}", "--from", sender, "--to", "anna@example.org", "--helo", "client.example")).Output;

        public async ValueTask DisposeAsync()
        {
            await RunAsync("postfix", "-c", Path.Combine(directory, "etc"), "stop");
            Directory.Delete(directory, recursive: true);
        }

        private static async Task<bool> IsUpAsync(int port)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        // The output goes to a file: a daemon that keeps a pipe open would never let it end.
        private static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
        {
            var log = Path.GetTempFileName();
            var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true };
            foreach (var argument in (string[])["-c", $"exec \"$@\" >{log} 2>&1 </dev/null", "sh", program, .. arguments])
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            var output = await File.ReadAllTextAsync(log);
            File.Delete(log);
            return (process.ExitCode, output);
        }
    }
}
