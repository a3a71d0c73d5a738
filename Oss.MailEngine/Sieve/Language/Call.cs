namespace Oss.MailEngine.Sieve.Language;

/// <summary>A command or test bound to its rule: arguments by name, tags by their name with the colon.</summary>
internal sealed class Call(WordRule rule, SievePosition at)
{
    private readonly List<(string Name, BoundValue Value)> _values = [];

    public WordRule Rule => rule;

    public SievePosition At => at;

    public Call[] Tests { get; set; } = [];

    public Call[] Block { get; set; } = [];

    /// <summary>How values are compared with keys; for words that take a match type.</summary>
    public Matching Matching { get; set; } = Matching.Default;

    /// <summary>What the rule's check prepared.</summary>
    public object? Prepared { get; set; }

    /// <summary>All arguments, in the order in which they stand.</summary>
    public IReadOnlyList<(string Name, BoundValue Value)> Values => _values;

    public void Add(string name, BoundValue value) => _values.Add((name, value));

    public BoundValue? Find(string name)
    {
        foreach (var (key, value) in _values)
        {
            if (ReferenceEquals(key, name) || key == name)
                return value;
        }

        return null;
    }

    public bool Has(string name) => Find(name) is not null;

    public long? Number(string name) => Find(name)?.Number;

    /// <summary>A string argument with its variables put in.</summary>
    public string Text(string name, SieveRun run) => Find(name)!.Texts[0].Expand(run);

    public string? TextOrNull(string name, SieveRun run) => Find(name)?.Texts[0].Expand(run);

    public IReadOnlyList<string> Texts(string name, SieveRun run)
    {
        var texts = Find(name)!.Texts;
        if (texts.Length == 1)
            return [texts[0].Expand(run)];

        var expanded = new string[texts.Length];
        for (var i = 0; i < texts.Length; i++)
            expanded[i] = texts[i].Expand(run);
        return expanded;
    }
}

/// <summary>An argument's value: a number, or strings.</summary>
internal sealed record BoundValue(SievePosition At, long Number, ScriptText[] Texts)
{
    public static readonly BoundValue Present = new(default, 0, []);
}
