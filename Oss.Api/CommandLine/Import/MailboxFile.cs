using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using CsvHelper.Configuration;
using Oss.Api.CommandLine.Output;
using Oss.Domain;

namespace Oss.Api.CommandLine.Import;

/// <summary>A file of mailboxes, read line by line: however long it is, one line is in memory, and the addresses seen so far.</summary>
internal sealed class MailboxFile : IDisposable
{
    private const int MaxCell = 4000;
    private const string Separator = "sep=";

    private readonly FileStream _file;
    private readonly StreamReader _reader;
    private readonly CsvParser _parser;
    private readonly MailboxColumn[] _columns;
    private readonly Dictionary<string, int> _owned = [];
    private readonly int _skipped;
    private bool _malformed;

    private MailboxFile(FileStream file, StreamReader reader, int skipped, string separator)
    {
        (_file, _reader, _skipped) = (file, reader, skipped);
        _parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = separator, TrimOptions = TrimOptions.Trim, MaxFieldSize = MaxCell, BadDataFound = _ => _malformed = true, IgnoreBlankLines = true,
        });
        _columns = _parser.Read() ? MailboxColumns.Read(_parser.Record!) : throw new InvalidDataException("The file is empty.");
    }

    /// <summary>Octets read, of <see cref="Length"/>.</summary>
    public long Position => _file.Position;

    public long Length => _file.Length;

    /// <summary>Opens a file and reads its head.</summary>
    /// <exception cref="InvalidDataException">The head is none.</exception>
    public static async Task<MailboxFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            var encoding = await CsvText.EncodingOfAsync(file, cancellationToken);
            var (head, named) = await HeadAsync(file, encoding, cancellationToken);
            var reader = new StreamReader(file, encoding);
            if (named)
                await reader.ReadLineAsync(cancellationToken);
            return new MailboxFile(file, reader, named ? 1 : 0, head);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The lines, each with what is wrong with it by itself or beside those before.</summary>
    public async IAsyncEnumerable<MailboxLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _malformed = false;
            if (!await NextAsync())
                yield break;

            yield return Line();
        }
    }

    public void Dispose()
    {
        _parser.Dispose();
        _reader.Dispose();
        _file.Dispose();
    }

    private async Task<bool> NextAsync()
    {
        try
        {
            return await _parser.ReadAsync();
        }
        catch (MaxFieldSizeException e)
        {
            throw new InvalidDataException($"Line {_parser.RawRow + _skipped}: a cell is longer than {MaxCell} characters; is a quote left open? Lines before it are done.", e);
        }
    }

    private MailboxLine Line()
    {
        var cells = _parser.Record!;
        var number = _parser.RawRow + _skipped;
        var known = new Dictionary<MailboxColumn, string>();
        for (var i = 0; i < Math.Min(cells.Length, _columns.Length); i++)
        {
            if (_columns[i] != MailboxColumn.Ignored)
                known[_columns[i]] = FormulaGuard.Undo(cells[i]);
        }

        return Checked(new MailboxLine(number, known, null), cells.Length);
    }

    private MailboxLine Checked(MailboxLine line, int cells)
    {
        if (_malformed)
            return line with { Fault = new Finding("", "malformed", "A quote stands where none belongs.") };
        if (cells != _columns.Length)
            return line with { Fault = new Finding("", "malformed", $"The line has {cells} cells, the first line {_columns.Length}.") };
        if (line.Address.Length == 0)
            return line with { Fault = new Finding("address", ErrorCodes.Required, "The address is missing.") };
        if (!line.Cells.ContainsKey(MailboxColumn.Password) || line.Cells[MailboxColumn.Password].Length == 0)
            return line with { Fault = new Finding("password", ErrorCodes.Required, "The password is missing: clear text, or a hash in {SCHEME} form.") };
        if (line.Cells.GetValueOrDefault(MailboxColumn.Quota) is { Length: > 0 } quota && SizeText.Parse(quota) is null)
            return line with { Fault = new Finding("quota", ErrorCodes.OutOfRange, $"'{quota}' is no size; it reads like 500M, 2G or unlimited.") };
        return Repeated(line) is { } earlier ? line with { Fault = new Finding("address", ErrorCodes.AlreadyExists, earlier) } : line;
    }

    // A line that is faulty owns nothing: its copy further down may be the right one.
    private string? Repeated(MailboxLine line)
    {
        var owned = line.Owned.ToList();
        foreach (var address in owned)
        {
            if (_owned.TryGetValue(address, out var before))
                return $"'{address}' stands in line {before} already.";
        }

        return owned.FirstOrDefault(address => !_owned.TryAdd(address, line.Number)) is { } twice ? $"'{twice}' stands twice in the line." : null;
    }

    // Excel understands a line sep=; and needs it elsewhere than in Germany.
    private static async Task<(string Separator, bool Named)> HeadAsync(FileStream file, System.Text.Encoding encoding, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(file, encoding, leaveOpen: true);
        var buffer = new char[MaxCell];
        var read = await reader.ReadBlockAsync(buffer, cancellationToken);
        file.Position = 0;
        var line = new string(buffer, 0, read).Split('\n', 2)[0].TrimEnd('\r');
        return line.StartsWith(Separator, StringComparison.OrdinalIgnoreCase) && line.Length == Separator.Length + 1 ? (line[^1..], true) : (CsvText.SeparatorOf(line), false);
    }
}
