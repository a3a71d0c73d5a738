using System.Text.RegularExpressions;
using Oss.MailEngine.Imap;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>The protocol's table against the transcripts and against a client, so that no command is left out of either.</summary>
public sealed partial class CommandTableTests
{
    // In conversations that files cannot hold: TLS and DEFLATE are MailKitTests' and CompressionTests', and nobody is allowed to set a quota.
    private static readonly string[] Elsewhere = ["STARTTLS", "COMPRESS", "SETQUOTA"];

    /// <summary>Every command with the states in which it may not come.</summary>
    public static TheoryData<string, string> Forbidden => new(
        from command in ImapCommands.Rows
        from state in new[] { ImapStates.NotAuthenticated, ImapStates.Authenticated, ImapStates.Selected }
        where !command.States.HasFlag(state)
        select (command.Verb, state.ToString()));

    [Fact]
    public void Every_command_is_answered_with_OK_in_some_transcript_in_each_of_its_forms()
    {
        var answered = Directory.GetFiles(TranscriptFiles.Folder(), "*.transcript").SelectMany(Answered).ToHashSet();

        ImapCommands.Rows.Where(command => !Elsewhere.Contains(command.Verb))
            .SelectMany(command => command.HasUidForm ? new[] { command.Verb, "UID " + command.Verb } : [command.Verb])
            .Except(answered).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Forbidden))]
    public async Task A_command_in_a_state_that_does_not_allow_it_is_refused_and_the_session_goes_on(string verb, string state)
    {
        await using var node = await ImapNode.StartAsync();
        await using var client = node.Connect();
        await client.ReadLineAsync();
        if (state != nameof(ImapStates.NotAuthenticated))
            (await client.AskAsync($"LOGIN {ImapNode.User} secret"))[^1].ShouldContain(" OK ");
        if (state == nameof(ImapStates.Selected))
            (await client.AskAsync("SELECT INBOX"))[^1].ShouldContain(" OK ");

        (await client.AskAsync(verb)).ShouldHaveSingleItem().ShouldContain(" BAD ");
        (await client.AskAsync("NOOP")).ShouldHaveSingleItem().ShouldContain(" OK ");
    }

    // A tag is the newest command's of that name when its OK comes.
    private static IEnumerable<string> Answered(string file)
    {
        var asked = new Dictionary<string, string>();
        foreach (var line in File.ReadLines(file))
        {
            if (Command().Match(line) is { Success: true } command)
                asked[command.Groups["tag"].Value] = command.Groups["verb"].Value.ToUpperInvariant();
            else if (Completed().Match(line) is { Success: true } completed && asked.Remove(completed.Groups["tag"].Value, out var verb))
                yield return verb;
        }
    }

    [GeneratedRegex("^C: (?<tag>[A-Za-z0-9]+) (?<verb>(UID )?[A-Za-z]+)")]
    private static partial Regex Command();

    [GeneratedRegex("^S[:~] (?<tag>[A-Za-z0-9]+) OK")]
    private static partial Regex Completed();
}
