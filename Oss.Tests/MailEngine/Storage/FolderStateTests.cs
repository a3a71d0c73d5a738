using System.Globalization;
using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>What a node derives from a folder survives its death, and heals when anything else happens to it.</summary>
public sealed class FolderStateTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly Dictionary<string, Action<StorageTree, string>> Harms = new()
    {
        { "deleted", (_, state) => File.Delete(state) },
        { "emptied", (_, state) => File.WriteAllBytes(state, []) },
        { "cut", (_, state) => Cut(state, new FileInfo(state).Length / 2) },
        { "cut between two changes", (_, state) => Cut(state, PictureLength(state)) },
        { "filled with noise", (_, state) => File.WriteAllBytes(state, [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7919 % 251))]) },
        { "altered in one octet", (_, state) => Alter(state) },
        { "another mailbox's", Swap },
        { "older", (_, state) => File.Copy(state + ".older", state, overwrite: true) },
        { "a directory", (_, state) => { File.Delete(state); Directory.CreateDirectory(state); } },
    };

    [Fact]
    public async Task Modification_sequences_and_what_went_survive_a_restart()
    {
        using var tree = new StorageTree();
        var storage = tree.NewNode(configure: tree.WithDerived);
        var inbox = storage.Open(tree.Account).Inbox;
        for (var i = 0; i < 600; i++)
            await storage.AppendAsync(inbox, $"Subject: {i}\r\n\r\n");
        var changed = await inbox.StoreFlagsAsync([300], FlagChange.Add, MessageFlags.Seen, ["work"], None);
        var before = await inbox.ExpungeAsync([7, 590], None);
        await SettleAsync(inbox);

        var again = tree.NewNode(configure: tree.WithDerived).Open(tree.Account).Inbox;
        var after = await again.SyncAsync(None);
        after.Messages.Select(m => (m.Uid, m.ModSeq, m.Flags, m.FileName, m.WireSize)).ShouldBe(before.Messages.Select(m => (m.Uid, m.ModSeq, m.Flags, m.FileName, m.WireSize)));
        after.Messages[after.IndexOf(300)].Keywords.ShouldBe(["work"]);
        after.HighestModSeq.ShouldBeGreaterThanOrEqualTo(before.HighestModSeq);
        again.ExpungedSince(changed.HighestModSeq).ShouldBe([7u, 590u]);
        again.ExpungedSince(before.HighestModSeq).ShouldBe([]);
        again.ExpungedSince(1).ShouldBeNull();
        (await again.ReadAsync(300)).ShouldBe("Subject: 299\r\n\r\n");

        // And it goes on from there.
        var next = await again.StoreFlagsAsync([300], FlagChange.Remove, MessageFlags.Seen, [], None);
        next.HighestModSeq.ShouldBeGreaterThan(after.HighestModSeq);
        next.Messages.Count(m => m.ModSeq > before.HighestModSeq).ShouldBe(1);
        (await tree.NewNode().Open(tree.Account).Inbox.SyncAsync(None)).Messages.Select(m => m.Uid).ShouldBe(next.Messages.Select(m => m.Uid));
    }

    [Fact]
    public async Task Mail_that_came_while_nobody_looked_is_new_and_all_else_unchanged()
    {
        using var tree = new StorageTree();
        var storage = tree.NewNode(configure: tree.WithDerived);
        var inbox = storage.Open(tree.Account).Inbox;
        await storage.AppendAsync(inbox, "Subject: 1\r\n\r\n");
        var before = await SettleAsync(inbox);
        await storage.DeliverAsync(inbox, "Subject: 2\r\n\r\n");
        var after = await tree.NewNode(configure: tree.WithDerived).Open(tree.Account).Inbox.SyncAsync(None);
        after.Messages[0].ModSeq.ShouldBe(before.Messages[0].ModSeq);
        after.Messages[1].ModSeq.ShouldBeGreaterThan(before.HighestModSeq);
    }

    [Fact]
    public async Task Flags_that_another_program_changed_meanwhile_are_changes()
    {
        using var tree = new StorageTree();
        var storage = tree.NewNode(configure: tree.WithDerived);
        var inbox = storage.Open(tree.Account).Inbox;
        await storage.AppendAsync(inbox, "Subject: 1\r\n\r\n");
        var before = await SettleAsync(inbox);
        var file = Directory.GetFiles(tree.Cur).Single();
        // There and back again: a client may have been told of the state between by another node.
        File.Move(file, file + "S");
        File.Move(file + "S", file);
        var after = await tree.NewNode(configure: tree.WithDerived).Open(tree.Account).Inbox.SyncAsync(None);
        after.Messages[0].ModSeq.ShouldBeGreaterThan(before.HighestModSeq);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("emptied")]
    [InlineData("cut")]
    [InlineData("cut between two changes")]
    [InlineData("filled with noise")]
    [InlineData("altered in one octet")]
    [InlineData("another mailbox's")]
    [InlineData("older")]
    [InlineData("a directory")]
    public async Task Whatever_happens_to_it_the_next_access_is_right(string harm)
    {
        using var tree = new StorageTree();
        var storage = tree.NewNode(configure: tree.WithDerived);
        var inbox = storage.Open(tree.Account).Inbox;
        for (var i = 0; i < 5; i++)
            await storage.AppendAsync(inbox, $"Subject: {i}\r\n\r\n");
        await SettleAsync(inbox);
        var state = tree.DerivedFiles("*.state").Single();
        File.Copy(state, state + ".older");
        await inbox.StoreFlagsAsync([2], FlagChange.Add, MessageFlags.Seen, [], None);
        await inbox.StoreFlagsAsync([2], FlagChange.Remove, MessageFlags.Seen, [], None);
        var before = await inbox.ExpungeAsync([3], None);
        await SettleAsync(inbox);
        Harms[harm](tree, state);

        var again = tree.NewNode(configure: tree.WithDerived).Open(tree.Account).Inbox;
        var after = await again.SyncAsync(None);
        after.UidValidity.ShouldBe(before.UidValidity);
        after.Messages.Select(m => (m.Uid, m.Flags, m.FileName)).ShouldBe(before.Messages.Select(m => (m.Uid, m.Flags, m.FileName)));
        after.HighestModSeq.ShouldBeGreaterThan(before.HighestModSeq);
        // Nobody knows any more what happened to message 2, so it counts as changed; and to whoever asks what went, that it is not known.
        after.Messages[1].ModSeq.ShouldBeGreaterThan(before.HighestModSeq);
        again.ExpungedSince(before.HighestModSeq - 1).ShouldBeNull();
        (await again.ReadAsync(5)).ShouldBe("Subject: 4\r\n\r\n");
        await SettleAsync(again);
        (await tree.NewNode(configure: tree.WithDerived).Open(tree.Account).Inbox.SyncAsync(None)).Messages.Select(m => m.Uid).ShouldBe([1u, 2u, 4u, 5u]);
    }

    [Fact]
    public async Task Under_an_older_maildir_no_uid_is_given_again()
    {
        using var tree = new StorageTree();
        var storage = tree.NewNode(configure: tree.WithDerived);
        var inbox = storage.Open(tree.Account).Inbox;
        await storage.AppendAsync(inbox, "Subject: 1\r\n\r\n");
        var backup = Path.Combine(tree.Root, "backup");
        Copy(tree.Maildir, backup);
        for (var i = 2; i < 6; i++)
            await storage.AppendAsync(inbox, $"Subject: {i}\r\n\r\n");
        var before = await SettleAsync(inbox);
        Directory.Delete(tree.Maildir, recursive: true);
        Copy(backup, tree.Maildir);

        var later = tree.NewNode(configure: tree.WithDerived);
        var again = later.Open(tree.Account).Inbox;
        var after = await again.SyncAsync(None);
        after.UidValidity.ShouldBe(before.UidValidity);
        after.Messages.ShouldHaveSingleItem().Uid.ShouldBe(1u);
        (await later.AppendAsync(again, "Subject: new\r\n\r\n")).Uid.ShouldBe(6u);
        (await tree.NewNode().Open(tree.Account).Inbox.SyncAsync(None)).Messages.Select(m => m.Uid).ShouldBe([1u, 6u]);
    }

    /// <summary>Looks again when the file system's clock has moved on, as a client's next command does.</summary>
    private static async Task<FolderSnapshot> SettleAsync(Folder folder)
    {
        for (var last = Directory.GetLastWriteTimeUtc(folder.Path + "/cur"); DateTime.UtcNow - last < TimeSpan.FromMilliseconds(200);)
            await Task.Delay(20);
        return await folder.SyncAsync(None);
    }

    private static int PictureLength(string state) => BitConverter.ToInt32(File.ReadAllBytes(state), 0) + 20;

    private static void Cut(string state, long length)
    {
        using var file = File.OpenWrite(state);
        file.SetLength(length);
    }

    private static void Alter(string state)
    {
        var octets = File.ReadAllBytes(state);
        octets[octets.Length / 3] ^= 0x10;
        File.WriteAllBytes(state, octets);
    }

    private static void Swap(StorageTree tree, string state)
    {
        var other = Guid.CreateVersion7();
        var account = tree.Account with { Id = other, CanonicalName = "bert@example.org", Volume = tree.NewNode().Create(other, "bert@example.org") };
        var inbox = tree.NewNode(configure: tree.WithDerived).Open(account).Inbox;
        inbox.SyncAsync(None).AsTask().GetAwaiter().GetResult();
        inbox.Rest();
        File.Copy(tree.DerivedFiles("*.state").Single(f => f.Contains(other.ToString("N"), StringComparison.Ordinal)), state, overwrite: true);
    }

    private static void Copy(string from, string to)
    {
        foreach (var directory in Directory.GetDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
            Directory.CreateDirectory(string.Create(CultureInfo.InvariantCulture, $"{to}{directory[from.Length..]}"));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, to + file[from.Length..]);
    }
}
