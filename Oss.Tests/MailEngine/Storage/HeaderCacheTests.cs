using Oss.MailEngine.Mime;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Derived;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>A header in memory is the header on disk, whatever happens to the disk.</summary>
public sealed class HeaderCacheTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_header_is_read_once_and_is_the_whole_header()
    {
        using var tree = new StorageTree();
        tree.Put("1.M1P1.a,S=20:2,", "Subject: one\r\nX: y\r\n\r\nbody\r\n");
        var inbox = tree.Open().Inbox;
        var message = (await inbox.SyncAsync(None)).Messages[0];

        var first = (await inbox.ReadHeaderAsync(message, None)).ShouldNotBeNull();
        var second = await inbox.ReadHeaderAsync(message, None);

        second.ShouldBeSameAs(first);
        System.Text.Encoding.ASCII.GetString(first.Octets!).ShouldBe("Subject: one\r\nX: y\r\n\r\n");
        first.Part.Header("subject").ShouldBe("one");
    }

    [Fact]
    public async Task A_changed_flag_is_the_same_header()
    {
        using var tree = new StorageTree();
        tree.Put("1.M1P1.a,S=20:2,");
        var inbox = tree.Open().Inbox;
        var header = await inbox.ReadHeaderAsync((await inbox.SyncAsync(None)).Messages[0], None);

        await inbox.StoreFlagsAsync([1], FlagChange.Add, MessageFlags.Seen, [], None);

        (await inbox.ReadHeaderAsync((await inbox.SyncAsync(None)).Messages[0], None)).ShouldBeSameAs(header);
    }

    [Fact]
    public async Task Another_message_under_the_same_uid_is_not_taken_for_it()
    {
        using var tree = new StorageTree();
        tree.Put("1.M1P1.a,S=20:2,", "Subject: one\r\n\r\n");
        var storage = tree.NewNode();
        var inbox = storage.Open(tree.Account).Inbox;
        (await inbox.ReadHeaderAsync((await inbox.SyncAsync(None)).Messages[0], None))!.Part.Header("Subject").ShouldBe("one");

        // An older Maildir comes back, in which the UID was given to another.
        File.Delete(Path.Combine(tree.Cur, "1.M1P1.a,S=20:2,"));
        tree.Put("2.M1P1.b,S=20:2,", "Subject: two\r\n\r\n");
        tree.WriteUidList(tree.UidListText.Replace(":1.M1P1.a,S=20", ":2.M1P1.b,S=20", StringComparison.Ordinal));
        var node = tree.NewNode().Open(tree.Account).Inbox;
        (await node.ReadHeaderAsync((await node.SyncAsync(None)).Messages[0], None))!.Part.Header("Subject").ShouldBe("two");
        (await inbox.ReadHeaderAsync((await inbox.SyncAsync(None)).Messages.Single(m => m.FileName.StartsWith('2')), None))!.Part.Header("Subject").ShouldBe("two");
    }

    [Fact]
    public async Task A_message_that_is_gone_has_none()
    {
        using var tree = new StorageTree();
        tree.Put("1.M1P1.a,S=20:2,");
        var inbox = tree.Open().Inbox;
        var message = (await inbox.SyncAsync(None)).Messages[0];
        await inbox.ExpungeAsync([1], None);

        (await inbox.ReadHeaderAsync(message, None)).ShouldBeNull();
    }

    [Fact]
    public void Memory_is_bounded_and_what_is_asked_for_stays()
    {
        var header = new MessageHeader(MimeParser.ParseHeader("Subject: x\r\n\r\n"u8.ToArray()), new byte[1000]);
        var cache = new HeaderCache(200 * header.Weight);
        var mailbox = Guid.CreateVersion7();
        HeaderKey Key(uint uid) => new(mailbox, "", 1, uid, uid);
        for (uint uid = 1; uid <= 10_000; uid++)
        {
            cache.Add(Key(uid), header);
            cache.Find(Key(1)).ShouldNotBeNull();
            cache.Count.ShouldBeLessThanOrEqualTo(202);
        }

        cache.Find(Key(2)).ShouldBeNull();
    }
}
