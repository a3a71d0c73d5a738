using Oss.MailEngine.Sieve;
using Oss.MailEngine.Sieve.Scripts;

namespace Oss.MailEngine.ManageSieve;

/// <summary>What commands take of their arguments.</summary>
internal static class ManageSieveArguments
{
    /// <exception cref="ManageSieveRefusal">There are others than so many strings.</exception>
    public static void ExpectStrings(this ManageSieveInput input, int count)
    {
        if (input.Arguments.Count != count || !input.Arguments.All(a => a.IsString))
            throw new ManageSieveRefusal(null, $"{input.Verb} takes {(count == 0 ? "no arguments" : count == 1 ? "one string" : $"{count} strings")}");
    }

    /// <exception cref="ManageSieveRefusal">It cannot be a script's name.</exception>
    public static ScriptName Name(this ManageSieveInput input, int index) =>
        input.Arguments[index].Text is { } text && ScriptName.TryParse(text) is { } name
            ? name
            : throw new ManageSieveRefusal(null, $"This cannot be the name of a script: it has 1 to {ScriptName.MaxOctets} octets of UTF-8, no '/', no control characters, and does not begin with a dot");

    /// <exception cref="ManageSieveRefusal">The change was not made.</exception>
    public static void Require(this ScriptChange change)
    {
        var (code, text) = change switch
        {
            ScriptChange.Done => (null, ""),
            ScriptChange.NoSuchScript => ("NONEXISTENT", "There is no script of that name"),
            ScriptChange.Exists => ("ALREADYEXISTS", "There is a script of that name already"),
            ScriptChange.IsActive => ("ACTIVE", "The script is active; make another one active first"),
            ScriptChange.TooMany => ("QUOTA/MAXSCRIPTS", "There are as many scripts as there may be; delete one first"),
            _ => ("QUOTA/MAXSIZE", "The scripts would be larger than they may be"),
        };
        if (change != ScriptChange.Done)
            throw new ManageSieveRefusal(code, text);
    }

    /// <summary>Compiles a script for whoever uploads it.</summary>
    /// <exception cref="ManageSieveRefusal">It does not compile; the text has a line for each error.</exception>
    /// <returns>Warnings; <see langword="null"/> when there are none.</returns>
    public static string? Compile(ReadOnlySpan<byte> octets)
    {
        var script = SieveScript.Compile(octets);
        if (script.Errors.Count > 0)
            throw new ManageSieveRefusal(null, string.Join("\r\n", script.Errors));
        return script.Warnings.Count > 0 ? string.Join("\r\n", script.Warnings) : null;
    }
}
