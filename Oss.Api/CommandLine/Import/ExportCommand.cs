using System.CommandLine;
using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Oss.Api.CommandLine.Output;
using Oss.Domain.Audit;
using Oss.Domain.Mailboxes;

namespace Oss.Api.CommandLine.Import;

/// <summary><c>oss mailboxes export</c>: all mailboxes as CSV, with the columns that an import reads, save passwords, which do not leave the platform.</summary>
internal static class ExportCommand
{
    private static readonly string[] Heads = ["address", "contract", "name", "quota", "aliases", "tenant", "tenant name", "product", "state", "created"];

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<FileInfo?>("file") { Description = "The file to write; without it, standard output.", Arity = ArgumentArity.ZeroOrOne };
        var excel = new Option<bool>("--excel") { Description = "Semicolons and a byte order mark, as a German Excel wants it." };
        var filter = new FilterOptions();
        var command = new VerbCommand("export", "Writes all mailboxes, or those of a customer or contract, as CSV.",
            "oss mailboxes export all.csv", "oss mailboxes export --tenant T-100 --excel t100.csv", "oss mailboxes export | gzip > all.csv.gz") { file, excel };
        filter.AddTo(command);
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var wanted = filter.Of(parsed);
            await platform.Get<NoteAudit>().ExecuteAsync("mailbox.export", wanted.ContractNumber ?? wanted.TenantNumber ?? "all", $"List of mailboxes exported: {wanted}.", platform.Actor, cancellationToken);
            var mailboxes = platform.Get<ExportMailboxes>();
            using var bar = new ProgressBar(terminal.Errors, terminal.IsWatched(parsed) && parsed.GetValue(file) is not null, await mailboxes.CountAsync(wanted, platform.Actor, cancellationToken));
            await using var target = parsed.GetValue(file) is { } given ? Create(given, parsed.GetValue(excel)) : null;
            var rows = 0L;
            var csv = new CsvWriter(target ?? terminal.Output, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = parsed.GetValue(excel) ? ";" : "," }, leaveOpen: true);
            await using (csv)
            {
                Write(csv, Heads);
                await foreach (var row in mailboxes.ExecuteAsync(wanted, platform.Actor, cancellationToken))
                {
                    Write(csv,
                    [
                        row.Address, row.ContractNumber, row.DisplayName ?? "", row.QuotaBytes is { } bytes ? SizeText.Of(bytes) : "unlimited", string.Join(' ', row.Aliases), row.TenantNumber,
                        row.TenantName, row.ProductCode, row.State.ToString(), row.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
                    ]);
                    bar.Show(++rows, $"{rows} mailboxes");
                }
            }

            bar.Dispose();
            if (target is not null)
                platform.Answer.Say(new { Mailboxes = rows, File = parsed.GetValue(file)!.FullName }, $"{rows} mailboxes in {parsed.GetValue(file)!.Name}.");
            return ExitCodes.Done;
        });
    }

    private static StreamWriter Create(FileInfo file, bool mark) => new(
        new FileStream(file.FullName, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }),
        new System.Text.UTF8Encoding(mark));

    private static void Write(CsvWriter csv, IEnumerable<string> cells)
    {
        foreach (var cell in cells)
            csv.WriteField(FormulaGuard.Apply(cell));
        csv.NextRecord();
    }
}
