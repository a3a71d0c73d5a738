using System.Globalization;
using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>A node is killed in the middle of delivering, appending, copying and expunging, again and again on one tree; then everything is counted.</summary>
public sealed class KillTests
{
    private const int Rounds = 5;

    [Fact]
    public async Task Whatever_was_acknowledged_is_there_once_under_its_uid_and_whatever_was_expunged_stays_away()
    {
        using var tree = new StorageTree();
        var said = await KilledNode.RunUntilKilledAsync(tree, "use", Rounds, lines: 60);

        var storage = tree.NewNode(configure: tree.WithDerived);
        var mailbox = storage.Open(tree.Account);
        var inbox = await ContentAsync(mailbox.Inbox);
        var work = await ContentAsync(mailbox.FindFolder(FolderName.TryParse("Work")!.Value)!);
        var began = Words("?expunge").Select(w => w[2]).ToHashSet();
        var expunged = Words("expunged").Select(w => w[2]).ToHashSet();

        foreach (var delivered in Words("delivered"))
            inbox.Values.Count(m => m.Text == KilledNode.Text(delivered[1])).ShouldBe(1, delivered[1]);
        foreach (var appended in Words("appended").Where(w => !began.Contains(w[2])))
            inbox[Uid(appended)].Text.ShouldBe(KilledNode.Text(appended[2]));
        foreach (var flagged in Words("flagged").Where(w => !began.Contains(w[2])))
            inbox[Uid(flagged)].Flags.ShouldBe(MessageFlags.Flagged);
        foreach (var copied in Words("copied"))
            work[Uid(copied)].Text.ShouldBe(KilledNode.Text(copied[2]));
        inbox.Values.ShouldNotContain(m => expunged.Any(name => m.Text == KilledNode.Text(name)));
        Words("appended").Select(Uid).ShouldBeUnique();
        Words("copied").Select(Uid).ShouldBeUnique();
        inbox.Values.Select(m => m.Text).ShouldBeUnique();

        // A dead node's lock holds nobody up, and what it left half-done is nobody's mail.
        await storage.AppendAsync(mailbox.Inbox, "Subject: after\r\n\r\n");
        File.Exists(tree.UidListPath + ".lock").ShouldBeFalse();

        IEnumerable<string[]> Words(string verb) => said.Where(w => w[0] == verb);
    }

    private static uint Uid(string[] words) => uint.Parse(words[1], CultureInfo.InvariantCulture);

    private static async Task<Dictionary<uint, (string Text, MessageFlags Flags)>> ContentAsync(Folder folder)
    {
        var content = new Dictionary<uint, (string, MessageFlags)>();
        foreach (var message in (await folder.SyncAsync(CancellationToken.None)).Messages)
            content.Add(message.Uid, ((await folder.ReadAsync(message.Uid))!, message.Flags));
        return content;
    }
}
