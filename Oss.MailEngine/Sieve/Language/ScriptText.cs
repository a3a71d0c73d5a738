using System.Text;

namespace Oss.MailEngine.Sieve.Language;

/// <summary>A string of a script: constant, or with variables in it (RFC 5229 3).</summary>
internal sealed class ScriptText
{
    private readonly IReadOnlyList<(bool IsVariable, string Text)>? _parts;

    private ScriptText(SievePosition at, string text, IReadOnlyList<(bool IsVariable, string Text)>? parts) => (At, Source, _parts) = (at, text, parts);

    public SievePosition At { get; }

    /// <summary>The string as written, its encoded characters decoded.</summary>
    public string Source { get; }

    /// <summary>The value, when it is the same in every run.</summary>
    public string? Constant => _parts is null ? Source : null;

    public string Expand(SieveRun run)
    {
        if (_parts is null)
            return Source;

        var value = new StringBuilder();
        foreach (var (isVariable, text) in _parts)
            value.Append(isVariable ? run.Variables.Get(text) : text);
        run.Spend(At, value.Length);
        if (value.Length > SieveLimits.VariableValue)
            value.Length = SieveLimits.VariableValue;
        return value.ToString();
    }

    /// <summary>Reads a string by the extensions that are on: <c>encoded-character</c> first, then <c>variables</c> (RFC 5229 3).</summary>
    public static ScriptText Read(SievePosition at, string text, Binder binder)
    {
        if (binder.IsOn(Vocabulary.EncodedCharacter) && text.Contains("${", StringComparison.Ordinal))
            text = EncodedCharacters.Decode(at, text);
        return new ScriptText(at, text, binder.IsOn("variables") && text.Contains("${", StringComparison.Ordinal) ? Parts(at, text, binder) : null);
    }

    /// <summary>A string as <see cref="Read"/> made it before.</summary>
    /// <exception cref="InvalidDataException">It has no variables.</exception>
    public static ScriptText Restore(SievePosition at, string text, bool hasVariables, Binder binder) =>
        new(at, text, hasVariables ? Parts(at, text, binder) ?? throw new InvalidDataException() : null);

    // What looks like a variable and is none stays as it is.
    private static List<(bool, string)>? Parts(SievePosition at, string text, Binder binder)
    {
        var parts = new List<(bool, string)>();
        var literal = 0;
        for (var i = 0; (i = text.IndexOf("${", i, StringComparison.Ordinal)) >= 0;)
        {
            var end = text.IndexOf('}', i);
            if (end < 0 || !IsReference(text.AsSpan(i + 2, end - i - 2)))
            {
                i += 2;
                continue;
            }

            var name = text[(i + 2)..end].ToLowerInvariant();
            if (char.IsAsciiDigit(name[0]) && (!int.TryParse(name, out var number) || number >= SieveLimits.MatchVariables))
                throw new SieveException(at, $"'${{{name}}}' is beyond the last match variable, ${{{SieveLimits.MatchVariables - 1}}}.", $"'${{{name}}}' liegt hinter der letzten Variablen für Treffer, ${{{SieveLimits.MatchVariables - 1}}}.");
            if (name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot)
            {
                if (!IsNamespaceOn(name[..dot], binder))
                    throw new SieveException(at, $"The namespace of '${{{name}}}' belongs to an extension that is not required.", $"Der Namensraum von '${{{name}}}' gehört zu einer Erweiterung, die nicht mit require verlangt ist.");
                // RFC 6609 3.4.2: it has no namespaces below it.
                if (name[..dot] == "global" && !VariableName.IsIdentifier(name.AsSpan(dot + 1)))
                    throw new SieveException(at, $"'${{{name}}}' cannot be a global variable.", $"'${{{name}}}' kann keine globale Variable sein.");
            }

            if (i > literal)
                parts.Add((false, text[literal..i]));
            parts.Add((true, name));
            i = literal = end + 1;
        }

        if (parts.Count == 0)
            return null;
        if (literal < text.Length)
            parts.Add((false, text[literal..]));
        return parts;
    }

    // RFC 5229 3: a namespace nobody required is an error.
    private static bool IsNamespaceOn(string name, Binder binder) => name switch
    {
        "global" => binder.IsOn("include"),
        "env" => binder.IsOn("vnd.dovecot.environment"),
        _ => false,
    };

    private static bool IsReference(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
            return false;
        if (char.IsAsciiDigit(name[0]))
            return !name.ContainsAnyExceptInRange('0', '9');

        // The first level is an identifier; those after it may be numbers (RFC 5229 3).
        var isFirst = true;
        foreach (var level in name.Split('.'))
        {
            if (!VariableName.IsIdentifier(name[level]) && (isFirst || name[level].IsEmpty || name[level].ContainsAnyExceptInRange('0', '9')))
                return false;
            isFirst = false;
        }

        return true;
    }
}

/// <summary>Names of variables: an identifier, or identifiers with dots between them for a namespace (RFC 5229 3).</summary>
internal static class VariableName
{
    public static bool IsIdentifier(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name.Length > SieveLimits.VariableName || !(char.IsAsciiLetter(name[0]) || name[0] == '_'))
            return false;

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                return false;
        }

        return true;
    }
}
