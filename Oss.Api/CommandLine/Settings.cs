namespace Oss.Api.CommandLine;

/// <summary>Tells the settings of a node, which may stand anywhere among the arguments, from the words of a command.</summary>
internal static class Settings
{
    private const string Prefix = "--Oss:";

    /// <summary>Whether a command is meant and not the start of a node, which takes nothing but options.</summary>
    public static bool AreOfCommand(string[] arguments) => Split(arguments).Words is [var first, ..] && (first[..Math.Min(1, first.Length)] != "-" || first is "--help" or "-h" or "-?" or "--version");

    /// <summary>The settings as the configuration reads them, and the rest.</summary>
    public static (string[] Settings, string[] Words) Split(string[] arguments)
    {
        var (settings, words) = (new List<string>(), new List<string>());
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                words.Add(arguments[i]);
            else if (arguments[i].Contains('=', StringComparison.Ordinal) || i + 1 == arguments.Length)
                settings.Add(arguments[i]);
            else
                settings.Add($"{arguments[i]}={arguments[++i]}");
        }

        return ([.. settings], [.. words]);
    }
}
