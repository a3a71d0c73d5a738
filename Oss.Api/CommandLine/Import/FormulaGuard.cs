namespace Oss.Api.CommandLine.Import;

/// <summary>What a customer gave as a name must not be a formula in the spreadsheet of whoever opens the file: a cell that begins like one gets an apostrophe before it, which
/// is taken away when such a file is read.</summary>
internal static class FormulaGuard
{
    private const char Apostrophe = '\'';

    public static string Apply(string cell) => IsFormula(cell) ? Apostrophe + cell : cell;

    public static string Undo(string cell) => cell is [Apostrophe, .. var rest] && IsFormula(rest) ? rest : cell;

    private static bool IsFormula(string cell) => cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];
}
