using System.Diagnostics;
using System.Text.RegularExpressions;
using Oss.Domain.Persistence;
using Shouldly;

namespace Oss.Tests.Hosting;

/// <summary>The real program in a process of its own, on free ports and a data directory of its own.</summary>
public sealed class RunningOss : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly string _output;

    private RunningOss(Process process, string output) => (_process, _output) = (process, output);

    public string Web => Value(@"Console\s+(http\S+)/");

    public string OperatorPassword => Value(@"operator\s+password (\S+)");

    public string CrmSecret => Value(@"crm\s+secret\s+(\S+)");

    public int Port(string name) => int.Parse(Value($@"  {name}\s+127\.0\.0\.1:(\d+)"));

    public static Task<RunningOss> StartAsync(string data, OssDatabaseOptions database, params string[] arguments)
    {
        var start = Program(data, [$"--Oss:Database:Provider={database.Provider}", .. arguments]);
        start.Environment["Oss__Database__ConnectionString"] = database.ConnectionString;
        return StartAsync(start);
    }

    /// <summary>With the embedded database in the data directory, as <c>./run.sh</c> starts it.</summary>
    public static Task<RunningOss> StartAsync(string data, params string[] arguments) => StartAsync(Program(data, arguments));

    /// <summary>A start that is meant to fail.</summary>
    public static async Task<(int ExitCode, string Output)> FailAsync(string data, params string[] arguments)
    {
        using var process = Process.Start(Program(data, arguments))!;
        using var deadline = new CancellationTokenSource(StartPatience);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, output + await errors);
    }

    private static ProcessStartInfo Program(string data, params string[] arguments)
    {
        // A shell that runs the tests in the background ignores SIGINT for all it starts, and what ignores it cannot be stopped by it.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Oss.Api.dll"));
        start.ArgumentList.Add($"--Oss:DataDirectory={data}");
        foreach (var listener in (string[])["Http", "Https", "Smtp", "Submission", "Submissions", "Lmtp", "Imap", "Pop3", "ManageSieve"])
            start.ArgumentList.Add($"--Oss:Listen:{listener}=127.0.0.1:0");
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    private static async Task<RunningOss> StartAsync(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(StartPatience);
        var output = "";
        while (!output.Contains("Ctrl-C stops it.", StringComparison.Ordinal))
            output += (await process.StandardOutput.ReadLineAsync(deadline.Token) ?? throw new InvalidOperationException("The program ended before it was ready:\n" + output)) + "\n";
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return new RunningOss(process, output);
    }

    /// <summary>SIGKILL: nothing is flushed, nothing is said.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGINT, which is what Ctrl-C sends.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        kill.ExitCode.ShouldBe(0);
        using var deadline = new CancellationTokenSource(StartPatience);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"It was told to stop and did not:\n{await File.ReadAllTextAsync($"/proc/{_process.Id}/status", CancellationToken.None)}");
        }

        return _process.ExitCode;
    }

    /// <summary>What it said until it was ready.</summary>
    public string Banner => _output;

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private string Value(string pattern) => Regex.Match(_output, pattern) is { Success: true } match
        ? match.Groups[1].Value
        : throw new InvalidOperationException($"The banner has no {pattern}:\n{_output}");
}
