using Oss.MailEngine.Sieve;

namespace Oss.Api.Hosting;

/// <summary><c>oss sieve check|run|convert</c>: what a script does, for support and for those who write one. Exit codes: 0 fine, 1 the script is wrong, 2 the command is.</summary>
public static class SieveVerb
{
    private const string Usage = """
        oss sieve check SCRIPT                                 errors and warnings by line and column
        oss sieve run SCRIPT MESSAGE [--from ADDRESS] [--to ADDRESS] [--folder NAME]... [--scripts DIRECTORY]
                [--global-scripts DIRECTORY] [--trace]
                                                               what the script does with the message; --scripts has the
                                                               scripts NAME.sieve that it includes
        oss sieve convert SCRIPT [--separator .] [--rules]     a Cyrus script for this platform; with --rules, the rules
                                                               of a script that Horde or Open-Xchange wrote
        """;

    /// <summary>Runs one of the three.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            return arguments switch
            {
                ["check", var script] => Check(script, output),
                ["run", var script, var message, .. var options] => Try(script, message, [.. options], output),
                ["convert", var script, .. var options] => Convert(script, [.. options], output, errors),
                _ => Fail(Usage, errors),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(e.Message, errors);
        }
    }

    private static int Check(string script, TextWriter output)
    {
        var report = SieveTool.Check(File.ReadAllBytes(script));
        foreach (var error in report.Errors)
            output.WriteLine($"{script}: {error}");
        foreach (var warning in report.Warnings)
            output.WriteLine($"{script}: warning: {warning}");
        return report.Errors.Count > 0 ? 1 : 0;
    }

    private static int Try(string script, string message, List<string> options, TextWriter output)
    {
        var octets = File.ReadAllBytes(script);
        if (SieveTool.Check(octets).Errors.Count > 0)
            return Check(script, output);

        var folders = options.Select((o, i) => (o, i)).Where(x => x.o == "--folder" && x.i + 1 < options.Count).Select(x => options[x.i + 1]).ToList();
        var trial = SieveTool.Run(octets, File.ReadAllBytes(message), Value(options, "--from") ?? "sender@example.org", Value(options, "--to") ?? "recipient@example.org", folders,
            Value(options, "--scripts"), Value(options, "--global-scripts"));
        if (options.Contains("--trace"))
            trial.Trace.ToList().ForEach(output.WriteLine);
        trial.Actions.ToList().ForEach(output.WriteLine);
        if (trial.Error is not null)
            output.WriteLine($"The script failed, and the message is kept: {trial.Error}");
        return trial.Error is null ? 0 : 1;
    }

    private static int Convert(string script, List<string> options, TextWriter output, TextWriter errors)
    {
        var separator = Value(options, "--separator") is [var given] ? given : '.';
        var converted = SieveTool.ConvertCyrus(File.ReadAllText(script), separator);
        var (text, problems) = (converted.Script, converted.Problems);
        if (options.Contains("--rules"))
        {
            var imported = SieveTool.ImportRules(converted.Script);
            var (rendered, findings) = SieveTool.Render(imported.Rules);
            problems = imported.Problems;
            foreach (var finding in findings)
                errors.WriteLine(finding);
            if (rendered is null)
                return 1;
            text = rendered;
        }

        output.Write(text);
        foreach (var change in converted.Changes)
            errors.WriteLine($"changed: {change}");
        foreach (var problem in problems)
            errors.WriteLine($"not converted: {problem}");
        return problems.Count > 0 ? 1 : 0;
    }

    private static string? Value(List<string> options, string name) => options.IndexOf(name) is >= 0 and var at && at + 1 < options.Count ? options[at + 1] : null;

    private static int Fail(string text, TextWriter errors)
    {
        errors.WriteLine(text);
        return 2;
    }
}
