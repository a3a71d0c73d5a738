using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Oss.Domain;

namespace Oss.Api.CommandLine.Import;

/// <summary>The lines that were not ordered, with what stands against each; mended, it can be imported itself. It has passwords as the import has them, so nobody else may read it.</summary>
internal sealed class ErrorFile : IDisposable
{
    private static readonly MailboxColumn[] Columns = [.. Enum.GetValues<MailboxColumn>().Where(column => column != MailboxColumn.Ignored)];
    private readonly CsvWriter _csv;

    public ErrorFile(string path)
    {
        var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        _csv = new CsvWriter(new StreamWriter(file, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true)), new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = ";" });
        foreach (var head in Columns.Select(column => column.ToString().ToLowerInvariant()).Concat(["line", "place", "code", "error"]))
            _csv.WriteField(head);
        _csv.NextRecord();
    }

    public void Add(MailboxLine line, Finding finding)
    {
        foreach (var column in Columns)
            _csv.WriteField(FormulaGuard.Apply(line.Cells.GetValueOrDefault(column, "")));
        _csv.WriteField(line.Number);
        _csv.WriteField(finding.Path);
        _csv.WriteField(finding.Code);
        _csv.WriteField(finding.Text);
        _csv.NextRecord();
    }

    public void Dispose() => _csv.Dispose();
}
