using System.Diagnostics;
using System.Text.RegularExpressions;
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
}
