using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary>Lists of IMAP flags as scripts write them: strings with flags separated by blanks (RFC 5232 2).</summary>
internal static class ImapFlags
{
    private static readonly string[] System = ["\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft"];

    /// <summary>The flags to store with: <c>:flags</c>, else those set before.</summary>
    public static IReadOnlyList<string> Of(Call call, SieveRun run) => call.Has(":flags") ? Read(call, run, call.Texts(":flags", run)) : run.Flags;

    /// <summary>The flags of a list, each once; what cannot be a flag is passed over (RFC 5232 2).</summary>
    public static IReadOnlyList<string> Read(Call call, SieveRun run, IEnumerable<string> texts)
    {
        var flags = new List<string>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var length = 0;
        foreach (var flag in texts.SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (Normal(flag) is { } normal && known.Add(normal) && (length += normal.Length + 1) <= SieveLimits.Flags)
                flags.Add(normal);
        }

        run.Spend(call.At, length);
        return flags;
    }

    // System flags as IMAP writes them; keywords are atoms (RFC 3501 9).
    private static string? Normal(string flag) => flag[0] == '\\'
        ? Array.Find(System, f => f.Equals(flag, StringComparison.OrdinalIgnoreCase))
        : flag.All(c => c is > ' ' and <= '~' && !"(){%*\"\\]".Contains(c, StringComparison.Ordinal)) ? flag : null;
}
