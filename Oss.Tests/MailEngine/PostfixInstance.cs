using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Shouldly;

namespace Oss.Tests.MailEngine;

/// <summary>A real Postfix of its own, in a directory of its own, on a free port of this machine.</summary>
internal sealed class PostfixInstance(string directory, int port) : IAsyncDisposable
{
    public int Port => port;

    /// <summary>What belongs to it; files that its settings name may be written here before it starts.</summary>
    public static string NewDirectory() => Directory.CreateTempSubdirectory("oss-postfix-").FullName;

    /// <param name="settings">Lines of <c>main.cf</c> beside those that keep it to itself.</param>
    public static Task<PostfixInstance> StartAsync(params string[] settings) => StartAsync(NewDirectory(), settings);

    public static async Task<PostfixInstance> StartAsync(string root, string[] settings)
    {
        var port = FreePort();
        var config = Directory.CreateDirectory(Path.Combine(root, "etc")).FullName;
        var (queue, data) = (Directory.CreateDirectory(Path.Combine(root, "queue")).FullName, Directory.CreateDirectory(Path.Combine(root, "data")).FullName);
        await File.WriteAllLinesAsync(Path.Combine(config, "main.cf"),
        [
            "compatibility_level = 3.6", $"queue_directory = {queue}", $"data_directory = {data}", "mail_owner = postfix", "myhostname = postfix.example", "mydestination =", "inet_interfaces = 127.0.0.1",
            "inet_protocols = ipv4", "mynetworks = 192.0.2.255/32",
            "smtpd_relay_restrictions = reject_unauth_destination", "maillog_file = /dev/stdout",
            "smtpd_peername_lookup = no", "lmtp_host_lookup = native", "smtp_host_lookup = native", "alias_maps =", "alias_database =", "local_recipient_maps =", .. settings,
        ]);
        await File.WriteAllLinesAsync(Path.Combine(config, "master.cf"),
        [
            $"127.0.0.1:{port} inet n - n - - smtpd", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr", "rewrite unix - - n - - trivial-rewrite", "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce",
            "trace unix - - n - 0 bounce", "verify unix - - n - 1 verify", "flush unix n - n 1000? 0 flush", "lmtp unix - - n - - lmtp", "virtual unix - n n - - virtual", "smtp unix - - n - - smtp", "relay unix - - n - - smtp", "error unix - - n - - error",
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

    public async Task<string> SendAsync(string sender, string recipient) =>
        (await RunAsync("swaks", "--server", $"127.0.0.1:{port}", "--from", sender, "--to", recipient, "--helo", "client.example")).Output;

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

    /// <summary>Waits until something listens.</summary>
    public static async Task WaitForAsync(int port)
    {
        for (var i = 0; i < 200 && !await IsUpAsync(port); i++)
            await Task.Delay(50);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The output goes to a file: a daemon that keeps a pipe open would never let it end.
    public static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
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
