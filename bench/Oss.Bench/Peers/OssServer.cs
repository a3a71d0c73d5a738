using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Oss.Bench.Peers;

/// <summary>This platform, started as its operators do: the Release build in one process on SQLite, mailboxes ordered by REST.</summary>
internal sealed class OssServer : IMailServer, ISmtpServer
{
    // What it said at its first start, which has its secrets.
    private const string FirstStart = "first-start";

    private Process _process;
    private string _banner;
    private readonly string _data;
    private readonly string[] _settings;
    private readonly bool _isKept;

    private OssServer(Process process, string banner, string data, string[] settings, bool isKept) => (_process, _banner, _data, _settings, _isKept) = (process, banner, data, settings, isKept);

    public string Name => "OSS";

    public IPEndPoint Imap => EndPoint("IMAP");

    public IPEndPoint Pop3 => EndPoint("POP3");

    public IPEndPoint Lmtp => EndPoint("LMTP");

    public IPEndPoint Smtp => EndPoint("SMTP");

    public IReadOnlyList<int> ProcessIds => [_process.Id];

    /// <param name="users">How many mailboxes.</param>
    /// <param name="settings">More settings, as on the command line.</param>
    public static async Task<OssServer> StartAsync(int users, params string[] settings)
    {
        var server = await StartEmptyAsync(settings);
        await server.OrderAsync(users);
        return server;
    }

    /// <summary>One without any customer.</summary>
    public static Task<OssServer> StartEmptyAsync(params string[] settings) => StartInAsync(null, settings);

    /// <summary>One whose data stay where they are.</summary>
    /// <param name="kept">The directory; <see langword="null"/> for one of its own, deleted afterwards.</param>
    /// <param name="settings">More settings, as on the command line.</param>
    public static async Task<OssServer> StartInAsync(string? kept, params string[] settings)
    {
        var data = kept is null ? Directory.CreateTempSubdirectory("oss-bench-").FullName : Directory.CreateDirectory(kept).FullName;
        var (process, banner) = await StartProcessAsync(data, settings);
        var first = Path.Combine(data, FirstStart);
        if (kept is not null && File.Exists(first))
            banner += await File.ReadAllTextAsync(first);
        else if (kept is not null)
            await File.WriteAllTextAsync(first, banner);
        return new OssServer(process, banner, data, settings, kept is not null);
    }

    /// <summary>Runs a command of <c>oss</c> beside the node, on the same data.</summary>
    public async Task CommandAsync(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Program, .. words, $"--Oss:DataDirectory={_data}", .. _settings]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"oss {string.Join(' ', words)} ended with {process.ExitCode}.");
    }

    /// <summary>A CRM's connection to its REST interface.</summary>
    public HttpClient Crm()
    {
        var http = new HttpClient { BaseAddress = new Uri(Value(@"Console\s+(http\S+)/")), Timeout = TimeSpan.FromMinutes(10) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("crm:" + Value(@"crm\s+secret\s+(\S+)"))));
        return http;
    }

    /// <summary>Ends the process as a power cut would, and starts another on the same data.</summary>
    public async Task RestartAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        (_process, _banner) = await StartProcessAsync(_data, _settings);
    }

    private static string Program => Path.Combine(Repository.Root, "Oss.Api", "bin", "Release", "net10.0", "Oss.Api.dll");

    private static async Task<(Process Process, string Banner)> StartProcessAsync(string data, string[] settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Program);
        start.ArgumentList.Add($"--Oss:DataDirectory={data}");
        start.ArgumentList.Add("--Oss:Limits:MaxConnectionsPerAddress=20000");
        start.ArgumentList.Add("--Oss:Limits:MaxConnections=20000");
        start.ArgumentList.Add("--Logging:LogLevel:Default=Warning");
        foreach (var setting in settings)
            start.ArgumentList.Add(setting);
        foreach (var listener in (string[])["Http", "Https", "Smtp", "Submission", "Submissions", "Lmtp", "Imap", "Pop3", "ManageSieve"])
            start.ArgumentList.Add($"--Oss:Listen:{listener}=127.0.0.1:0");

        var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync();
        var banner = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            banner.AppendLine(line);
            if (line.StartsWith("Ctrl-C", StringComparison.Ordinal))
                break;
        }

        _ = process.StandardOutput.ReadToEndAsync();
        return (process, banner.ToString());
    }

    public string MaildirOf(string user)
    {
#pragma warning disable CA5351 // It spreads directories; nothing is secured by it.
        var hash = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(user)));
#pragma warning restore CA5351
        return Path.Combine(_data, "volumes", "vol1", hash[..2], hash[..4], user, "Maildir");
    }

    /// <summary>Messages in the queue.</summary>
    public int Queued => Directory.Exists(QueueDirectory) ? Directory.EnumerateFiles(QueueDirectory, "*.msg", SearchOption.AllDirectories).Count() : 0;

    /// <summary>The database's file.</summary>
    public string DatabasePath => Directory.EnumerateFiles(_data, "*.db").Single();

    private string QueueDirectory => Path.Combine(_data, "queue");

    public void Own(string path)
    {
    }

    public void DeleteDerived(string user)
    {
        var derived = Path.Combine(_data, "derived");
        if (Directory.Exists(derived))
            Directory.Delete(derived, recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (!_isKept)
            Directory.Delete(_data, recursive: true);
    }

    private async Task OrderAsync(int users)
    {
        using var http = Crm();
        await OrderAsync(http, 0,
            new { action = "Provide", subscription = new { contractNumber = "B1", tenantNumber = "B1", tenantName = "Bench", product = "premium" } },
            new { action = "Provide", domain = new { name = Users.Domain, contractNumber = "B1" } });
        foreach (var chunk in Enumerable.Range(0, users).Chunk(50))
        {
            await OrderAsync(http, chunk[0] + 1, [.. chunk.Select(number => (object)new
            {
                action = "Provide",
                mailbox = new { address = Users.Name(number), contractNumber = "B1", password = new { clear = Users.Password }, quota = new { unlimited = true } },
            })]);
        }
    }

    private static async Task OrderAsync(HttpClient http, int number, params object[] items)
    {
        using var answer = await http.PostAsJsonAsync(
            "/api/v1/orders", new { externalSystem = "bench", externalId = number.ToString(CultureInfo.InvariantCulture), items });
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
    }

    private IPEndPoint EndPoint(string label) => IPEndPoint.Parse(Value($@"  {label}\s+(127\.0\.0\.1:\d+)"));

    private string Value(string pattern) => Regex.Match(_banner, pattern) is { Success: true } match
        ? match.Groups[1].Value
        : throw new InvalidOperationException($"The banner has no {pattern}:\n{_banner}");
}
