using System.Globalization;

namespace Oss.MailEngine.TransportSecurity;

/// <summary>What a policy asks for (RFC 8461 5).</summary>
internal enum MtaStsMode
{
    None,
    Testing,
    Enforce,
}

/// <summary>A domain's policy for mail to it (RFC 8461 3.2).</summary>
/// <param name="Mode">What it asks for.</param>
/// <param name="MaxAge">How long it counts from when it was fetched.</param>
/// <param name="Patterns">Names of mail exchangers, in lower case; <c>*.</c> stands for one label.</param>
/// <param name="Lines">Its lines, for reports.</param>
internal sealed record MtaStsPolicy(MtaStsMode Mode, TimeSpan MaxAge, IReadOnlyList<string> Patterns, IReadOnlyList<string> Lines)
{
    /// <summary>Reads the file's text; <see langword="null"/> when it is none. Keys that nobody knows are passed over, and of a key that is there twice the first counts.</summary>
    public static MtaStsPolicy? TryParse(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var (patterns, lines) = (new List<string>(), new List<string>());
        foreach (var line in text.Split('\n').Select(l => l.TrimEnd('\r', ' ', '\t')).Where(l => l.Length > 0))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || line.Any(char.IsControl))
                return null;

            var (key, value) = (line[..colon].Trim(), line[(colon + 1)..].Trim());
            lines.Add($"{key}: {value}");
            if (key == "mx")
                patterns.Add(value.TrimEnd('.').ToLowerInvariant());
            else
                fields.TryAdd(key, value);
        }

        var mode = fields.GetValueOrDefault("mode") switch { "enforce" => MtaStsMode.Enforce, "testing" => MtaStsMode.Testing, "none" => MtaStsMode.None, _ => (MtaStsMode?)null };
        if (fields.GetValueOrDefault("version") != "STSv1" || mode is null || patterns.Count > TransportSecurityLimits.Patterns || (patterns.Count == 0 && mode != MtaStsMode.None)
            || !long.TryParse(fields.GetValueOrDefault("max_age"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return null;

        var age = TimeSpan.FromSeconds(Math.Min(seconds, (long)TransportSecurityLimits.MaxAge.TotalSeconds));
        return new MtaStsPolicy(mode.Value, age, patterns, lines);
    }

    /// <summary>Whether a mail exchanger is one of the policy's (RFC 8461 4.1).</summary>
    public bool Names(string host)
    {
        var name = host.TrimEnd('.').ToLowerInvariant();
        return Patterns.Any(p => p.StartsWith("*.", StringComparison.Ordinal)
            ? name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && name.AsSpan(dot).SequenceEqual(p.AsSpan(1))
            : p == name);
    }
}
