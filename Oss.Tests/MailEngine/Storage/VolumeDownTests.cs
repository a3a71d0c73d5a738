using Oss.MailEngine;
using Oss.Tests.MailEngine.Imap;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>A volume that goes away under a running node: its mailboxes are told to come again later, on every protocol, and nobody else notices.</summary>
public sealed class VolumeDownTests
{
    [Fact]
    public async Task Its_own_mailboxes_fail_for_a_while_and_lose_nothing()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var (first, second) = (Path.Combine(node.Root, "vol1"), Path.Combine(node.Root, "vol2"));
        Directory.CreateDirectory(second);
        node.Engine.ReplaceVolumes([new VolumeOptions("vol1", first, 0), new VolumeOptions("vol2", second)]);
        (await node.AddMailboxAsync("bert@example.org")).Volume.ShouldBe("vol2");
        await node.DeliverAsync("bert@example.org", "Subject: before\r\n\r\n");
        var imap = await node.ListenAsync(MailListener.Imap);
        using var running = await RawImap.LogInAsync(imap, "bert@example.org");
        (await running.AskAsync("SELECT INBOX"))[^1].ShouldStartWith("OK");

        Directory.Move(second, second + ".away");
        (await running.AskAsync("FETCH 1 BODY.PEEK[]"))[^1].ShouldStartWith("NO [UNAVAILABLE]");
        (await running.AskAsync("APPEND INBOX {1+}\r\nx"))[^1].ShouldStartWith("NO [UNAVAILABLE]");
        var next = await ConnectAsync(node, MailListener.Imap);
        await next.AskAsync("a LOGIN bert@example.org secret");
        (await next.AskAsync("b SELECT INBOX")).ShouldStartWith("b NO [UNAVAILABLE]");
        (await next.AskAsync("c APPEND Other {1+}\r\nx")).ShouldStartWith("c NO [UNAVAILABLE]");
        var pop = await ConnectAsync(node, MailListener.Pop3);
        await pop.AskAsync("USER bert@example.org");
        (await pop.AskAsync("PASS secret")).ShouldStartWith("-ERR [SYS/TEMP]");
        var lmtp = node.Connect(MailListener.Lmtp, "127.0.0.1");
        await lmtp.GreetAsync("LHLO");
        await lmtp.AskAsync("MAIL FROM:<a@example.net>");
        var answer = await lmtp.AskAsync("RCPT TO:<bert@example.org>");
        if (answer.StartsWith("250", StringComparison.Ordinal))
        {
            await lmtp.AskAsync("DATA");
            answer = await lmtp.AskAsync("Subject: meanwhile\r\n\r\n.");
        }

        answer.ShouldStartWith("4");

        // The others.
        await node.DeliverAsync("anna@example.org", "Subject: x\r\n\r\n");
        using (var anna = await RawImap.LogInAsync(imap, "anna@example.org"))
            (await anna.AskAsync("STATUS INBOX (MESSAGES)"))[0].ShouldContain("MESSAGES 1");

        Directory.Move(second + ".away", second);
        await node.DeliverAsync("bert@example.org", "Subject: after\r\n\r\n");
        using var again = await RawImap.LogInAsync(imap, "bert@example.org");
        (await again.AskAsync("SELECT INBOX"))[^1].ShouldStartWith("OK");
        (await again.AskAsync("FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT)]")).Where(line => line.StartsWith("* ", StringComparison.Ordinal)).Select(line => line.Split("Subject: ")[1].Trim(')', '\r', '\n')).ShouldBe(["before", "after"]);
    }

    private static async Task<MailClient> ConnectAsync(MailNode node, MailListener listener)
    {
        var client = node.Connect(listener, "127.0.0.1");
        await client.ReadLineAsync();
        return client;
    }
}
