using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Compiled;

/// <summary>
/// Reads the body of a compiled script into calls. Everything the binder asks of a source is asked again: words and tags by the table, arguments by their kinds, extensions, nesting, sizes, and each
/// call's own check. A body in which anything is not as <see cref="CallWriter"/> would have written it makes no script.
/// </summary>
internal sealed class CallReader
{
    private readonly Vocabulary _vocabulary;
    private readonly Binder _binder;
    private readonly List<TagRule> _tags = [];
    private int _calls;

    private CallReader(Vocabulary vocabulary, Binder binder) => (_vocabulary, _binder) = (vocabulary, binder);

    /// <summary>The script; <see langword="null"/> for a body that is damaged or was never written here.</summary>
    public static SieveScript? Read(ReadOnlySpan<byte> body, Vocabulary vocabulary, string name)
    {
        try
        {
            var octets = new ArtefactOctets(body);
            var reader = new CallReader(vocabulary, Binder.Restoring(vocabulary));
            for (var count = octets.Count(); count > 0; count--)
                Require(reader._binder.TurnOn(octets.Text()));
            var calls = reader.Block(ref octets, depth: 0);
            return octets.IsAtEnd ? reader._binder.Restored(calls, name) : null;
        }
        catch (Exception e) when (e is InvalidDataException or SieveException)
        {
            return null;
        }
    }

    private Call[] Block(ref ArtefactOctets octets, int depth)
    {
        var calls = new Call[octets.Count()];
        for (var i = 0; i < calls.Length; i++)
        {
            calls[i] = Read(ref octets, depth, isTest: false);
            Require(calls[i].Rule.Name is not ("elsif" or "else") || (i > 0 && calls[i - 1].Rule.Name is "if" or "elsif"));
        }

        return calls;
    }

    private Call Read(ref ArtefactOctets octets, int depth, bool isTest)
    {
        Require(depth < SieveLimits.Nesting && ++_calls <= SieveLimits.Invocations);
        var rule = _vocabulary.WordAt(octets.Number());
        Require(rule is not null && (rule is TestRule) == isTest && IsOn(rule.Extension));
        var call = new Call(rule!, octets.At());
        Values(ref octets, rule!, call);

        call.Tests = new Call[octets.Count()];
        Require(rule!.Tests switch { TestArity.None => call.Tests.Length == 0, TestArity.One => call.Tests.Length == 1, _ => call.Tests.Length > 0 });
        for (var i = 0; i < call.Tests.Length; i++)
            call.Tests[i] = Read(ref octets, depth + 1, isTest: true);
        rule.Check?.Invoke(call, _binder);

        _binder.Enter(call);
        call.Block = Block(ref octets, depth + 1);
        _binder.Leave(call);
        Require(call.Block.Length == 0 || rule is CommandRule { HasBlock: true });
        return call;
    }

    private void Values(ref ArtefactOctets octets, WordRule rule, Call call)
    {
        _tags.Clear();
        for (var count = octets.Count(); count > 0; count--)
        {
            var index = octets.Number();
            var (name, kind) = index < rule.Arguments.Length ? (rule.Arguments[index].Name, rule.Arguments[index].Kind) : TagAt(rule, index - rule.Arguments.Length);
            Require(!call.Has(name));
            call.Add(name, Value(ref octets, kind));
        }

        Require(Array.TrueForAll(rule.Arguments, argument => argument.IsOptional || call.Has(argument.Name)));
        _binder.Settle(call, _tags);
    }

    private (string Name, ArgumentKind? Kind) TagAt(WordRule rule, long row)
    {
        var name = _vocabulary.TagAt(row);
        var tag = name is null ? null : _vocabulary.Tag(rule, name[1..]);
        Require(tag is not null && IsOn(tag.Extension));
        _tags.Add(tag!);
        return (name!, tag!.Value);
    }

    private BoundValue Value(ref ArtefactOctets octets, ArgumentKind? kind)
    {
        var at = octets.At();
        switch (kind)
        {
            case null:
                return BoundValue.Present with { At = at };
            case ArgumentKind.Number:
                return new BoundValue(at, octets.Number(), []);
            case ArgumentKind.Text:
                return new BoundValue(at, 0, [String(ref octets)]);
            default:
                var texts = new ScriptText[octets.Count()];
                Require(texts.Length > 0);
                for (var i = 0; i < texts.Length; i++)
                    texts[i] = String(ref octets);
                return new BoundValue(at, 0, texts);
        }
    }

    private ScriptText String(ref ArtefactOctets octets)
    {
        var hasVariables = octets.Number();
        Require(hasVariables == 0 || (hasVariables == 1 && _binder.IsOn("variables")));
        return ScriptText.Restore(octets.At(), octets.Text(), hasVariables == 1, _binder);
    }

    private bool IsOn(string? extension) => extension is null || _binder.IsOn(extension);

    private static void Require(bool condition)
    {
        if (!condition)
            throw new InvalidDataException();
    }
}
