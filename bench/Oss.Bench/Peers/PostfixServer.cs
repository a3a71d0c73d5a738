using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Oss.Bench.Peers;

/// <summary>
/// Debian's Postfix in a directory of its own, on loopback: no logging to any file, no look-ups in DNS, no brake on those who send faster than it delivers (<c>in_flow_delay</c>), as many processes as there
/// are connections, connections to the next server kept. It fsyncs each message once, as Debian installs it.
/// </summary>
internal sealed class PostfixServer : ISmtpServer
{
    private readonly Process _process;
    private readonly string _base;

    private PostfixServer(Process process, string directory, int smtp) => (_process, _base, Smtp) = (process, directory, new(IPAddress.Loopback, smtp));

    public string Name => "Postfix";

    public IPEndPoint Smtp { get; }

    public IReadOnlyList<int> ProcessIds => Measure.ProcessTree.Of(_process.Id);

    /// <param name="settings">Where mail goes, in the language of main.cf.</param>
    public static async Task<PostfixServer> StartAsync(params string[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("postfix-bench-").FullName;
        File.SetUnixFileMode(directory, (UnixFileMode)0b111_101_101);
        foreach (var part in (string[])["etc", "queue", "data"])
            Directory.CreateDirectory(Path.Combine(directory, part));
        using (var chown = Process.Start("chown", ["postfix", Path.Combine(directory, "data")]))
            await chown.WaitForExitAsync();
        var smtp = Ports.Free();
        await File.WriteAllLinesAsync(Path.Combine(directory, "etc", "main.cf"), [.. MainCf(directory), .. settings]);
        await File.WriteAllTextAsync(Path.Combine(directory, "etc", "master.cf"), MasterCf(smtp));
        var start = new ProcessStartInfo("postfix", ["-c", Path.Combine(directory, "etc"), "start-fg"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        var server = new PostfixServer(Process.Start(start)!, directory, smtp);
        await Ports.AnswersAsync(server.Smtp);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using (var stop = Process.Start(new ProcessStartInfo("postfix", ["-c", Path.Combine(_base, "etc"), "stop"]) { RedirectStandardError = true, RedirectStandardOutput = true })!)
            await stop.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_base, recursive: true);
    }

    private static string[] MainCf(string directory) =>
    [
        "compatibility_level = 3.6", $"queue_directory = {directory}/queue", $"data_directory = {directory}/data", "mail_owner = postfix", "myhostname = postfix.example", "mydestination =",
        "inet_interfaces = 127.0.0.1", "inet_protocols = ipv4", "mynetworks = 127.0.0.0/8", "alias_maps =", "alias_database =", "local_recipient_maps =", "relay_recipient_maps =",
        "smtpd_recipient_restrictions = permit_mynetworks, reject", "smtpd_peername_lookup = no", "disable_dns_lookups = yes", "smtputf8_enable = no", "in_flow_delay = 0s", "default_process_limit = 200",
        "smtpd_client_connection_count_limit = 0", "default_destination_concurrency_limit = 40", "initial_destination_concurrency = 20", "qmgr_message_active_limit = 100000", "qmgr_message_recipient_limit = 100000",
        "smtp_host_lookup = native", "lmtp_host_lookup = native", "minimal_backoff_time = 4000s", "smtp_tls_security_level = none", "smtpd_tls_security_level = none",
    ];

    private static string MasterCf(int smtp) => string.Create(CultureInfo.InvariantCulture, $"""
        127.0.0.1:{smtp} inet n - n - - smtpd
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        lmtp unix - - n - - lmtp
        smtp unix - - n - - smtp
        relay unix - - n - - smtp
        error unix - - n - - error
        retry unix - - n - - error
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        proxymap unix - - n - - proxymap
        tlsmgr unix - - n 1000? 1 tlsmgr

        """);
}
