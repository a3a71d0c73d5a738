using System.Globalization;
using System.Text;

namespace Oss.MailEngine.Sieve.Language;

/// <summary>Cuts a script into tokens (RFC 5228 8.1). Line endings may be CRLF, as the RFC says, or LF, as files on disk have them.</summary>
internal sealed class Lexer
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly string _text;
    private int _at;
    private int _line = 1;
    private int _lineStart;

    private Lexer(string text) => _text = text;

    private SievePosition Here => new(_line, _at - _lineStart + 1);

    /// <exception cref="SieveException">The script is not well-formed, or too large.</exception>
    public static List<Token> Read(ReadOnlySpan<byte> script)
    {
        if (script.Length > SieveLimits.ScriptOctets)
            throw new SieveException(new SievePosition(1, 1), $"The script is larger than {SieveLimits.ScriptOctets / 1024} KB.", $"Das Skript ist größer als {SieveLimits.ScriptOctets / 1024} KB.");

        var lexer = new Lexer(Decode(script.StartsWith("\ufeff"u8) ? script[3..] : script));
        var tokens = new List<Token>();
        do
        {
            lexer.SkipSpace();
            var start = lexer._at;
            tokens.Add(lexer.Next() with { Start = start, Length = lexer._at - start });
        }
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    private static string Decode(ReadOnlySpan<byte> script)
    {
        try
        {
            return Strict.GetString(script);
        }
        catch (DecoderFallbackException)
        {
            // Where: the first line that does not decode alone.
            var line = 1;
            foreach (var range in script.Split((byte)'\n'))
            {
                var text = Encoding.UTF8.GetString(script[range]);
                if (text.IndexOf('\ufffd', StringComparison.Ordinal) is >= 0 and var column)
                    throw new SieveException(new SievePosition(line, column + 1), "This is not UTF-8, which scripts are written in; save the script with that encoding.", "Das ist kein UTF-8, worin Skripte geschrieben werden; speichern Sie das Skript in dieser Kodierung.");
                line++;
            }

            throw;
        }
    }

    private Token Next()
    {
        var at = Here;
        if (_at == _text.Length)
            return new Token(TokenKind.End, "", 0, at);

        var c = _text[_at];
        if (c == '"')
            return new Token(TokenKind.Text, Quoted(at), 0, at);
        if (char.IsAsciiDigit(c))
            return new Token(TokenKind.Number, "", Number(at, out var text), at) with { Text = text };
        if (c == ':')
        {
            _at++;
            return _at < _text.Length && IsNameStart(_text[_at])
                ? new Token(TokenKind.Tag, Name(), 0, at)
                : throw new SieveException(at, "After ':' a word such as ':contains' is expected.", "Nach ':' wird ein Wort wie ':contains' erwartet.");
        }

        if (IsNameStart(c))
        {
            var name = Name();
            return name == "text" && _at < _text.Length && _text[_at] == ':' ? new Token(TokenKind.Text, TextBlock(at), 0, at) : new Token(TokenKind.Identifier, name, 0, at);
        }

        _at++;
        return ";,()[]{}".Contains(c, StringComparison.Ordinal)
            ? new Token(TokenKind.Mark, c.ToString(), 0, at)
            : c is '“' or '”' or '„' or '\'' ? throw new SieveException(at, $"{c} is not the quotation mark of scripts; write \".", $"{c} ist nicht das Anführungszeichen in Skripten; schreiben Sie \".")
            : throw new SieveException(at, $"The character '{Shown(c)}' has no meaning here.", $"Das Zeichen '{Shown(c)}' hat hier keine Bedeutung.");
    }

    private void SkipSpace()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '\n')
                EndLine(_at++);
            else if (c is ' ' or '\t' or '\r')
                _at++;
            else if (c == '#')
                _at = _text.IndexOf('\n', _at) is >= 0 and var end ? end : _text.Length;
            else if (c == '/' && _at + 1 < _text.Length && _text[_at + 1] == '*')
                SkipComment();
            else
                return;
        }
    }

    private void SkipComment()
    {
        var at = Here;
        var end = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0)
            throw new SieveException(at, "The comment begins with '/*' and does not end with '*/'.", "Der Kommentar beginnt mit '/*' und endet nicht mit '*/'.");

        for (; _at < end + 2; _at++)
        {
            if (_text[_at] == '\n')
                EndLine(_at);
        }
    }

    private string Quoted(SievePosition at)
    {
        var value = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (c == '"')
            {
                _at++;
                return Checked(value, at);
            }

            if (c == '\\' && _at + 1 < _text.Length)
                c = _text[++_at];
            Append(value, c);
        }

        throw new SieveException(at, "The string begins here and has no closing quotation mark.", "Die Zeichenkette beginnt hier und hat kein schließendes Anführungszeichen.");
    }

    // text: to a line that is a dot alone; a dot before a dot at a line's beginning is taken away (RFC 5228 2.4.2).
    private string TextBlock(SievePosition at)
    {
        _at++;
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\r')
            _at++;
        if (_at < _text.Length && _text[_at] == '#')
            _at = _text.IndexOf('\n', _at) is >= 0 and var comment ? comment : _text.Length;
        if (_at == _text.Length || _text[_at] != '\n')
            throw new SieveException(at, "After 'text:' the text begins on a new line.", "Nach 'text:' beginnt der Text in einer neuen Zeile.");

        EndLine(_at++);
        var value = new StringBuilder();
        while (_at < _text.Length)
        {
            var end = _text.IndexOf('\n', _at) is >= 0 and var feed ? feed : _text.Length;
            var line = _text.AsSpan(_at, end - _at).TrimEnd('\r');
            if (line is ".")
            {
                _at += 1;
                return Checked(value, at);
            }

            if (line.Contains('\0'))
                throw new SieveException(Here, "A script has no NUL characters.", "Ein Skript enthält keine NUL-Zeichen.");
            value.Append(line.StartsWith("..") ? line[1..] : line).Append("\r\n");
            _at = Math.Min(end + 1, _text.Length);
            if (end < _text.Length)
                EndLine(end);
        }

        throw new SieveException(at, "The text begins here and does not end; its end is a line with a dot alone.", "Der Text beginnt hier und endet nicht; sein Ende ist eine Zeile mit nichts als einem Punkt.");
    }

    private void Append(StringBuilder value, char c)
    {
        if (c == '\n')
        {
            if (value.Length == 0 || value[^1] != '\r')
                value.Append('\r');
            EndLine(_at);
        }
        else if (c == '\0')
        {
            throw new SieveException(Here, "A script has no NUL characters.", "Ein Skript enthält keine NUL-Zeichen.");
        }

        value.Append(c);
    }

    private static string Checked(StringBuilder value, SievePosition at) => value.Length <= SieveLimits.StringCharacters
        ? value.ToString()
        : throw new SieveException(at, $"The string is longer than {SieveLimits.StringCharacters} characters.", $"Die Zeichenkette ist länger als {SieveLimits.StringCharacters} Zeichen.");

    private long Number(SievePosition at, out string text)
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
        var fits = long.TryParse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (_at < _text.Length && char.ToUpperInvariant(_text[_at]) is 'K' or 'M' or 'G')
        {
            var shift = char.ToUpperInvariant(_text[_at++]) switch { 'K' => 10, 'M' => 20, _ => 30 };
            fits &= number <= long.MaxValue >> shift;
            number <<= shift;
        }

        text = _text[start.._at];
        if (_at < _text.Length && (IsNameStart(_text[_at]) || char.IsAsciiDigit(_text[_at])))
            throw new SieveException(at, "A number may end with K, M or G and with nothing else.", "Eine Zahl darf mit K, M oder G enden und mit nichts anderem.");
        return fits ? number : throw new SieveException(at, $"The number {text} is too large.", $"Die Zahl {text} ist zu groß.");
    }

    private string Name()
    {
        var start = _at;
        while (_at < _text.Length && (IsNameStart(_text[_at]) || char.IsAsciiDigit(_text[_at])))
            _at++;
        return _text[start.._at].ToLowerInvariant();
    }

    private void EndLine(int feed)
    {
        _line++;
        _lineStart = feed + 1;
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private static string Shown(char c) => char.IsControl(c) ? $"U+{(int)c:X4}" : c.ToString();
}
