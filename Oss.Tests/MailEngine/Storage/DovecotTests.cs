using System.Collections.Concurrent;
using System.Globalization;
using MailKit;
using MailKit.Net.Imap;
using MimeKit;
using Oss.MailEngine.Pop3;
using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;
using MessageFlags = Oss.MailEngine.Storage.MessageFlags;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>Debian's Dovecot and this engine on one mailbox, in turns and at once.</summary>
public sealed class DovecotTests(DovecotServer dovecot) : IClassFixture<DovecotServer>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task In_turns_neither_loses_a_message_a_flag_or_a_uid(int seed)
    {
        using var tree = new StorageTree();
        var user = dovecot.Serve(tree);
        var storage = tree.NewNode();
        var (random, expected) = (new Random(seed), new Dictionary<string, (uint Uid, MessageFlags Flags, string? Keyword)>());
        var count = 0;
        for (var step = 0; step < 60; step++)
        {
            var inbox = storage.Open(tree.Account).Inbox;
            var isOurs = random.Next(2) == 0;
            var subject = expected.Count > 0 ? expected.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(expected.Count)) : null;
            using var client = isOurs ? null : await dovecot.ImapAsync(user);
            if (client is not null)
                await client.Inbox.OpenAsync(FolderAccess.ReadWrite);
            switch (random.Next(6))
            {
                case 0:
                    subject = $"s{++count}";
                    if (isOurs)
                        await storage.DeliverAsync(inbox, Text(subject));
                    else
                        await dovecot.DeliverAsync(user, Text(subject));
                    var after = await inbox.SyncAsync(None);
                    expected[subject] = (after.Messages[^1].Uid, MessageFlags.None, null);
                    break;
                case 1 or 2:
                    subject = $"s{++count}";
                    var appended = isOurs
                        ? (await storage.AppendAsync(inbox, Text(subject), MessageFlags.Draft)).Uid
                        : (await client!.Inbox.AppendAsync(Message(subject), MailKit.MessageFlags.Draft))!.Value.Id;
                    expected[subject] = (appended, MessageFlags.Draft, null);
                    break;
                case 3 or 4 when subject is not null:
                    var (uid, keyword) = (expected[subject].Uid, $"k{random.Next(5)}");
                    if (isOurs)
                        await inbox.StoreFlagsAsync([uid], FlagChange.Replace, MessageFlags.Seen | MessageFlags.Flagged, [keyword], None);
                    else
                        await client!.Inbox.StoreAsync(new UniqueId(uid), new StoreFlagsRequest(StoreAction.Set, MailKit.MessageFlags.Seen | MailKit.MessageFlags.Flagged, [keyword]));
                    expected[subject] = (uid, MessageFlags.Seen | MessageFlags.Flagged, keyword);
                    break;
                case 5 when subject is not null && expected.Count > 3:
                    if (isOurs)
                        await inbox.ExpungeAsync([expected[subject].Uid], None);
                    else
                        await DeleteAsync(client!, expected[subject].Uid);
                    expected.Remove(subject);
                    break;
            }

            if (step % 10 == 9)
                await SameAsync(tree, user, storage, expected);
        }

        await SameAsync(tree, user, tree.NewNode(), expected);
    }

    [Fact]
    public async Task At_once_neither_loses_a_message_a_flag_or_a_uid()
    {
        using var tree = new StorageTree();
        var user = dovecot.Serve(tree);
        var storage = tree.NewNode();
        var expected = new ConcurrentDictionary<string, (uint Uid, MessageFlags Flags, string? Keyword)>();
        var given = new ConcurrentDictionary<uint, string>();
        await Task.WhenAll(
            Task.Run(() => OursAsync("a")), Task.Run(() => TheirsAsync("b")), Task.Run(() => OursAsync("c")), Task.Run(() => TheirsAsync("d")),
            Task.Run(async () =>
            {
                for (var i = 0; i < 15; i++)
                    await storage.DeliverAsync(storage.Open(tree.Account).Inbox, Text($"delivered-{i}"));
            }),
            Task.Run(async () =>
            {
                for (var i = 0; i < 15; i++)
                    await dovecot.DeliverAsync(user, Text($"lmtp-{i}"));
            }));

        var snapshot = await tree.NewNode().Open(tree.Account).Inbox.SyncAsync(None);
        snapshot.Messages.Length.ShouldBe(expected.Count + 30);
        snapshot.Messages.Select(m => m.Uid).ShouldBe(snapshot.Messages.Select(m => m.Uid).Distinct().Order());
        foreach (var message in snapshot.Messages)
        {
            if (!given.ContainsKey(message.Uid))
                expected[await SubjectAsync(tree.NewNode().Open(tree.Account).Inbox, message.Uid)] = (message.Uid, MessageFlags.None, null);
        }

        await SameAsync(tree, user, storage, expected);

        async Task OursAsync(string name)
        {
            var inbox = storage.Open(tree.Account).Inbox;
            for (var i = 0; i < 20; i++)
            {
                var subject = $"{name}-{i}";
                var uid = (await storage.AppendAsync(inbox, Text(subject))).Uid;
                given.TryAdd(uid, subject).ShouldBeTrue($"UID {uid} was given twice");
                await inbox.StoreFlagsAsync([uid], FlagChange.Add, MessageFlags.Flagged, [$"k{name}"], None);
                await inbox.StoreFlagsAsync([uid], FlagChange.Add, MessageFlags.Seen, [], None);
                if (i % 4 == 0)
                    await inbox.ExpungeAsync([uid], None);
                else
                    expected[subject] = (uid, MessageFlags.Flagged | MessageFlags.Seen, $"k{name}");
            }
        }

        async Task TheirsAsync(string name)
        {
            using var client = await dovecot.ImapAsync(user);
            await client.Inbox.OpenAsync(FolderAccess.ReadWrite);
            for (var i = 0; i < 20; i++)
            {
                var subject = $"{name}-{i}";
                var uid = (await client.Inbox.AppendAsync(Message(subject)))!.Value;
                given.TryAdd(uid.Id, subject).ShouldBeTrue($"UID {uid} was given twice");
                await client.Inbox.StoreAsync(uid, new StoreFlagsRequest(StoreAction.Add, MailKit.MessageFlags.Flagged, [$"k{name}"]));
                await client.Inbox.StoreAsync(uid, new StoreFlagsRequest(StoreAction.Add, MailKit.MessageFlags.Seen));
                if (i % 4 == 0)
                    await DeleteAsync(client, uid.Id);
                else
                    expected[subject] = (uid.Id, MessageFlags.Flagged | MessageFlags.Seen, $"k{name}");
            }
        }
    }

    [Fact]
    public async Task Flags_that_both_set_on_one_message_at_once_are_all_there()
    {
        using var tree = new StorageTree();
        var user = dovecot.Serve(tree);
        var storage = tree.NewNode();
        var inbox = storage.Open(tree.Account).Inbox;
        var uids = new List<uint>();
        for (var i = 0; i < 20; i++)
            uids.Add((await storage.AppendAsync(inbox, Text($"s{i}"))).Uid);
        using var client = await dovecot.ImapAsync(user);
        await client.Inbox.OpenAsync(FolderAccess.ReadWrite);
        await Task.WhenAll(
            Task.Run(async () =>
            {
                foreach (var uid in uids)
                    await inbox.StoreFlagsAsync([uid], FlagChange.Add, MessageFlags.Seen, [], None);
            }),
            Task.Run(async () =>
            {
                foreach (var uid in uids)
                    await client.Inbox.StoreAsync(new UniqueId(uid), new StoreFlagsRequest(StoreAction.Add, MailKit.MessageFlags.Answered) { Silent = true });
            }));
        (await tree.Open().Inbox.SyncAsync(None)).Messages.ShouldAllBe(m => m.Flags == (MessageFlags.Seen | MessageFlags.Answered));
    }

    [Fact]
    public async Task Uidls_sizes_and_dates_are_the_same_on_both()
    {
        using var tree = new StorageTree();
        var user = dovecot.Serve(tree);
        var storage = tree.NewNode();
        var inbox = storage.Open(tree.Account).Inbox;
        await storage.AppendAsync(inbox, Text("ours"));
        await storage.AppendAsync(inbox, "Subject: bare\n\nline feeds\nonly\n");
        await dovecot.DeliverAsync(user, Text("theirs"));
        await using (var dated = await storage.SpoolAsync(Text("dated")))
            await inbox.AppendAsync(dated, MessageFlags.None, [], new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.FromHours(1)), None);

        using (var pop3 = await dovecot.Pop3Async(user))
        {
            var snapshot = await inbox.SyncAsync(None);
            var format = new UidlFormat("%08Xu%08Xv");
            (await pop3.GetMessageUidsAsync()).ShouldBe(snapshot.Messages.Select(m => format.Of(m, snapshot.UidValidity)));
            (await pop3.GetMessageSizesAsync()).ShouldBe(snapshot.Messages.Select(m => (int)m.WireSize));
        }

        using var client = await dovecot.ImapAsync(user);
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
        client.Inbox.UidValidity.ShouldBe((await inbox.SyncAsync(None)).UidValidity);
        var theirs = await client.Inbox.FetchAsync(0, -1, MessageSummaryItems.UniqueId | MessageSummaryItems.InternalDate | MessageSummaryItems.Size);
        theirs.Select(m => (m.UniqueId.Id, m.InternalDate!.Value.ToUnixTimeSeconds(), m.Size!.Value))
            .ShouldBe((await inbox.SyncAsync(None)).Messages.Select(m => (m.Uid, m.InternalDate.ToUnixTimeSeconds(), (uint)m.WireSize)));
    }

    [Fact]
    public async Task Folders_subscriptions_and_quota_of_one_are_those_of_the_other()
    {
        using var tree = new StorageTree(DovecotServer.Quota);
        var user = dovecot.Serve(tree);
        var storage = tree.NewNode();
        var mailbox = storage.Open(tree.Account);
        var drafts = FolderName.TryParse("Entwürfe/2026")!.Value;
        mailbox.CreateFolder(drafts).ShouldBeTrue();
        mailbox.Subscriptions.Set(drafts, true);
        await storage.AppendAsync(mailbox.FindFolder(drafts)!, Text("x"));
        mailbox.Usage();

        using var client = await dovecot.ImapAsync(user);
        var top = client.GetFolder(client.PersonalNamespaces[0]);
        var made = (await (await top.CreateAsync("Später", isMessageFolder: true))!.CreateAsync("Bald", isMessageFolder: true))!;
        await made.SubscribeAsync();
        await made.AppendAsync(Message("y"));
        var theirs = await client.GetFolderAsync("Entwürfe/2026");
        theirs.IsSubscribed.ShouldBeTrue();
        await theirs.OpenAsync(FolderAccess.ReadWrite);
        await theirs.MoveToAsync(0, made);
        (await client.Inbox.GetQuotaAsync()).CurrentStorageSize!.Value.ShouldBe((uint)((mailbox.Usage().Bytes + 1023) / 1024));

        mailbox.ListFolders().Select(f => f.Value).ShouldBe(["INBOX", "Entwürfe/2026", "Später", "Später/Bald"], ignoreOrder: true);
        mailbox.Subscriptions.Read().Select(f => f.Value).ShouldBe(["Entwürfe/2026", "Später/Bald"], ignoreOrder: true);
        var moved = mailbox.FindFolder(FolderName.TryParse("Später/Bald")!.Value)!;
        (await moved.SyncAsync(None)).Messages.Length.ShouldBe(2);
        (await mailbox.FindFolder(drafts)!.SyncAsync(None)).Messages.Length.ShouldBe(0);
        mailbox.Usage().Messages.ShouldBe(2);
        mailbox.Usage().Bytes.ShouldBe(new DirectoryInfo(Path.Combine(tree.Maildir, ".Sp&AOQ-ter.Bald", "cur")).EnumerateFiles().Concat(
            new DirectoryInfo(Path.Combine(tree.Maildir, ".Sp&AOQ-ter.Bald", "new")).EnumerateFiles()).Sum(f => f.Length));

        mailbox.RenameFolder(FolderName.TryParse("Später")!.Value, FolderName.TryParse("Nie")!.Value).ShouldBeTrue();
        using var later = await dovecot.ImapAsync(user);
        (await later.GetFolderAsync("Nie/Bald")).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_Dovecot_does_is_told_to_who_watches()
    {
        using var tree = new StorageTree();
        var user = dovecot.Serve(tree);
        var inbox = tree.Open().Inbox;
        await inbox.SyncAsync(None);
        var told = new TaskCompletionSource();
        using (inbox.Watch(() => told.TrySetResult()))
        {
            await dovecot.DeliverAsync(user, Text("x"));
            await told.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }

        (await inbox.SyncAsync(None)).Messages.Length.ShouldBe(1);
    }

    private async Task SameAsync(StorageTree tree, string user, MailStorage storage, IReadOnlyDictionary<string, (uint Uid, MessageFlags Flags, string? Keyword)> expected)
    {
        var wanted = expected.OrderBy(e => e.Value.Uid).Select(e => $"{e.Value.Uid} {e.Key} {e.Value.Flags} {e.Value.Keyword}").ToList();
        var inbox = storage.Open(tree.Account).Inbox;
        var ours = new List<string>();
        foreach (var message in (await inbox.SyncAsync(None)).Messages)
            ours.Add($"{message.Uid} {await SubjectAsync(inbox, message.Uid)} {message.Flags} {string.Join(' ', message.Keywords)}");
        ours.ShouldBe(wanted);

        using var client = await dovecot.ImapAsync(user);
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
        var theirs = await client.Inbox.FetchAsync(0, -1, MessageSummaryItems.UniqueId | MessageSummaryItems.Flags | MessageSummaryItems.Envelope);
        theirs.Select(m => $"{m.UniqueId.Id} {m.Envelope!.Subject} {Ours(m.Flags!.Value)} {string.Join(' ', m.Keywords)}").ShouldBe(wanted);
    }

    private static MessageFlags Ours(MailKit.MessageFlags flags) => new[]
    {
        (MailKit.MessageFlags.Seen, MessageFlags.Seen), (MailKit.MessageFlags.Answered, MessageFlags.Answered), (MailKit.MessageFlags.Draft, MessageFlags.Draft),
        (MailKit.MessageFlags.Flagged, MessageFlags.Flagged), (MailKit.MessageFlags.Deleted, MessageFlags.Deleted),
    }.Where(pair => flags.HasFlag(pair.Item1)).Aggregate(MessageFlags.None, (all, pair) => all | pair.Item2);

    private static async Task DeleteAsync(ImapClient client, uint uid)
    {
        await client.Inbox.StoreAsync(new UniqueId(uid), new StoreFlagsRequest(StoreAction.Add, MailKit.MessageFlags.Deleted));
        await client.Inbox.ExpungeAsync([new UniqueId(uid)]);
    }

    private static async Task<string> SubjectAsync(Folder folder, uint uid) =>
        (await folder.ReadAsync(uid))!.Split("Subject: ")[1].Split("\r\n")[0];

    private static string Text(string subject) => string.Create(CultureInfo.InvariantCulture, $"From: a@example.org\r\nDate: Tue, 24 Nov 2026 12:00:00 +0000\r\nSubject: {subject}\r\n\r\nbody of {subject}\r\n");

    private static MimeMessage Message(string subject) => MimeMessage.Load(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(Text(subject))));
}
