using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Oss.Domain.Webhooks;
using Oss.Tests.Api.Rest;
using Oss.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Oss.Tests.Docs;

/// <summary>The programs of the integrators' guide, as a stranger copies them, against a platform that was just started.</summary>
public sealed partial class GuideTests : IDisposable
{
    private static readonly Dictionary<string, string> Runners = new() { [".php"] = "php", [".py"] = "/usr/bin/python3", [".java"] = "java" };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("oss-guide-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Every_program_of_the_guide_orders_once_and_is_answered_from_the_first_when_run_again()
    {
        await using var platform = await RunningOss.StartAsync(Path.Combine(_directory.FullName, "data"));
        var programs = Marked().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "integrators.md")));
        programs.Select(program => Path.GetExtension(program.Groups["file"].Value)).Order().ShouldBe(Runners.Keys.Order());

        foreach (Match program in programs)
        {
            var file = Path.Combine(_directory.FullName, program.Groups["file"].Value);
            await File.WriteAllTextAsync(file, program.Groups["text"].Value);

            (await RunAsync(platform, file)).ShouldBe("Completed now\n", file);
            (await RunAsync(platform, file)).ShouldBe("Completed before\n", file);
        }
    }

    [Fact]
    public async Task Every_receiver_of_the_guide_and_the_library_of_Standard_Webhooks_take_what_is_signed_and_nothing_else()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "integrators.md"));
        foreach (Match program in Receivers().Matches(guide))
            await File.WriteAllTextAsync(Path.Combine(_directory.FullName, program.Groups["file"].Value), program.Groups["text"].Value);
        var port = FreePort();
        (string Program, string[] Arguments)[] receivers =
        [
            ("php", ["-S", $"127.0.0.1:{port}", Path.Combine(_directory.FullName, "receive.php")]),
            ("/usr/bin/python3", [Path.Combine(_directory.FullName, "receive.py"), $"{port}"]),
            ("bash", [Path.Combine(Repository.Root, "Oss.Tests", "Domain", "Webhooks", "receive.sh"), $"{port}"]),
        ];
        Receivers().Count(guide).ShouldBe(receivers.Length - 1);
        await using var platform = await RunningOss.StartAsync(
            Path.Combine(_directory.FullName, "data"), "--Oss:Webhooks:AllowHttp=true", $"--Oss:Webhooks:AllowedTargets:0=127.0.0.1:{port}", "--Oss:Webhooks:AllowedTargets:1=127.0.0.1/32");
        using var crm = new HttpClient { BaseAddress = new Uri(platform.Web) };
        crm.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"crm:{platform.CrmSecret}")));
        var made = (await crm.PostItAsync("webhooks", $$"""{"url": "http://127.0.0.1:{{port}}/hook"}""")).Json;
        var (id, secret) = (made.GetProperty("webhook").GetProperty("id").GetString(), made.GetProperty("secret").GetString()!);

        foreach (var (program, arguments) in receivers)
        {
            (await ReceiveAsync(program, arguments, secret, crm, $"webhooks/{id}:test")).ShouldBe(204, program);
            (await ReceiveAsync(program, arguments, WebhookSignature.NewSecret(), crm, $"webhooks/{id}:test")).ShouldBe(401, program);
        }

        // While both secrets sign, a receiver that knows the former one alone goes on.
        await crm.PostItAsync($"webhooks/{id}:rotate");
        foreach (var (program, arguments) in receivers)
            (await ReceiveAsync(program, arguments, secret, crm, $"webhooks/{id}:test")).ShouldBe(204, program);
    }

    // The program is there when it answers; until then there is no connection, and so no status.
    private static async Task<int> ReceiveAsync(string program, string[] arguments, string secret, HttpClient crm, string test)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OSS_WEBHOOK_SECRET"] = secret;
        using var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (!process.HasExited)
            {
                if ((await crm.PostItAsync(test)).Json.TryGetProperty("status", out var status))
                    return status.GetInt32();
                await Task.Delay(50, deadline.Token);
            }

            throw new InvalidOperationException(await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<string> RunAsync(RunningOss platform, string file)
    {
        var start = new ProcessStartInfo(Runners[Path.GetExtension(file)], [file]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["OSS_URL"], start.Environment["OSS_SECRET"], start.Environment["NO_PROXY"]) = (platform.Web, platform.CrmSecret, "127.0.0.1");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{file}: {output}{await errors}");
        return output;
    }

    [GeneratedRegex(@"<!-- run: (?<file>\S+) -->\n```\w+\n(?<text>.*?)\n```\n", RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex(@"<!-- receive: (?<file>\S+) -->\n```\w+\n(?<text>.*?)\n```\n", RegexOptions.Singleline)]
    private static partial Regex Receivers();
}
