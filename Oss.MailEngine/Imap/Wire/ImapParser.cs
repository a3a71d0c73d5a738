using System.Globalization;
using System.Text;

namespace Oss.MailEngine.Imap.Wire;

/// <summary>The command is not well-formed; answered with BAD and the sentence.</summary>
internal sealed class ImapSyntaxException(string message) : Exception(message);

/// <summary>The command is well-formed and refused; answered with NO and the sentence.</summary>
internal sealed class ImapRefusalException(string message) : Exception(message);

/// <summary>A pure parser over one complete command. Literals lie in the octets as <c>{n}CRLF</c> and n octets, just as they came.</summary>
internal sealed class ImapParser(byte[] octets)
{
    private int _at;

    public bool IsAtEnd => _at >= octets.Length;

    public byte Peek => _at < octets.Length ? octets[_at] : (byte)0;

    /// <summary>What was not parsed yet.</summary>
    public ReadOnlySpan<byte> Rest => octets.AsSpan(_at);

    public bool TryTake(char c)
    {
        if (Peek != c || IsAtEnd)
            return false;
        _at++;
        return true;
    }

    /// <summary>Takes text, in whatever case, when it comes next.</summary>
    public bool TryTake(string text)
    {
        if (octets.Length - _at < text.Length || !Encoding.ASCII.GetString(octets, _at, text.Length).Equals(text, StringComparison.OrdinalIgnoreCase))
            return false;
        _at += text.Length;
        return true;
    }

    /// <summary>Takes a word and the space after it when they come next.</summary>
    public bool TryTakeWord(string word)
    {
        if (octets.Length - _at <= word.Length || octets[_at + word.Length] != ' '
            || !Encoding.ASCII.GetString(octets, _at, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase))
            return false;
        _at += word.Length + 1;
        return true;
    }

    /// <summary>Takes a word when it comes next and ends there.</summary>
    public bool TryTakeKeyword(string word)
    {
        var start = _at;
        if (_at < octets.Length && IsAtomChar(octets[_at]) && Atom().Equals(word, StringComparison.OrdinalIgnoreCase))
            return true;
        _at = start;
        return false;
    }

    public void Expect(char c)
    {
        if (!TryTake(c))
            throw new ImapSyntaxException(c == ' ' ? "An argument is missing" : $"'{c}' is missing");
    }

    public void ExpectEnd()
    {
        if (!IsAtEnd)
            throw new ImapSyntaxException("There is more than the command takes");
    }

    /// <summary>A command's tag, in which <c>+</c> would look like a continuation (RFC 3501 9).</summary>
    public string Tag() =>
        Atom("]") is var tag && !tag.Contains('+', StringComparison.Ordinal) ? tag : throw new ImapSyntaxException("A tag has no +");

    /// <summary>An atom, in which <paramref name="also"/> may stand as well.</summary>
    public string Atom(string also = "")
    {
        var start = _at;
        while (_at < octets.Length && (IsAtomChar(octets[_at]) || also.Contains((char)octets[_at], StringComparison.Ordinal)))
            _at++;
        return _at > start ? Encoding.ASCII.GetString(octets, start, _at - start) : throw new ImapSyntaxException("A word is missing");
    }

    public string AString() => Encoding.UTF8.GetString(AStringOctets());

    public byte[] AStringOctets() => Peek is (byte)'"' or (byte)'{' ? StringOctets() : Encoding.ASCII.GetBytes(Atom("]"));

    /// <summary>A string in quotes or as a literal, or NIL.</summary>
    public string? NString() => Peek is (byte)'"' or (byte)'{' or (byte)'~' ? Encoding.UTF8.GetString(StringOctets()) : TryTakeKeyword("NIL") ? null : throw new ImapSyntaxException("A string is missing");

    /// <summary>A folder pattern of LIST: wildcards may stand in it.</summary>
    public string ListMailbox() => Peek is (byte)'"' or (byte)'{' ? Encoding.UTF8.GetString(StringOctets()) : Atom("%*]");

    /// <summary>What stands between parentheses, read item by item.</summary>
    public void Parenthesised(Action item)
    {
        Expect('(');
        if (TryTake(')'))
            return;
        do
        {
            item();
        }
        while (TryTake(' '));
        Expect(')');
    }

    public uint Number()
    {
        var start = _at;
        while (Peek is >= (byte)'0' and <= (byte)'9')
            _at++;
        return uint.TryParse(octets.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ImapSyntaxException("A number is missing or too large");
    }

    /// <summary>A number of up to 63 bits: a modification sequence, a size.</summary>
    public long LongNumber()
    {
        var start = _at;
        while (Peek is >= (byte)'0' and <= (byte)'9')
            _at++;
        return long.TryParse(octets.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ImapSyntaxException("A number is missing or too large");
    }

    public SequenceSet SequenceSet()
    {
        if (TryTake('$'))
            return Wire.SequenceSet.Saved;
        var ranges = new List<(uint, uint)>();
        do
        {
            var first = Star();
            ranges.Add((first, TryTake(':') ? Star() : first));
        }
        while (TryTake(','));
        return new SequenceSet(ranges);

        uint Star() => TryTake('*') ? uint.MaxValue : Number() is > 0 and var number ? number : throw new ImapSyntaxException("Message numbers begin at 1");
    }

    /// <summary>A parenthesised list of atoms, flags among them.</summary>
    public List<string> List()
    {
        Expect('(');
        var words = new List<string>();
        while (!TryTake(')'))
        {
            if (words.Count > 0)
                Expect(' ');
            words.Add(Atom("\\"));
        }

        return words;
    }

    /// <summary>Flags as STORE takes them, with parentheses or without.</summary>
    public List<string> FlagsOrList()
    {
        if (Peek == '(')
            return List();

        var words = new List<string>();
        do
        {
            words.Add(Atom("\\"));
        }
        while (TryTake(' '));
        return words;
    }

    private byte[] StringOctets()
    {
        TryTake('~');
        if (TryTake('{'))
        {
            var length = (int)Math.Min(Number(), int.MaxValue);
            TryTake('+');
            Expect('}');
            Expect('\r');
            Expect('\n');
            if (length > octets.Length - _at)
                throw new ImapSyntaxException("The literal is incomplete");
            return octets[_at..(_at += length)];
        }

        Expect('"');
        var text = new List<byte>();
        while (!TryTake('"'))
        {
            TryTake('\\');
            if (IsAtEnd || Peek is (byte)'\r' or (byte)'\n')
                throw new ImapSyntaxException("A quote is missing");
            text.Add(octets[_at++]);
        }

        return [.. text];
    }

    private static bool IsAtomChar(byte c) => c > ' ' && c < 0x7f && c is not ((byte)'(' or (byte)')' or (byte)'{' or (byte)'%' or (byte)'*' or (byte)'"' or (byte)'\\' or (byte)']');
}
