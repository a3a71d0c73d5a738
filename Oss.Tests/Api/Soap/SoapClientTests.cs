using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.Soap;

/// <summary>Clients nobody here wrote, each going the whole way.</summary>
public sealed class SoapClientTests(ApiHost host)
{
    private static readonly string[] Expected =
    [
        "order Completed False", "replay Completed True", "mismatch ConflictFault -",
        "validation ValidationFault items[2].mailbox.address", "limit LimitExceededFault -",
    ];

    [Theory]
    [InlineData("OrderServiceSoap11")]
    [InlineData("OrderServiceSoap12")]
    [InlineData("OrderServiceWss11")]
    [InlineData("OrderServiceWss12")]
    public async Task Zeep_orders(string port) =>
        (await RunAsync("/usr/bin/python3", "order.py", port, ApiHost.Secret)).ShouldBe(Expected);

    [Theory]
    [InlineData("11")]
    [InlineData("12")]
    public async Task PHP_orders(string version) =>
        (await RunAsync("php", "order.php", version, ApiHost.Secret)).ShouldBe(Expected);

    [Theory]
    [InlineData("OrderServiceSoap11", "order HTTP 401")]
    [InlineData("OrderServiceSoap12", "order HTTP 401")]
    [InlineData("OrderServiceWss11", "order AuthorizationFault -")]
    [InlineData("OrderServiceWss12", "order AuthorizationFault -")]
    public async Task Zeep_is_told_that_its_password_is_wrong(string port, string expected) =>
        (await RunAsync("/usr/bin/python3", "order.py", port, "wrong")).ShouldBe([expected]);

    [Theory]
    [InlineData("11")]
    [InlineData("12")]
    public async Task PHP_is_told_that_its_password_is_wrong(string version) =>
        (await RunAsync("php", "order.php", version, "wrong")).ShouldBe(["order Unauthorized -"]);

    private async Task<string[]> RunAsync(string program, string script, string variant, string secret)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(Folder(), "Clients", script), host.Root.ToString().TrimEnd('/'), variant, Envelopes.Unique("n"), secret])
            start.ArgumentList.Add(argument);
        start.Environment["NO_PROXY"] = "127.0.0.1";

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors + output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
