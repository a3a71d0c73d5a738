using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Oss.MailEngine.ContentFilters;
using Xunit;

namespace Oss.Tests.MailEngine.ContentFilters;

/// <summary>Debian's SpamAssassin, rspamd and ClamAV on free ports of the loopback, each with a configuration of its own that asks nobody else; ClamAV knows one signature, that of EICAR's test file.
/// Started once for a class of tests.</summary>
public sealed class FilterDaemons : IAsyncLifetime
{
    /// <summary>The message that every filter of spam calls spam. In pieces, that this file is not found by them.</summary>
    public const string Gtube = "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

    /// <summary>The file that every scanner of viruses finds.</summary>
    public const string Eicar = @"X5O!P%@AP[4\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    private readonly string _root = Directory.CreateTempSubdirectory("oss-filters-").FullName;
    private readonly List<Process> _processes = [];
    private readonly StringBuilder _log = new();
    private readonly int _rspamd = FreePort();
    private readonly int _spamd = FreePort();

    public ContentFilterHook Rspamd => new(ContentFilterKind.Rspamd, $"127.0.0.1:{_rspamd}");

    public ContentFilterHook SpamAssassin => new(ContentFilterKind.SpamAssassin, $"localhost:{_spamd}");

    public ContentFilterHook ClamAv => new(ContentFilterKind.ClamAv, Path.Combine(_root, "clamd.sock"));

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "clamd.conf"), $"LocalSocket {_root}/clamd.sock\nDatabaseDirectory {_root}/signatures\nTemporaryDirectory {_root}\nForeground yes\nStreamMaxLength 1M\n");
        Directory.CreateDirectory(Path.Combine(_root, "signatures"));
        await File.WriteAllTextAsync(Path.Combine(_root, "signatures", "test.ndb"), $"Eicar-Test:0:*:{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Eicar))}\n");
        await File.WriteAllTextAsync(Path.Combine(_root, "tld"), "org\nexample\n");
        await File.WriteAllTextAsync(Path.Combine(_root, "rspamd.conf"), $$"""
            options { pidfile = "{{_root}}/pid"; dns { nameserver = ["127.0.0.1:1"]; } cache_file = "{{_root}}/cache"; history_file = "{{_root}}/history"; url_tld = "{{_root}}/tld"; tempdir = "{{_root}}"; }
            logging { type = "console"; level = "error"; }
            worker "normal" { bind_socket = "127.0.0.1:{{_rspamd}}"; count = 1; }
            actions { reject = 15; add_header = 6; greylist = 4; }
            """);
        Start("/usr/sbin/clamd", "-c", Path.Combine(_root, "clamd.conf"));
        Start("/usr/sbin/spamd", "-L", "-x", "--listen", "127.0.0.1", "--port", $"{_spamd}", "--max-children", "2", "--min-children", "1", "-s", "stderr", "--cf", "use_bayes 0");
        Start("/usr/bin/rspamd", "-f", "-i", "-c", Path.Combine(_root, "rspamd.conf"));
        await using var node = new MailNode(options => options with { ContentFilters = new ContentFilterOptions { Hooks = [Rspamd, SpamAssassin, ClamAv] } });
        for (var wait = Stopwatch.StartNew(); (await node.Engine.DescribeFiltersAsync(CancellationToken.None)).Any(filter => filter.Failure is not null);)
        {
            if (wait.Elapsed > TimeSpan.FromSeconds(90))
                throw new InvalidOperationException($"The filters do not answer: {_log}");
            await Task.Delay(50);
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private void Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _processes.Add(process);
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        void Note(string? line)
        {
            lock (_log)
                _log.AppendLine(line);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
