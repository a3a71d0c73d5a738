namespace Oss.MailEngine.Sieve.Conversion;

/// <summary>Replaces pieces of a script and leaves the rest, comments and layout included, as its author wrote it.</summary>
internal sealed class ScriptEdit(string text)
{
    private readonly List<(int Start, int Length, string Text)> _edits = [];

    public void Replace(int start, int length, string replacement) => _edits.Add((start, length, replacement));

    public override string ToString()
    {
        var edited = text;
        foreach (var (start, length, replacement) in _edits.OrderByDescending(e => e.Start))
            edited = edited[..start] + replacement + edited[(start + length)..];
        return edited;
    }
}
