using System.Text;
using System.Text.RegularExpressions;
using Oss.MailEngine;
using Shouldly;

namespace Oss.Tests.MailEngine;

/// <summary>
/// Conversations in files, replayed against one node:
/// <list type="bullet">
/// <item><c>SESSION n [imap|pop3] [user]</c>: who speaks from here on. At its first appearance it connects; with a user it is greeted and logged in already.
/// Nothing but a number is an IMAP session of anna@example.org.</item>
/// <item><c>C:</c> a line the client sends, <c>S:</c> a line the server must answer. <c>&lt;word&gt;</c> stands for digits that are the same wherever the word is, <c>&lt;*&gt;</c> for anything,
/// <c>&lt;Base&gt;</c> and such with a capital letter for any text that is the same wherever it is.</item>
/// <item><c>S~</c> a line the server must answer some time: what comes before it does not matter here.</item>
/// <item><c>MAIL user text</c>: a message is delivered, <c>\n</c> being CRLF. <c>MAILBOX user [quota]</c>: there is another one. <c>POOL octets</c>: all that are there
/// share so much storage. <c>#</c>: a comment.</item>
/// </list>
/// </summary>
internal sealed partial class Replay(MailNode node, string where, Func<string, IEnumerable<string>> split)
{
    public const string User = "anna@example.org";

    private readonly Dictionary<string, MailClient> _sessions = [];
    private readonly Dictionary<string, string> _words = [];
    private MailClient? _client;

    /// <summary>Every line as a whole.</summary>
    public static IEnumerable<string> Whole(string line) => [line];

    /// <summary>Every octet alone.</summary>
    public static IEnumerable<string> OctetByOctet(string line) => line.Select(octet => octet.ToString());

    public static async Task RunAsync(string file, Func<string, IEnumerable<string>> split, Func<MailEngineOptions, MailEngineOptions>? configure = null)
    {
        await using var node = new MailNode(options => (configure?.Invoke(options) ?? options) with { MaxMessageBytes = 1024 * 1024 });
        await node.AddMailboxAsync(User);
        var replay = new Replay(node, Path.GetFileNameWithoutExtension(file), split);
        var number = 0;
        foreach (var line in await File.ReadAllLinesAsync(file, Encoding.Latin1))
            await replay.LineAsync(line, ++number);
    }

    private async Task LineAsync(string line, int number)
    {
        if (line.StartsWith("C: ", StringComparison.Ordinal))
        {
            foreach (var part in split(Fill(line[3..]) + "\r\n"))
                await _client!.SendAsync(part);
        }
        else if (line.StartsWith("S: ", StringComparison.Ordinal))
            Expect(line[3..], await _client!.ReadLineAsync() ?? "(closed)", $"{where}, line {number}");
        else if (line.StartsWith("S~ ", StringComparison.Ordinal))
            await SkipToAsync(line[3..], $"{where}, line {number}");
        else if (line.Split(' ', 3) is ["MAIL", var recipient, var text])
            await node.DeliverAsync(recipient, text.Replace("\\n", "\r\n", StringComparison.Ordinal));
        else if (line.StartsWith("MAILBOX ", StringComparison.Ordinal))
            await node.AddMailboxAsync(line.Split(' ')[1], line.Split(' ') is [_, _, var quota] ? long.Parse(quota, System.Globalization.CultureInfo.InvariantCulture) : null);
        else if (line.StartsWith("POOL ", StringComparison.Ordinal))
            node.SharePool(long.Parse(line[5..], System.Globalization.CultureInfo.InvariantCulture));
        else if (line.StartsWith("SESSION ", StringComparison.Ordinal))
            _client = _sessions.TryGetValue(line.Split(' ')[1], out var known) ? known : _sessions[line.Split(' ')[1]] = await OpenAsync(line.Split(' '));
        else if (line.Length > 0 && line[0] != '#')
            throw new InvalidOperationException($"{where}, line {number}: what is '{line}'?");
    }

    private async Task<MailClient> OpenAsync(string[] words)
    {
        var (protocol, user) = words.Length == 2 ? ("imap", User) : (words[2], words.ElementAtOrDefault(3));
        var client = node.Connect(protocol == "imap" ? MailListener.Imap : MailListener.Pop3, "127.0.0.1");
        if (user is null)
            return client;

        await client.ReadLineAsync();
        foreach (var command in protocol == "imap" ? [$"login LOGIN {user} secret"] : new[] { $"USER {user}", "PASS secret" })
        {
            await client.SendAsync(command + "\r\n");
            (await client.ReadLineAsync())!.ShouldContain("OK");
        }

        return client;
    }

    private string Fill(string line) => _words.Aggregate(line, (text, word) => text.Replace($"<{word.Key}>", word.Value, StringComparison.Ordinal));

    private async Task SkipToAsync(string expected, string where)
    {
        var skipped = new List<string>();
        while (await _client!.ReadLineAsync() is { } line)
        {
            if (Matches(expected, line))
                return;
            skipped.Add(line);
        }

        throw new InvalidOperationException($"{where}: expected '{expected}', came '{string.Join('|', skipped)}'");
    }

    private void Expect(string expected, string actual, string where) => Matches(expected, actual).ShouldBeTrue($"{where}: expected '{expected}', came '{actual}'");

    private bool Matches(string expected, string actual)
    {
        var seen = new HashSet<string>();
        var pattern = Placeholder().Replace(Regex.Escape(Fill(expected)), match => match.Groups[1].Value is var word && word == @"\*" ? ".*"
            : !seen.Add(word) ? $@"\k<{word}>" : char.IsUpper(word[0]) ? $"(?<{word}>.+?)" : $"(?<{word}>[0-9]+)");
        var found = Regex.Match(actual, $"^{pattern}$", RegexOptions.Singleline);
        if (!found.Success)
            return false;
        foreach (var group in found.Groups.Values.Where(group => !char.IsDigit(group.Name[0])))
            _words[group.Name] = group.Value;
        return true;
    }

    [GeneratedRegex(@"<(\\\*|[A-Za-z]+)>")]
    private static partial Regex Placeholder();
}
