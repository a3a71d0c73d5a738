using System.Diagnostics;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>The corpus through Debian's <c>sieve-test</c>. Where it differs the case says so in its section <c>pigeonhole</c>, and <c>docs/sieve-differences.md</c> says why.</summary>
public sealed partial class PigeonholeTests : IDisposable
{
    private const string Program = "/usr/bin/sieve-test";
    private const int Random = 400;
    private readonly string _root = Directory.CreateTempSubdirectory("oss-pigeonhole-").FullName;

    [Fact]
    public async Task Pigeonhole_does_the_same_but_for_the_differences_that_are_written_down()
    {
        File.Exists(Program).ShouldBeTrue("dovecot-sieve is missing; see debian-packages.txt");
        var differences = new List<string>();
        var cases = SieveCase.All.Where(c => c.Section("pigeonhole").Split('#')[0].Trim() != "skip").ToList();
        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (sieveCase, _) =>
        {
            var expected = Normal(sieveCase.Sections.ContainsKey("pigeonhole") ? Regex.Replace(sieveCase.Section("pigeonhole"), " *#.*", "").Trim() : sieveCase.Expected);
            var actual = await RunAsync(sieveCase);
            if (actual != expected)
            {
                lock (differences)
                    differences.Add($"{sieveCase.File}, {sieveCase.Name}: expected\n{expected}\nbut Pigeonhole does\n{actual}\n");
            }
        });
        differences.Order().ShouldBeEmpty(string.Join('\n', differences.Order()));
    }

    [Fact]
    public async Task Pigeonhole_does_the_same_with_scripts_and_messages_made_at_random()
    {
        var differences = new List<string>();
        await Parallel.ForEachAsync(Enumerable.Range(1, Random).Select(RandomCase.Make), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (sieveCase, _) =>
        {
            var expected = Normal(sieveCase.Run().Actions);
            var actual = await RunAsync(sieveCase);
            if (actual != expected)
            {
                lock (differences)
                    differences.Add($"number {sieveCase.Name}: here\n{expected}\nbut Pigeonhole does\n{actual}\n{sieveCase.Section("script")}\n{sieveCase.Section("message")}");
            }
        });
        differences.ShouldBeEmpty();
    }

    [Fact]
    public void Each_difference_is_explained()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "MailEngine", "Sieve", "sieve-differences.md"));
        foreach (var sieveCase in SieveCase.All.Where(c => c.Sections.ContainsKey("pigeonhole")))
            page.ShouldContain(sieveCase.Name, customMessage: $"docs/sieve-differences.md does not explain '{sieveCase.Name}' of {sieveCase.File}");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task<string> RunAsync(SieveCase sieveCase)
    {
        var home = Directory.CreateDirectory(Path.Combine(_root, Guid.NewGuid().ToString("N"))).FullName;
        var mailbox = new CaseMailbox(sieveCase);
        Directory.CreateDirectory(Path.Combine(home, "sieve"));
        Directory.CreateDirectory(Path.Combine(home, "global"));
        foreach (var folder in mailbox.Folders.Where(f => f != "INBOX"))
            Directory.CreateDirectory(Path.Combine(home, "mail", "." + folder.Replace('/', '.'), "cur"));
        foreach (var (section, text) in sieveCase.Sections.Where(s => s.Key.StartsWith("script ", StringComparison.Ordinal)))
        {
            var path = Path.Combine(home, section.Contains('/', StringComparison.Ordinal) ? "global" : "sieve", section.Split(' ', '/')[^1] + ".sieve");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text);
        }

        await File.WriteAllBytesAsync(Path.Combine(home, "case.sieve"), sieveCase.Script);
        await File.WriteAllBytesAsync(Path.Combine(home, "message"), sieveCase.Message);
        await File.WriteAllTextAsync(Path.Combine(home, "dovecot.conf"), Settings(home, mailbox));
        // Dovecot serves no mail to root, so there it runs as nobody.
        foreach (var path in Directory.EnumerateFileSystemEntries(home, "*", SearchOption.AllDirectories).Append(home).Append(_root))
            File.SetUnixFileMode(path, (UnixFileMode)0x1ff);

        using var process = Process.Start(new ProcessStartInfo(
            Program, ["-c", Path.Combine(home, "dovecot.conf"), "-f", sieveCase.Sender.Length > 0 ? sieveCase.Sender : "<>", "-r", sieveCase.Recipient, Path.Combine(home, "case.sieve"), Path.Combine(home, "message")])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return Actions(output, await errors);
    }

    private static string Settings(string home, CaseMailbox mailbox) => $$"""
        base_dir = {{home}}/run
        log_path = {{home}}/log
        mail_uid = {{(Environment.UserName == "root" ? "nobody" : Environment.UserName)}}
        mail_gid = {{(Environment.UserName == "root" ? "nogroup" : "")}}
        first_valid_uid = 1
        ssl = no
        hostname = {{mailbox.Environment["host"]}}
        mail_location = maildir:{{home}}/mail
        mail_home = {{home}}
        namespace inbox {
          inbox = yes
          separator = /
        {{string.Concat(new[] { "Junk", "Sent", "Trash", "Archive" }.SelectMany(use => mailbox.FoldersForUse("\\" + use).Select(folder =>
            $"  mailbox \"{folder}\" {{\n    special_use = \\{use}\n  }}\n")))}}
        }
        plugin {
          sieve = file:{{home}}/sieve;active={{home}}/.dovecot.sieve
          sieve_global = {{home}}/global
          sieve_extensions = +editheader +vnd.dovecot.debug +vnd.dovecot.environment +spamtest +spamtestplus +virustest +vacation-seconds +special-use
          sieve_vacation_min_period = 0
          sieve_spamtest_status_type = score
          sieve_spamtest_status_header = X-Spam-Status: [[:alpha:]]+, score=(-?[[:digit:]]+\.[[:digit:]])
          sieve_spamtest_max_header = X-Spam-Status: [[:alpha:]]+, score=-?[[:digit:]]+\.[[:digit:]] required=([[:digit:]]+\.[[:digit:]])
          sieve_virustest_status_type = text
          sieve_virustest_status_header = X-Virus-Status: (.+)
          sieve_virustest_text_value1 = Clean
          sieve_virustest_text_value5 = Infected
        }

        """;

    private static string Actions(string output, string errors)
    {
        if (errors.Contains("resolved with successful implicit keep", StringComparison.Ordinal))
            return "implicit keep";
        if (!output.Contains("Performed actions:", StringComparison.Ordinal))
            return string.Join('\n', ErrorLine().Matches(errors).Select(m => $"error {m.Groups[1].Value}").DefaultIfEmpty("failed: " + errors).Take(1));

        var actions = new List<string>();
        var isImplicit = false;
        foreach (var line in output.Split('\n'))
        {
            isImplicit |= line.StartsWith("Implicit keep:", StringComparison.Ordinal);
            if (line.StartsWith(" * ", StringComparison.Ordinal))
                actions.Add(Action(line[3..].Trim(), isImplicit));
            else if (line.Trim().StartsWith("+ add IMAP flags: ", StringComparison.Ordinal))
                actions[^1] += " " + string.Join(' ', line.Trim()[18..].Split(' ').Order(StringComparer.OrdinalIgnoreCase)).ToLowerInvariant();
        }

        return string.Join('\n', actions.Where(a => a.Length > 0));
    }

    private static string Action(string line, bool isImplicit) =>
        line.StartsWith("store message in folder: ", StringComparison.Ordinal) ? (isImplicit ? "implicit keep" : $"store {line[25..].Split(':')[0]}")
        : line.StartsWith("redirect message to: ", StringComparison.Ordinal) ? $"redirect {line[21..].Trim('<', '>')}"
        : line.StartsWith("reject message", StringComparison.Ordinal) ? "reject"
        : line.StartsWith("send vacation", StringComparison.Ordinal) ? "vacation"
        : line.StartsWith("send notification", StringComparison.Ordinal) ? "notify"
        : line == "discard" ? "discard"
        : line.StartsWith("mark message as duplicate", StringComparison.Ordinal) || line.Contains("duplicate", StringComparison.Ordinal) ? ""
        : line;

    // The same, of what a case expects: what sieve-test does not tell is left out.
    private static string Normal(string expected) => string.Join('\n', expected.Split('\n').Where(l => l is not ("run-time error" or "mark as seen" or "") && !l.StartsWith("warning", StringComparison.Ordinal)).Select(line =>
    {
        var flags = line.IndexOf(" :flags ", StringComparison.Ordinal) is >= 0 and var at
            ? " " + string.Join(' ', line[(at + 8)..].Split(' ').Select(f => f.Trim('"').Replace("\\\\", "\\", StringComparison.Ordinal)).Order(StringComparer.OrdinalIgnoreCase)).ToLowerInvariant()
            : "";
        var name = Quoted().Match(line).Groups[1].Value;
        return line.Split(' ')[0] switch
        {
            "error" => "error " + line.Split(' ', ':')[1],
            "keep" => "store INBOX" + flags,
            "implicit" => "implicit keep" + flags,
            "fileinto" => $"store {name}" + flags,
            "redirect" => $"redirect {name}",
            "reject" or "ereject" => "reject",
            var other => other,
        };
    }).Aggregate(new List<string>(), (lines, line) =>
    {
        // Of a script with several errors the first is enough.
        if (!line.StartsWith("error", StringComparison.Ordinal) || !lines.Exists(l => l.StartsWith("error", StringComparison.Ordinal)))
            lines.Add(line);
        return lines;
    }));

    [GeneratedRegex(@": line (\d+): error:")]
    private static partial Regex ErrorLine();

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Quoted();
}
