using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.Soap;

/// <summary>Clients nobody here wrote, each going the whole way: order, replay, mismatch, a finding with its path, a limit; and a wrong password. (.NET's own is in
/// <see cref="ChannelFactoryTests"/>.)</summary>
public sealed class SoapClientTests(ApiHost host)
{
    private static readonly string[] Expected =
    [
        "order Completed False", "replay Completed True", "mismatch ConflictFault -",
        "validation ValidationFault items[2].mailbox.address", "limit LimitExceededFault -",
    ];

    /// <summary>Program, script, version or port, and what a wrong password is there.</summary>
    public static TheoryData<string, string, string, string> Clients => new()
    {
        { "/usr/bin/python3", "order.py", "OrderServiceSoap11", "order HTTP 401" },
        { "/usr/bin/python3", "order.py", "OrderServiceSoap12", "order HTTP 401" },
        { "/usr/bin/python3", "order.py", "OrderServiceWss11", "order AuthorizationFault -" },
        { "/usr/bin/python3", "order.py", "OrderServiceWss12", "order AuthorizationFault -" },
        { "php", "order.php", "11", "order Unauthorized -" },
        { "php", "order.php", "12", "order Unauthorized -" },
        { "perl", "order.pl", "11", "order HTTP 401" },
        { "perl", "order.pl", "12", "order HTTP 401" },
        { "bash", "npm.sh", "11", "order HTTP 401" },
        { "bash", "npm.sh", "12", "order HTTP 401" },
    };

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task An_order_its_replay_and_every_refusal_arrive(string program, string script, string variant, string refused)
    {
        (await RunAsync(program, script, variant, ApiHost.Secret)).ShouldBe(Expected);
        (await RunAsync(program, script, variant, "wrong")).ShouldBe([refused]);
    }

    private async Task<string[]> RunAsync(string program, string script, string variant, string secret)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(Folder(), "Clients", script), host.Root.ToString().TrimEnd('/'), variant, Envelopes.Unique("n"), secret])
            start.ArgumentList.Add(argument);
        (start.Environment["NO_PROXY"], start.Environment["no_proxy"]) = ("127.0.0.1", "127.0.0.1");

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors + output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
