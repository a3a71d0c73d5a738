using System.CommandLine;
using Oss.Api.CommandLine.Output;
using Oss.Domain;
using Oss.Domain.Orders;

namespace Oss.Api.CommandLine.Import;

/// <summary><c>oss mailboxes import</c>: a line is an order, so a line that is refused keeps no other, and a run that was ended goes on where it was.</summary>
internal static class ImportCommand
{
    /// <summary>The external system of imports.</summary>
    public const string System = "csv-import";

    /// <summary>Characters of an import's name.</summary>
    public const int NameLength = 60;

    /// <summary>Lines under way at one time: enough to hash passwords on several processors and to wait for one fsync together.</summary>
    private const int AtOnce = 4;

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<FileInfo>("file") { Description = "The file; its first line names the columns: id, address, contract, name, password, quota, aliases." };
        var preview = new Option<bool>("--preview") { Description = "Says what would be ordered and what stands against it, and does nothing." };
        var errors = new Option<FileInfo?>("--errors") { Description = "Where the lines that are refused are written, each with its error; mended, it can be imported.", HelpName = "FILE" };
        var name = new Option<string?>("--name") { Description = $"The import's name, at most {NameLength} characters; without it, the file's. The same name orders no line twice.", HelpName = "NAME" };
        var contract = new Option<string?>("--contract") { Description = "The contract of lines that name none.", HelpName = "NUMBER" };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { Length: 0 or > NameLength })
                result.AddError($"The name has 1 to {NameLength} characters.");
        });
        var command = new VerbCommand("import", "Creates the mailboxes of a CSV file, of a German Excel too; the same file again orders nothing twice.",
            "oss mailboxes import new.csv --preview", "oss mailboxes import new.csv --errors refused.csv", "oss mailboxes import refused.csv --name new.csv") { file, preview, errors, name, contract };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var source = parsed.GetRequiredValue(file);
            var import = parsed.GetValue(name) ?? (source.Name.Length <= NameLength ? source.Name : source.Name[..NameLength]);
            using var lines = await MailboxFile.OpenAsync(source.FullName, cancellationToken);
            using var refused = parsed.GetValue(errors) is { } target ? new ErrorFile(target.FullName) : null;
            using var bar = new ProgressBar(terminal.Errors, terminal.IsWatched(parsed), lines.Length);
            var report = new ImportReport(refused);
            var outcomes = parsed.GetValue(preview)
                ? new ImportPreview(platform, import, parsed.GetValue(contract)).RunAsync(lines, cancellationToken)
                : OrderAsync(platform, lines, import, parsed.GetValue(contract), cancellationToken);
            await foreach (var outcome in outcomes)
            {
                report.Count(outcome);
                bar.Show(lines.Position, $"{report.Lines} lines, {report.Refused} refused");
            }

            bar.Dispose();
            return report.Tell(platform.Answer, parsed.GetValue(preview));
        });
    }

    // A few at a time, told in the order of the file.
    private static async IAsyncEnumerable<LineOutcome> OrderAsync(
        CommandPlatform platform, MailboxFile lines, string import, string? contract, [global::System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var running = new Queue<Task<LineOutcome>>();
        try
        {
            await foreach (var line in lines.ReadAsync(cancellationToken))
            {
                running.Enqueue(Task.Run(() => OrderAsync(platform, line, import, contract, cancellationToken), CancellationToken.None));
                if (running.Count >= AtOnce)
                    yield return await running.Dequeue();
            }

            while (running.Count > 0)
                yield return await running.Dequeue();
        }
        finally
        {
            // What is under way is done or refused as a whole; it is not left alone with a platform that is closed.
            foreach (var left in running)
                await left.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private static async Task<LineOutcome> OrderAsync(CommandPlatform platform, MailboxLine line, string import, string? contract, CancellationToken cancellationToken)
    {
        if (line.Fault is { } fault)
            return new LineOutcome.Refused(line, fault);

        try
        {
            var result = await platform.Get<SubmitOrder>().ExecuteAsync(line.ToOrder(import, contract), platform.Actor, cancellationToken);
            return (result.Replayed, ExitCodes.Of(result.Order.State)) switch
            {
                (_, ExitCodes.Refused) => new LineOutcome.Refused(line, new Finding("", result.Order.ErrorCode ?? "failed", result.Order.ErrorText ?? $"The order is {result.Order.State}.")),
                (true, _) => new LineOutcome.Known(),
                var (_, code) => new LineOutcome.Ordered(code == ExitCodes.Done),
            };
        }
        catch (DomainException e) when (e.Error is not DomainError.Unavailable)
        {
            return LineOutcome.Refused.By(line, e.Error);
        }
    }
}
