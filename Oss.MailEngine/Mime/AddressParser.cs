using System.Text;

namespace Oss.MailEngine.Mime;

/// <summary>One address of a header, its parts as they are written there; a group has a <see cref="Name"/> and <see cref="IsGroupStart"/>, and ends with <see cref="IsGroupEnd"/>.</summary>
internal sealed record HeaderAddress(string? Name, string? Route, string Local, string Domain)
{
    public bool IsGroupStart { get; init; }

    public bool IsGroupEnd { get; init; }
}

/// <summary>
/// Reads the addresses of a header (RFC 5322 3.4) and decodes nothing: encoded words stay encoded, for that is how an envelope carries them. Whatever comes, it comes to an end and
/// makes the best of it; a comment behind an address without a name is its name, as people wrote before there were names.
/// </summary>
internal sealed class AddressParser
{
    private const int MaxAddresses = 5000;

    private readonly string _text;
    private readonly List<HeaderAddress> _addresses = [];
    private string? _comment;
    private int _at;

    private AddressParser(string text) => _text = text;

    private char Peek => _at < _text.Length ? _text[_at] : '\0';

    private bool IsAtEnd => _at >= _text.Length;

    public static IReadOnlyList<HeaderAddress> Parse(string text)
    {
        var parser = new AddressParser(text);
        parser.List();
        return parser._addresses;
    }

    private void List()
    {
        var inGroup = false;
        while (_addresses.Count < MaxAddresses)
        {
            SkipSpace();
            if (IsAtEnd)
                break;
            if (Peek is ',' or ';')
            {
                if (inGroup && Peek == ';')
                {
                    _addresses.Add(new HeaderAddress(null, null, "", "") { IsGroupEnd = true });
                    inGroup = false;
                }

                _at++;
                continue;
            }

            inGroup |= One(inGroup);
        }

        if (inGroup)
            _addresses.Add(new HeaderAddress(null, null, "", "") { IsGroupEnd = true });
    }

    // Reads one address, or the start of a group: true.
    private bool One(bool inGroup)
    {
        _comment = null;
        var words = Words();
        switch (Peek)
        {
            case ':' when !inGroup:
                _at++;
                _addresses.Add(new HeaderAddress(Phrase(words), null, "", "") { IsGroupStart = true });
                return true;
            case ':':
                // A group in a group is none (RFC 5322 3.4); who is in it is.
                _at++;
                return false;
            case '<':
                _at++;
                Angle(Phrase(words));
                break;
            case '@':
                _at++;
                var (before, local) = Local(words);
                var domain = Domain();
                _addresses.Add(new HeaderAddress(before ?? _comment, null, local, domain));
                break;
            case ',' or ';' or '\0':
                // A word alone is whom a host of its own would know; more of them are a name.
                if (words is [{ IsQuoted: false } word])
                    _addresses.Add(new HeaderAddress(_comment, null, word.Text, ""));
                else if (words.Count > 0)
                    _addresses.Add(new HeaderAddress(Phrase(words), null, "", ""));
                break;
            default:
                _at++;
                break;
        }

        // What stands behind an address before the comma belongs to nothing.
        SkipSpace();
        while (!IsAtEnd && Peek is not (',' or ';'))
        {
            if (Peek == '"')
                Quoted();
            else
                _at++;
            SkipSpace();
        }

        return false;
    }

    private void Angle(string? name)
    {
        SkipSpace();
        string? route = null;
        if (Peek == '@')
        {
            var start = _at;
            while (!IsAtEnd && Peek is not (':' or '>'))
                _at++;
            if (Peek == ':')
            {
                route = _text[start.._at].Trim();
                _at++;
            }
            else
                _at = start;
        }

        var local = string.Concat(Words().Select(word => word.Text));
        var domain = "";
        if (Peek == '@')
        {
            _at++;
            domain = Domain();
        }

        while (!IsAtEnd && Peek is not ('>' or ','))
            _at++;
        if (Peek == '>')
            _at++;
        SkipSpace();
        _addresses.Add(new HeaderAddress(name ?? _comment, route, local, domain));
    }

    private List<Word> Words()
    {
        var words = new List<Word>();
        for (SkipSpace(); !IsAtEnd; SkipSpace())
        {
            if (Peek == '"')
                words.Add(new Word(Quoted(), IsQuoted: true));
            else if (Peek is '<' or '>' or '@' or ',' or ';' or ':' or '[' or ']' or ')')
                return words;
            else
                words.Add(new Word(Atom(), IsQuoted: false));
        }

        return words;
    }

    private string Domain()
    {
        SkipSpace();
        var text = new StringBuilder();
        while (!IsAtEnd)
        {
            if (Peek == '[')
            {
                var end = _text.IndexOf(']', _at);
                end = end < 0 ? _text.Length : end + 1;
                text.Append(_text, _at, end - _at);
                _at = end;
            }
            else if (IsAtom(Peek))
                text.Append(Atom());
            else
                break;
            SkipSpace();
        }

        return text.ToString();
    }

    private static string? Phrase(List<Word> words) => words.Count == 0 ? null : string.Join(' ', words.Select(word => word.Text));

    // The last word before an @, and what dots join to it (RFC 5322 4.4); words before that are a name whose angle is missing.
    private static (string? Name, string Local) Local(List<Word> words)
    {
        var first = Math.Max(0, words.Count - 1);
        while (first > 0 && (words[first] is { IsQuoted: false } word && word.Text.StartsWith('.') || words[first - 1] is { IsQuoted: false } before && before.Text.EndsWith('.')))
            first--;
        return (Phrase(words[..first]), string.Concat(words.Skip(first).Select(word => word.Text)));
    }

    private string Atom()
    {
        var start = _at;
        while (!IsAtEnd && IsAtom(Peek))
            _at++;
        if (_at == start)
            _at++;
        return _text[start.._at];
    }

    private string Quoted()
    {
        var text = new StringBuilder();
        for (_at++; !IsAtEnd && Peek != '"'; _at++)
        {
            if (Peek == '\\' && _at + 1 < _text.Length)
                _at++;
            text.Append(Peek);
        }

        _at++;
        return text.ToString();
    }

    private void SkipSpace()
    {
        while (!IsAtEnd)
        {
            if (Peek is ' ' or '\t' or '\r' or '\n')
                _at++;
            else if (Peek == '(')
                Comment();
            else
                return;
        }
    }

    private void Comment()
    {
        var text = new StringBuilder();
        var depth = 0;
        for (; !IsAtEnd; _at++)
        {
            if (Peek == '(' && depth++ == 0)
                continue;
            if (Peek == ')' && --depth == 0)
            {
                _at++;
                break;
            }

            if (Peek == '\\' && _at + 1 < _text.Length)
                _at++;
            text.Append(Peek);
        }

        _comment = text.ToString().Trim();
    }

    private readonly record struct Word(string Text, bool IsQuoted);

    private static bool IsAtom(char c) => c is not (' ' or '\t' or '\r' or '\n' or '(' or ')' or '<' or '>' or '@' or ',' or ';' or ':' or '"' or '[' or ']' or '\0');
}
