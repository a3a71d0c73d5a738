using Oss.MailEngine;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>A folder that another program deletes and makes anew while somebody has it selected: what has its name now is another folder, with other messages under the same UIDs.</summary>
public sealed class ReplacedFolderTests
{
    [Theory]
    [InlineData("UID STORE 1 +FLAGS.SILENT (\\Deleted)")]
    [InlineData("UID COPY 1 INBOX")]
    [InlineData("UID MOVE 1 INBOX")]
    [InlineData("EXPUNGE")]
    [InlineData("NOOP")]
    public async Task The_session_ends_and_nothing_happens_to_the_new_ones_messages(string command)
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync(Replay.User);
        using var client = await RawImap.LogInAsync(await node.ListenAsync(MailListener.Imap), Replay.User);
        await client.AskAsync("CREATE Work");
        await client.AppendAsync("Work (\\Deleted)", "Subject: old\r\n\r\n");
        await client.AskAsync("SELECT Work");

        var folder = Path.Combine(node.Maildir(Replay.User), ".Work");
        Directory.Delete(folder, recursive: true);
        foreach (var part in (string[])["cur", "new", "tmp"])
            Directory.CreateDirectory(Path.Combine(folder, part));
        var message = Path.Combine(folder, "cur", "1795438266.M1P1.other,S=16,W=16:2,T");
        File.WriteAllText(message, "Subject: new\r\n\r\n");
        File.WriteAllText(Path.Combine(folder, "dovecot-uidlist"), "3 V4000000000 N2 Gf52c7f1c6533046b3612000083ecc375\n1 :1795438266.M1P1.other,S=16,W=16\n");

        (await Should.ThrowAsync<IOException>(() => client.AskAsync(command))).Message.ShouldContain("hung up");
        File.Exists(message).ShouldBeTrue();
        using var again = await RawImap.LogInAsync(await node.ListenAsync(MailListener.Imap), Replay.User);
        (await again.AskAsync("STATUS INBOX (MESSAGES)"))[0].ShouldContain("MESSAGES 0");
    }
}
