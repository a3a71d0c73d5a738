using Oss.MailEngine;
using Oss.MailEngine.Pop3;
using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Pop3;

/// <summary>A client that sees other UIDLs than yesterday loads every message again.</summary>
public sealed class UidlTests
{
    [Theory]
    [InlineData("%08Xu%08Xv", "0000002a6b49d200")]
    [InlineData("%v.%u", "1800000000.42")]
    [InlineData("%u-%Xv", "42-6b49d200")]
    [InlineData("%f", "17.M1P2.host,S=3,W=4")]
    public void A_template_makes_what_Dovecot_makes_of_it(string template, string expected)
    {
        var messages = new MessageListBuilder();
        messages.Add(new FolderFiles("/nowhere"), 42, UidRecord.Of("17.M1P2.host,S=3,W=4"u8), ":2,S"u8, modSeq: 1);
        new UidlFormat(template).Of(messages.ToList()[0], 1_800_000_000).ShouldBe(expected);
    }

    [Theory]
    [InlineData("%v")]
    [InlineData("%u%q")]
    [InlineData("")]
    public void A_template_that_tells_no_messages_apart_is_refused(string template) => Should.Throw<ArgumentException>(() => new UidlFormat(template));

    [Fact]
    public async Task Migrated_UIDLs_and_their_order_survive()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync(Replay.User);
        var maildir = node.Maildir(Replay.User);
        foreach (var name in (string[])["1.M1P1.old", "2.M1P1.old", "3.M1P1.old"])
            await File.WriteAllTextAsync(Path.Combine(maildir, "cur", name + ":2,"), "Subject: x\r\n\r\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(maildir, "dovecot-uidlist"),
            "3 V1700000000 N10 G0123456789abcdef0123456789abcdef\n4 P1b2c.77 O2 :1.M1P1.old\n5 Pcyrus.1 O1 :2.M1P1.old\n6 :3.M1P1.old\n",
            TestContext.Current.CancellationToken);

        var client = node.Connect(MailListener.Pop3, "127.0.0.1");
        await client.SendAsync($"USER {Replay.User}\r\nPASS secret\r\nUIDL\r\n");
        var lines = new List<string?>();
        for (var i = 0; i < 8; i++)
            lines.Add(await client.ReadLineAsync());
        lines[3..].ShouldBe(["+OK", "1 cyrus.1", "2 1b2c.77", "3 000000066553f100", "."]);
    }

    [Fact]
    public async Task Who_comes_again_too_soon_is_told_so()
    {
        await using var node = new MailNode(options => options with { Pop3LoginDelay = TimeSpan.FromMinutes(1) });
        await node.AddMailboxAsync(Replay.User);
        (await LogInAsync(node)).ShouldStartWith("+OK");
        (await LogInAsync(node)).ShouldStartWith("-ERR [LOGIN-DELAY]");
        node.Time.Advance(TimeSpan.FromMinutes(1));
        (await LogInAsync(node)).ShouldStartWith("+OK");
    }

    private static async Task<string> LogInAsync(MailNode node)
    {
        var client = node.Connect(MailListener.Pop3, "127.0.0.1");
        await client.SendAsync($"USER {Replay.User}\r\nPASS secret\r\n");
        await client.ReadLineAsync();
        await client.ReadLineAsync();
        return (await client.ReadLineAsync())!;
    }
}
