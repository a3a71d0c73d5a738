using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>
/// Conversations in files: <c>C:</c> a line the client sends, <c>S:</c> a line the server must answer, <c>SESSION n</c> who speaks from here on (each greeted and
/// logged in already, in the order of first appearance). In an answer <c>&lt;word&gt;</c> stands for digits that are the same wherever the word is, and <c>&lt;*&gt;</c> for anything.
/// </summary>
public sealed class TranscriptTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder(), "*.transcript").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public Task The_server_answers_as_written(string name) => ReplayAsync(name, static line => [line]);

    [Theory]
    [MemberData(nameof(Files))]
    public Task The_server_answers_alike_when_every_octet_comes_alone(string name) => ReplayAsync(name, static line => line.Select(octet => octet.ToString()));

    private static async Task ReplayAsync(string name, Func<string, IEnumerable<string>> split)
    {
        await using var node = await ImapNode.StartAsync();
        var sessions = new Dictionary<string, ImapClientPipe>();
        var words = new Dictionary<string, string>();
        ImapClientPipe? client = null;
        var number = 0;
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(Folder(), name + ".transcript"), System.Text.Encoding.Latin1))
        {
            number++;
            if (line.StartsWith("SESSION ", StringComparison.Ordinal))
                client = sessions.TryGetValue(line, out var known) ? known : sessions[line] = await node.LogInAsync();
            else if (line.StartsWith("C: ", StringComparison.Ordinal))
            {
                foreach (var part in split(Fill(line[3..], words) + "\r\n"))
                    await client!.SendAsync(part);
            }
            else if (line.StartsWith("S: ", StringComparison.Ordinal))
                Expect(line[3..], await client!.ReadLineAsync() ?? "(closed)", words, $"{name}, line {number}");
        }

        foreach (var session in sessions.Values)
            await session.DisposeAsync();
    }

    private static string Fill(string line, Dictionary<string, string> words) => words.Aggregate(line, (text, word) => text.Replace($"<{word.Key}>", word.Value, StringComparison.Ordinal));

    private static void Expect(string expected, string actual, Dictionary<string, string> words, string where)
    {
        var pattern = Regex.Replace(Regex.Escape(Fill(expected, words)), @"<(\\\*|[a-z]+)>", match => match.Groups[1].Value == @"\*" ? ".*" : $"(?<{match.Groups[1].Value}>[0-9]+)");
        var found = Regex.Match(actual, $"^{pattern}$");
        found.Success.ShouldBeTrue($"{where}: expected '{expected}', came '{actual}'");
        foreach (var group in found.Groups.Values.Where(group => !char.IsDigit(group.Name[0])))
            words[group.Name] = group.Value;
    }

    private static string Folder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "Transcripts");
}
