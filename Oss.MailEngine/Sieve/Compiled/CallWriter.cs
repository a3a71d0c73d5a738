using System.Buffers;
using System.Text;
using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Compiled;

/// <summary>
/// The body of a compiled script. Numbers are LEB128; a text is its octets of UTF-8 after their number; a position is a line and a column.
/// <code>
/// body      = list(text) of extensions that are on, block
/// block     = list(call)
/// call      = word (row of the vocabulary), position, list(value), list(call) of tests, block
/// value     = index of the argument, or number of arguments + row of the tag, position, then by the kind of it: nothing, number, string, or list(string)
/// string    = 1 when it has variables in it, else 0; position, text
/// list(x)   = number, so many x
/// </code>
/// What a call's check prepares (modifiers, comparators, the answer of <c>ihave</c>) is not in it: it is prepared again when it is read.
/// </summary>
internal sealed class CallWriter
{
    private readonly ArrayBufferWriter<byte> _octets = new(4096);
    private readonly Vocabulary _vocabulary = Vocabulary.Instance;

    /// <summary>The body of a script that has no errors.</summary>
    public static byte[] Write(SieveScript script)
    {
        var writer = new CallWriter();
        writer.Number(script.Required.Count);
        foreach (var extension in script.Required.Order(StringComparer.Ordinal))
            writer.Text(extension);
        writer.Block(script.Calls);
        return writer._octets.WrittenSpan.ToArray();
    }

    private void Block(Call[] calls)
    {
        Number(calls.Length);
        foreach (var call in calls)
            Write(call);
    }

    private void Write(Call call)
    {
        Number(_vocabulary.RowOf(call.Rule));
        At(call.At);
        Number(call.Values.Count);
        foreach (var (name, value) in call.Values)
            Value(call.Rule, name, value);
        Block(call.Tests);
        Block(call.Block);
    }

    private void Value(WordRule rule, string name, BoundValue value)
    {
        var argument = Array.FindIndex(rule.Arguments, a => a.Name == name);
        var kind = argument >= 0 ? rule.Arguments[argument].Kind : _vocabulary.Tag(rule, name[1..])!.Value;
        Number(argument >= 0 ? argument : rule.Arguments.Length + _vocabulary.RowOfTag(name));
        At(value.At);
        switch (kind)
        {
            case ArgumentKind.Number:
                Number(value.Number);
                break;
            case ArgumentKind.Text:
                String(value.Texts[0]);
                break;
            case ArgumentKind.Texts:
                Number(value.Texts.Length);
                Array.ForEach(value.Texts, String);
                break;
        }
    }

    private void String(ScriptText text)
    {
        Number(text.Constant is null ? 1 : 0);
        At(text.At);
        Text(text.Source);
    }

    private void At(SievePosition at)
    {
        Number(at.Line);
        Number(at.Column);
    }

    private void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Number(length);
        _octets.Advance(Encoding.UTF8.GetBytes(text, _octets.GetSpan(Math.Max(length, 1))));
    }

    private void Number(long number)
    {
        var span = _octets.GetSpan(10);
        var length = 0;
        for (; number > 0x7f; number >>= 7)
            span[length++] = (byte)(number | 0x80);
        span[length++] = (byte)number;
        _octets.Advance(length);
    }
}
