using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>A server that works on no more than three messages in one command (RFC 9738).</summary>
public sealed class MessageLimitTests
{
    [Fact]
    public async Task What_can_be_done_in_parts_is_done_from_the_end_and_says_where_it_stopped()
    {
        await using var node = new MailNode(options => options with { MessageLimit = 3 });
        using var client = await FilledAsync(node);
        (await client.AskAsync("CAPABILITY"))[0].ShouldContain(" MESSAGELIMIT=3 ");
        await client.AskAsync("SELECT INBOX");
        (await client.AskAsync("FETCH 1:* UID")).ShouldBe(["* 4 FETCH (UID 4)\r\n", "* 5 FETCH (UID 5)\r\n", "* 6 FETCH (UID 6)\r\n", "OK [MESSAGELIMIT 3 4] Fetched\r\n"]);
        (await client.AskAsync("UID FETCH 1:3 UID"))[^1].ShouldBe("OK Fetched\r\n");
        (await client.AskAsync("SEARCH ALL")).ShouldBe(["* SEARCH 4 5 6\r\n", "OK [MESSAGELIMIT 3 4] Searched\r\n"]);
        (await client.AskAsync("SEARCH UNSEEN UID 1:3")).ShouldBe(["* SEARCH 1 2 3\r\n", "OK Searched\r\n"]);
        (await client.AskAsync("SEARCH OR UID 1:3 UID 2")).ShouldBe(["* SEARCH\r\n", "OK [MESSAGELIMIT 3 4] Searched\r\n"]);
        (await client.AskAsync("STORE 1:* +FLAGS.SILENT (\\Deleted)")).ShouldBe(["OK [MESSAGELIMIT 3 4] Stored\r\n"]);
        await client.AskAsync("UID STORE 1:3 +FLAGS.SILENT (\\Deleted)");
        (await client.AskAsync("EXPUNGE")).ShouldBe(["* 4 EXPUNGE\r\n", "* 4 EXPUNGE\r\n", "* 4 EXPUNGE\r\n", "OK [MESSAGELIMIT 3 4] Expunged\r\n"]);
    }

    [Fact]
    public async Task What_is_done_to_all_or_none_is_refused()
    {
        await using var node = new MailNode(options => options with { MessageLimit = 3 });
        using var client = await FilledAsync(node);
        await client.AskAsync("SELECT INBOX");
        await client.AskAsync("CREATE Other");
        foreach (var command in (string[])["COPY 1:4 Other", "UID MOVE 1:* Other", "SORT (DATE) UTF-8 ALL", "THREAD REFERENCES UTF-8 ALL", "ESEARCH IN (personal) ALL", "APPEND INBOX {1+}\r\n1 {1+}\r\n2 {1+}\r\n3 {1+}\r\n4"])
            (await client.AskAsync(command)).ShouldHaveSingleItem().ShouldStartWith("NO [MESSAGELIMIT 3]", customMessage: command);
        (await client.AskAsync("COPY 1:3 Other"))[^1].ShouldStartWith("OK [COPYUID");
        (await client.AskAsync("SORT (ARRIVAL) UTF-8 4:*"))[0].ShouldBe("* SORT 4 5 6\r\n");
    }

    private static async Task<RawImap> FilledAsync(MailNode node)
    {
        await node.AddMailboxAsync(Replay.User);
        var client = await RawImap.LogInAsync(await node.ListenAsync(Oss.MailEngine.MailListener.Imap), Replay.User);
        for (var i = 0; i < 6; i++)
            (await client.AppendAsync("INBOX", $"Subject: {i}\r\n\r\n"))[^1].ShouldStartWith("OK");
        return client;
    }
}
