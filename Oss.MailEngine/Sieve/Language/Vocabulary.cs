using System.Collections.Frozen;
using Oss.MailEngine.Sieve.Extensions;

namespace Oss.MailEngine.Sieve.Language;

/// <summary>The language as a table: all words, tags and modifiers by name, put together from the core and the extensions.</summary>
internal sealed class Vocabulary
{
    private readonly FrozenDictionary<string, WordRule> _words;
    private readonly FrozenDictionary<string, SieveExtension> _extensions;
    private readonly FrozenDictionary<string, TagRule[]> _tags;
    private readonly WordRule[] _rows;
    private readonly FrozenDictionary<string, int> _rowOfWord;
    private readonly string[] _tagRows;
    private readonly FrozenDictionary<string, int> _rowOfTag;

    private Vocabulary(IReadOnlyList<SieveExtension> extensions)
    {
        _extensions = extensions.Where(e => e.Name.Length > 0).ToFrozenDictionary(e => e.Name);
        _words = extensions.SelectMany(e => e.Words.Select(w => w with { Extension = NullIfCore(e) })).ToFrozenDictionary(w => w.Name);
        Modifiers = [.. extensions.SelectMany(e => e.Modifiers.Select(m => m with { Extension = e.Name })).OrderByDescending(m => m.Precedence)];
        _tags = extensions.SelectMany(e => e.Tags.Select(t => t with { Extension = NullIfCore(e) })).Concat(Modifiers.Select(ModifierTag))
            .GroupBy(t => t.Name).ToFrozenDictionary(g => g.Key, g => g.ToArray());
        _rows = [.. _words.Values.OrderBy(w => w.Name, StringComparer.Ordinal)];
        _rowOfWord = _rows.Index().ToFrozenDictionary(row => row.Item.Name, row => row.Index);
        _tagRows = [.. _words.Values.SelectMany(w => w.Tags).Select(t => t.Name).Concat(_tags.Keys).Distinct().Order(StringComparer.Ordinal).Select(name => ":" + name)];
        _rowOfTag = _tagRows.Index().ToFrozenDictionary(row => row.Item, row => row.Index);
        Names = [.. extensions.Select(e => e.Name).Where(n => n.Length > 0).Order(StringComparer.Ordinal)];
    }

    /// <summary>All that this engine knows.</summary>
    public static Vocabulary Instance { get; } = new(
    [
        CoreCommands.Extension, CoreTests.Extension,
        FileIntoExtension.Extension, RejectExtension.Reject, RejectExtension.Ereject, EnvelopeExtension.Extension, new SieveExtension(EncodedCharacter),
        CopyExtension.Extension, BodyExtension.Extension, EnvironmentExtension.Extension, VariablesExtension.Extension, VacationExtension.Extension, VacationExtension.Seconds,
        RelationalExtension.Extension, Imap4FlagsExtension.Extension, SubaddressExtension.Extension, SpamTestExtension.Spam, SpamTestExtension.SpamPlus,
        SpamTestExtension.Virus, DateExtension.Extension, IndexExtension.Extension, EditHeaderExtension.Extension, MailboxExtension.Extension,
        MetadataExtension.Mailbox, MetadataExtension.Server, NotifyExtension.Extension, IhaveExtension.Extension, IncludeExtension.Extension,
        ForEveryPartExtension.Extension, MimeExtension.Extension, ReplaceExtension.Extension, EncloseExtension.Extension, ExtractTextExtension.Extension,
        ListsExtension.Extension, DuplicateExtension.Extension, SpecialUseExtension.Extension, FccExtension.Extension, MailboxIdExtension.Extension,
        RegexExtension.Extension, ImapSieveExtension.Extension, DovecotExtension.Environment, DovecotExtension.Debug, DovecotExtension.ImapSieve,
        .. Comparator.All.Select(comparator => new SieveExtension("comparator-" + comparator.Name)),
    ]);

    public const string EncodedCharacter = "encoded-character";

    /// <summary>Names for <c>require</c>, as a client is told them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Modifiers of <c>set</c> in the order in which they are applied.</summary>
    public IReadOnlyList<StringModifier> Modifiers { get; }

    public bool Knows(string extension) => _extensions.ContainsKey(extension);

    public bool IsForDeliveryOnly(string extension) => _extensions[extension].IsForDeliveryOnly;

    public IEnumerable<string> IncludedBy(string extension) => _extensions[extension].Includes;

    public WordRule? Word(string name) => _words.GetValueOrDefault(name);

    /// <summary>The rule of a tag at a word: the word's own, or one that an extension gives it.</summary>
    public TagRule? Tag(WordRule word, string name) =>
        word.Tags.FirstOrDefault(t => t.Name == name) ?? (_tags.TryGetValue(name, out var rules) ? Array.Find(rules, t => t.On(word)) : null);

    /// <summary>The row of a word in the table, the same in each process of one build.</summary>
    public int RowOf(WordRule word) => _rowOfWord[word.Name];

    /// <summary>The word of a row; <see langword="null"/> beyond the table.</summary>
    public WordRule? WordAt(long row) => row >= 0 && row < _rows.Length ? _rows[row] : null;

    /// <summary>The row of a tag's name, which begins with its colon.</summary>
    public int RowOfTag(string name) => _rowOfTag[name];

    /// <summary>The tag's name of a row, with its colon; <see langword="null"/> beyond the table.</summary>
    public string? TagAt(long row) => row >= 0 && row < _tagRows.Length ? _tagRows[row] : null;

    private static TagRule ModifierTag(StringModifier modifier) => new(modifier.Name)
    {
        Group = $"modifier {modifier.Precedence}", On = word => word.Takes.HasFlag(Takes.Modifiers), Extension = modifier.Extension,
    };

    private static string? NullIfCore(SieveExtension extension) => extension.Name.Length > 0 ? extension.Name : null;
}
