using CsCheck;
using Oss.MailEngine.Imap.Fetch;
using Oss.MailEngine.Imap.Search;
using Oss.MailEngine.Imap.Wire;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>What a client may send to do harm, and what it costs.</summary>
public sealed class HostileClientTests
{
    [Fact]
    public async Task A_literal_too_long_is_refused_before_it_is_sent()
    {
        await using var node = await ImapNode.StartAsync();
        await using var client = await node.LogInAsync();
        (await client.AskAsync("SELECT {99999999}"))[^1].ShouldStartWith("T2 BAD [TOOBIG]");
        (await client.AskAsync("NOOP"))[^1].ShouldStartWith("T3 OK");
    }

    [Fact]
    public async Task A_literal_too_long_that_is_not_waited_for_ends_the_connection()
    {
        await using var node = await ImapNode.StartAsync();
        await using var client = await node.LogInAsync();
        (await client.AskAsync("SELECT {99999999+}"))[^1].ShouldStartWith("T2 BAD [TOOBIG]");
        (await client.ReadLineAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_message_too_large_is_refused_and_dropped_and_the_session_goes_on()
    {
        await using var node = await ImapNode.StartAsync();
        await using var client = await node.LogInAsync();
        (await client.AskAsync("APPEND INBOX {1048577}"))[^1].ShouldStartWith("T2 NO [TOOBIG]");
        (await client.AppendAsync(new string('x', 1048577)))[^1].ShouldStartWith("T3 NO [TOOBIG]");
        (await client.AppendAsync("x", "Nowhere"))[^1].ShouldStartWith("T4 NO [TRYCREATE]");
        (await client.AppendAsync("x", "INBOX (\\Foo)"))[^1].ShouldStartWith("T5 BAD");
        (await client.AppendAsync("x", "INBOX"))[^1].ShouldStartWith("T6 OK [APPENDUID");
    }

    [Fact]
    public async Task References_that_never_end_do_not_cost_their_square()
    {
        await using var node = await ImapNode.StartAsync();
        await using var client = await node.LogInAsync();
        const int Messages = 200, Named = 999;
        for (var i = 0; i < Messages; i++)
        {
            // Each begins where the one before ended: a way up of 200,000 steps.
            var references = string.Join("\r\n ", Enumerable.Range(i * (Named - 1), Named).Select(n => $"<{n}@x>"));
            (await client.AppendAsync($"Message-ID: <m{i}@x>\r\nReferences: {references}\r\n\r\n"))[^1].ShouldContain(" OK ");
        }

        await client.AskAsync("SELECT INBOX");
        var thread = (await client.AskAsync("THREAD REFERENCES UTF-8 ALL"))[0];
        thread.ShouldStartWith("* THREAD (");
        thread.Split(['(', ')', ' '], StringSplitOptions.RemoveEmptyEntries).Count(word => int.TryParse(word, out _)).ShouldBe(Messages);
    }

    [Fact]
    public async Task Somebody_unknown_cannot_make_the_server_read_for_ever()
    {
        await using var node = await ImapNode.StartAsync();
        await using var client = node.Connect();
        await client.ReadLineAsync();
        (await client.AskAsync("APPEND INBOX {1000000000+}"))[^1].ShouldStartWith("T1 BAD");
        (await client.ReadLineAsync())!.ShouldStartWith("* BYE");
    }

    [Fact]
    public async Task Passwords_are_not_taken_in_the_clear_from_afar()
    {
        await using var node = await ImapNode.StartAsync();
        await using var client = node.Connect("192.0.2.7");
        (await client.ReadLineAsync())!.ShouldContain("LOGINDISABLED");
        (await client.AskAsync($"LOGIN {ImapNode.User} secret"))[^1].ShouldStartWith("T1 NO [PRIVACYREQUIRED]");
        (await client.AskAsync("AUTHENTICATE PLAIN"))[^1].ShouldStartWith("T2 NO [PRIVACYREQUIRED]");
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_says_no_more()
    {
        await using var node = await ImapNode.StartAsync();
        await using var client = node.Connect();
        await client.ReadLineAsync();
        (await client.AskAsync($"LOGIN {ImapNode.User} wrong"))[^1].ShouldStartWith("T1 NO [AUTHENTICATIONFAILED]");
        (await client.AskAsync("SELECT INBOX"))[^1].ShouldStartWith("T2 BAD");
    }

    [Fact]
    public async Task Too_many_wrong_commands_end_the_connection()
    {
        await using var node = await ImapNode.StartAsync();
        await using var client = node.Connect();
        await client.ReadLineAsync();
        for (var i = 1; i < 30; i++)
            (await client.AskAsync("FOO"))[^1].ShouldContain("BAD");
        await client.SendAsync("a FOO\r\n");
        (await client.ReadToAsync("* BYE"))[^1].ShouldStartWith("* BYE");
        await client.Session;
    }

    [Fact]
    public async Task A_silent_client_is_logged_out_after_half_an_hour_and_not_before()
    {
        await using var node = await ImapNode.StartAsync();
        await using var client = await node.LogInAsync();
        node.Time.Advance(TimeSpan.FromMinutes(29));
        (await client.AskAsync("NOOP"))[^1].ShouldStartWith("T2 OK");
        node.Time.Advance(TimeSpan.FromMinutes(31));
        (await client.ReadLineAsync())!.ShouldStartWith("* BYE");
        await client.Session;
    }

    [Fact]
    public void A_search_nested_without_end_is_refused() =>
        Should.Throw<ImapSyntaxException>(() => SearchKey.ParseAll(Parser(string.Concat(Enumerable.Repeat("(", 30_000)))));

    [Fact]
    public void A_pattern_of_wildcards_costs_no_more_than_its_length() =>
        Oss.MailEngine.Imap.List.FolderPattern.Matches(string.Concat(Enumerable.Repeat("*a", 400)) + "b", new string('a', 250)).ShouldBeFalse();

    [Fact]
    public void A_set_of_very_many_ranges_is_looked_up_in_few_steps()
    {
        var set = Parser(string.Join(',', Enumerable.Repeat("1:*", 15_000))).SequenceSet();
        Enumerable.Range(1, 1_000_000).All(n => set.Contains((uint)n, 1_000_000)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("1,3:5,9", 10, "1 3 4 5 9")]
    [InlineData("*", 10, "10")]
    [InlineData("12:*", 10, "10")]
    [InlineData("*:8", 10, "8 9 10")]
    [InlineData("12:14", 10, "")]
    [InlineData("5:3,4:6", 10, "3 4 5 6")]
    public void A_set_names_numbers(string text, uint largest, string expected)
    {
        var set = Parser(text).SequenceSet();
        string.Join(' ', Enumerable.Range(1, (int)largest).Where(n => set.Contains((uint)n, largest))).ShouldBe(expected);
    }

    [Fact]
    public void The_parser_knows_no_other_outcome_than_parsed_and_refused() =>
        Gen.OneOf(
            Gen.OneOfConst("BODY[", "BODY.PEEK[", "HEADER.FIELDS (", "1.2.MIME]", "]", "<0.", "5>", "(", ")", " ", "FLAGS", "OR", "NOT", "SINCE", "\"", "\\", "{3+}\r\n", "abc", "1:*", "99999999999", "CHARSET", "UID", "*", ",", "HEADER", "%"),
            Gen.Char['\0', 'ÿ'].Select(c => c.ToString())).Array[0, 30].Select(string.Concat).Sample(text =>
        {
            Outcome(() => FetchItem.Parse(Parser(text)));
            Outcome(() => SearchKey.ParseAll(Parser(text)));
            Outcome(() => Parser(text).SequenceSet());
            Outcome(() => Parser(text).List());
            Outcome(() => Parser(text).AString());
        });

    private static void Outcome(Action parse)
    {
        try
        {
            parse();
        }
        catch (Exception e) when (e is ImapSyntaxException or ImapRefusalException)
        {
            // One of the two.
        }
    }

    private static ImapParser Parser(string text) => new(System.Text.Encoding.Latin1.GetBytes(text));
}
