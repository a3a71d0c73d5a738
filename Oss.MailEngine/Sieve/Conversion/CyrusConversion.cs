using System.Text;
using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Rules;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Sieve.Conversion;

/// <summary>
/// Cyrus scripts: folder names from modified UTF-7 to UTF-8, the separator to <c>/</c>, <c>INBOX.</c> taken off in front (folders beside INBOX are below it in Cyrus);
/// <c>imapflags</c>, the draft of RFC 5232, to <c>imap4flags</c>. The rest stays as it was written.
/// </summary>
internal static class CyrusConversion
{
    private static readonly string[] FolderWords = ["fileinto", "mailboxexists", "specialuse_exists"];

    public static Converted Convert(string script, char separator)
    {
        script = script.TrimStart('\ufeff');
        List<Token> tokens;
        try
        {
            tokens = Lexer.Read(Encoding.UTF8.GetBytes(script));
        }
        catch (SieveException e)
        {
            return new Converted(script, [], [e.Error]);
        }

        var (edit, changes, problems) = (new ScriptEdit(script), new List<SieveError>(), new List<SieveError>());
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.Kind == TokenKind.Identifier && FolderWords.Contains(token.Text))
                Folders(tokens, i, separator, edit, changes, problems);
            else if (token is { Kind: TokenKind.Tag, Text: "fcc" } && tokens[i + 1].Kind == TokenKind.Text)
                Folder(tokens[i + 1], separator, edit, changes, problems);
            else if (token.Kind == TokenKind.Identifier && token.Text is "mark" or "unmark" && tokens[i + 1].Is(';'))
                Mark(token, edit, changes);
            else if (token.Kind == TokenKind.Text && token.Text == "imapflags" && IsInRequire(tokens, i))
                Replace(token, "\"imap4flags\"", new("\"imapflags\" became \"imap4flags\".", "Aus \"imapflags\" wurde \"imap4flags\"."), edit, changes);
            else if (token.Kind == TokenKind.Identifier && token.Text is "denotify" || (token.Kind == TokenKind.Text && token.Text == "notify" && IsInRequire(tokens, i)))
                problems.Add(new SieveError(
                    token.At, "Cyrus's old 'notify' has no counterpart; it is written with \"enotify\" and \"mailto:\".",
                    "Das alte 'notify' von Cyrus hat keine Entsprechung; man schreibt es mit \"enotify\" und \"mailto:\"."));
        }

        var converted = edit.ToString();
        var compiled = SieveScript.Compile(Encoding.UTF8.GetBytes(converted));
        return new Converted(converted, changes, [.. problems, .. compiled.Errors]);
    }

    // Of fileinto the last string before the semicolon; of a test, all its strings.
    private static void Folders(List<Token> tokens, int at, char separator, ScriptEdit edit, List<SieveError> changes, List<SieveError> problems)
    {
        var end = tokens.FindIndex(at, t => t.Is(';') || t.Is('{') || t.Is(')') || t.Kind == TokenKind.End);
        var names = tokens[at..end].Where((t, i) => t.Kind == TokenKind.Text && !(i > 0 && tokens[at + i - 1].Kind == TokenKind.Tag && tokens[at + i - 1].Text is "flags" or "specialuse" or "mailboxid"));
        if (tokens[at].Text == "fileinto")
            names = tokens[at..end].Where(t => t.Kind == TokenKind.Text).TakeLast(1);
        foreach (var name in names.ToList())
            Folder(name, separator, edit, changes, problems);
    }

    private static void Folder(Token name, char separator, ScriptEdit edit, List<SieveError> changes, List<SieveError> problems)
    {
        if (name.Text.Contains("${", StringComparison.Ordinal))
        {
            problems.Add(new SieveError(
                name.At, $"The folder \"{name.Text}\" is made of variables, and was left as it is.", $"Der Ordner \"{name.Text}\" besteht aus Variablen und blieb, wie er ist."));
            return;
        }

        var unicode = name.Text.Any(c => c > '~') ? name.Text : ModifiedUtf7.Decode(name.Text) ?? name.Text;
        var levels = unicode.Split(separator);
        if (levels.Length > 1 && levels[0].Equals("INBOX", StringComparison.OrdinalIgnoreCase))
            levels = levels[1..];
        var folder = string.Join('/', levels);
        if (FolderName.TryParse(folder) is null)
            problems.Add(new SieveError(name.At, $"\"{folder}\" cannot be the name of a folder here.", $"\"{folder}\" kann hier nicht der Name eines Ordners sein."));
        else if (folder != name.Text)
            Replace(name, RuleText.Quote(folder), new($"the folder \"{name.Text}\" became \"{folder}\".", $"Aus dem Ordner \"{name.Text}\" wurde \"{folder}\"."), edit, changes);
    }

    private static void Mark(Token token, ScriptEdit edit, List<SieveError> changes)
    {
        var flags = token.Text == "mark" ? "addflag \"\\\\Flagged\"" : "removeflag \"\\\\Flagged\"";
        Replace(token, flags, new($"'{token.Text}' became '{flags}'.", $"Aus '{token.Text}' wurde '{flags}'."), edit, changes);
    }

    private static void Replace(Token token, string text, Sentence sentence, ScriptEdit edit, List<SieveError> changes)
    {
        edit.Replace(token.Start, token.Length, text);
        changes.Add(new SieveError(token.At.Line, token.At.Column, sentence));
    }

    private static bool IsInRequire(List<Token> tokens, int at)
    {
        for (var i = at; i >= 0 && !tokens[i].Is(';'); i--)
        {
            if (tokens[i] is { Kind: TokenKind.Identifier, Text: "require" })
                return true;
        }

        return false;
    }
}
