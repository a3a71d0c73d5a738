using System.Text.Encodings.Web;
using System.Text.Json;
using Oss.Api.Rest;
using Oss.Domain;

namespace Oss.Api.CommandLine.Output;

/// <summary>What a command says: lines and tables for people, or the same as JSON for programs. Errors go to standard error in both.</summary>
internal sealed class Answer(TextWriter output, TextWriter errors, bool json)
{
    private static readonly JsonSerializerOptions Indented = new(RestJson.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether programs read it.</summary>
    public bool IsJson => json;

    /// <summary>One thing, as its members.</summary>
    public void Thing(object value, params (string Name, object? Value)[] members)
    {
        if (json)
        {
            Write(value);
            return;
        }

        var width = members.Max(member => member.Name.Length) + 2;
        foreach (var (name, member) in members.Where(member => member.Value is not null))
            output.WriteLine($"{name.PadRight(width)}{Text(member)}");
    }

    /// <summary>A list that is not read in parts.</summary>
    /// <param name="rows">The rows as programs see them.</param>
    /// <param name="heads">Heads of the columns.</param>
    /// <param name="cells">A row's cells.</param>
    public void List<T>(IReadOnlyList<T> rows, string[] heads, Func<T, object?[]> cells) => List(new Slice<T>(rows, null, null), heads, cells);

    /// <summary>A part of a list, and how the next and the one before are asked for.</summary>
    /// <param name="part">The rows as programs see them.</param>
    /// <param name="heads">Heads of the columns.</param>
    /// <param name="cells">A row's cells.</param>
    public void List<T>(Slice<T> part, string[] heads, Func<T, object?[]> cells)
    {
        var (next, previous) = (part.Next is { } after ? $"--after {after}" : null, part.Previous is { } before ? $"--before {before}" : null);
        if (json)
        {
            Write(new { part.Items, Next = next, Previous = previous });
            return;
        }

        var table = part.Items.Select(row => cells(row).Select(Text).ToArray()).Prepend(heads).ToList();
        var widths = heads.Select((_, column) => table.Max(row => row[column].Length)).ToArray();
        foreach (var row in table)
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        if (previous is not null)
            output.WriteLine($"… before: {previous}");
        if (next is not null)
            output.WriteLine($"… more: {next}");
    }

    /// <summary>A sentence, or a value for programs.</summary>
    public void Say(object value, string sentence)
    {
        if (json)
            Write(value);
        else
            output.WriteLine(sentence);
    }

    /// <summary>What stands against it.</summary>
    /// <returns>The exit code.</returns>
    public int Refuse(DomainError error)
    {
        var findings = (error as DomainError.Validation)?.Findings;
        if (json)
            errors.WriteLine(JsonSerializer.Serialize(new { error.Code, Title = error.Text, Findings = findings }, Indented));
        else if (findings is null)
            errors.WriteLine($"{error.Text} ({error.Code})");
        else
            findings.ToList().ForEach(finding => errors.WriteLine($"{finding.Path}: {finding.Text} ({finding.Code})"));
        return ExitCodes.Of(error);
    }

    /// <summary>A size as people write it.</summary>
    public static string Size(long? bytes) => bytes is { } given ? SizeText.Of(given) : "unlimited";

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTime at => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        IEnumerable<string> many => string.Join(", ", many),
        IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private void Write(object value) => output.WriteLine(JsonSerializer.Serialize(value, value.GetType(), Indented));
}
