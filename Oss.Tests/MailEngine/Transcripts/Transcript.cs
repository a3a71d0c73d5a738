using System.Text;
using System.Text.RegularExpressions;
using Oss.MailEngine;

namespace Oss.Tests.MailEngine.Transcripts;

/// <summary>
/// A conversation in a file: lines <c>C: </c> are sent, lines <c>S: </c> are expected, <c>#</c> comments. In what is sent, <c>\r \n \0 \\</c> are those octets; in what
/// is expected, <c>&lt;any&gt;</c> stands for any text. The first line names the listener.
/// </summary>
internal sealed record Transcript(string Name, MailListener Listener, IReadOnlyList<(bool IsClient, string Text)> Lines)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "MailEngine", "Transcripts");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.txt", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal);

    /// <summary>Octets the client sends in all.</summary>
    public int Length => Lines.Where(l => l.IsClient).Sum(l => Octets(l.Text).Length);

    public static Transcript Read(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, name), Encoding.UTF8).Where(l => l.Length > 0 && l[0] != '#').ToList();
        var listener = Enum.Parse<MailListener>(lines[0]["LISTENER ".Length..]);
        return new Transcript(name, listener, [.. lines.Skip(1).Select(l => (l[0] == 'C', l.Length > 3 ? l[3..] : ""))]);
    }

    /// <summary>Holds the conversation; what the client sends is cut in two at <paramref name="split"/>.</summary>
    /// <returns>The first line that differs; <see langword="null"/> when none does.</returns>
    public async Task<string?> ReplayAsync(MailClient client, int split)
    {
        var sent = 0;
        foreach (var (isClient, text) in Lines)
        {
            if (isClient)
            {
                var octets = Octets(text);
                var cut = Math.Clamp(split - sent, 0, octets.Length);
                if (cut > 0)
                    await client.SendAsync(octets.AsMemory(0, cut));
                if (cut < octets.Length)
                    await client.SendAsync(octets.AsMemory(cut));
                sent += octets.Length;
            }
            else if (await client.ReadLineAsync() is var line && !Matches(text, line ?? "<closed>"))
            {
                return $"{Name}, split at {split}: expected '{text}', got '{line ?? "<closed>"}'";
            }
        }

        return null;
    }

    private static bool Matches(string expected, string line) =>
        expected == line || Regex.IsMatch(line, "^" + Regex.Escape(expected).Replace("<any>", ".*", StringComparison.Ordinal) + "$");

    private static byte[] Octets(string text)
    {
        var line = text.Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\0", "\0", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(line + "\r\n");
    }
}
