using System.Diagnostics;
using System.Formats.Tar;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>One mailbox as a tar file, out and in again.</summary>
public sealed class MailboxArchiveTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task An_archive_brings_everything_back_into_an_empty_mailbox_and_adds_nothing_the_second_time()
    {
        using var tree = new StorageTree();
        var storage = tree.NewNode();
        var mailbox = storage.Open(tree.Account);
        var name = FolderName.TryParse("Entwürfe/2026")!.Value;
        mailbox.CreateFolder(name);
        mailbox.Subscriptions.Set(name, true);
        for (var i = 1; i <= 4; i++)
            await storage.AppendAsync(mailbox.Inbox, $"Subject: {i}\r\n\r\n", MessageFlags.Seen, "work", $"k{i}");
        await mailbox.Inbox.ExpungeAsync([2], None);
        await using (var dated = await storage.SpoolAsync("Subject: dated\r\n\r\n"))
            await mailbox.FindFolder(name)!.AppendAsync(dated, MessageFlags.Draft, [], new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero), None);
        Directory.CreateDirectory(Path.Combine(mailbox.Home, "sieve"));
        File.WriteAllText(Path.Combine(mailbox.Home, "sieve", "main.sieve"), "keep;");

        using var archive = new MemoryStream();
        await MailboxArchive.WriteAsync(mailbox, archive, None);
        var other = Other(tree, storage);
        archive.Position = 0;
        (await MailboxArchive.ReadAsync(other, archive, None)).ShouldBe(4);
        (await ContentAsync(other)).ShouldBe(await ContentAsync(mailbox));
        other.Subscriptions.Read().ShouldBe(mailbox.Subscriptions.Read());
        File.ReadAllText(Path.Combine(other.Home, "sieve", "main.sieve")).ShouldBe("keep;");
        other.Usage().ShouldBe(mailbox.Usage());

        archive.Position = 0;
        (await MailboxArchive.ReadAsync(other, archive, None)).ShouldBe(0);
        (await ContentAsync(other)).ShouldBe(await ContentAsync(mailbox));
    }

    [Fact]
    public async Task As_a_file_on_its_volume_it_is_whole_or_not_there_and_attempts_disturb_each_other_in_nothing()
    {
        using var tree = new StorageTree();
        var storage = tree.NewNode();
        var mailbox = storage.Open(tree.Account);
        for (var i = 0; i < 20; i++)
            await storage.AppendAsync(mailbox.Inbox, $"Subject: {i}\r\n\r\n{new string('x', 9000)}\r\n", MessageFlags.Seen);
        var (files, id) = (new ArchiveFiles(storage), Guid.CreateVersion7());
        files.Open(tree.Account.Volume, id).ShouldBeNull();

        var octets = await Task.WhenAll(files.WriteAsync(tree.Account, id, _ => Task.CompletedTask, None), new ArchiveFiles(storage).WriteAsync(tree.Account, id, _ => Task.CompletedTask, None));
        octets[0].ShouldBe(octets[1]);
        await using (var file = files.Open(tree.Account.Volume, id)!)
        {
            file.Length.ShouldBe(octets[0]);
            (await MailboxArchive.ReadAsync(Other(tree, storage), file, None)).ShouldBe(20);
        }

        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => files.WriteAsync(tree.Account, Guid.CreateVersion7(), _ => Task.CompletedTask, stopped.Token));
        var folder = Path.Combine(storage.Volumes.PathOf(tree.Account.Volume), ".exports");
        Directory.GetFiles(folder).Select(Path.GetFileName).ShouldBe([$"{id:N}.tar"]);
        (File.GetUnixFileMode(Path.Combine(folder, $"{id:N}.tar")) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)).ShouldBe(UnixFileMode.None, "nobody else reads it");
        files.Delete(tree.Account.Volume, id);
        files.Delete(tree.Account.Volume, id);
        Directory.GetFiles(folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task Into_a_mailbox_in_use_what_is_missing_comes_under_new_uids_with_keywords_by_name()
    {
        using var tree = new StorageTree();
        var storage = tree.NewNode();
        var mailbox = storage.Open(tree.Account);
        await storage.AppendAsync(mailbox.Inbox, "Subject: 1\r\n\r\n", MessageFlags.None, "work");
        using var archive = new MemoryStream();
        await MailboxArchive.WriteAsync(mailbox, archive, None);
        var other = Other(tree, storage);
        await storage.AppendAsync(other.Inbox, "Subject: mine\r\n\r\n", MessageFlags.None, "private");
        archive.Position = 0;
        (await MailboxArchive.ReadAsync(other, archive, None)).ShouldBe(1);
        var messages = (await other.Inbox.SyncAsync(None)).Messages;
        messages.Select(m => (m.Uid, m.Keywords.Single())).ShouldBe([(1u, "private"), (2u, "work")]);
    }

    [Fact]
    public async Task It_is_consistent_while_the_mailbox_is_in_use_and_tar_reads_it()
    {
        using var tree = new StorageTree();
        var storage = tree.NewNode();
        var mailbox = storage.Open(tree.Account);
        for (var i = 0; i < 40; i++)
            await storage.AppendAsync(mailbox.Inbox, $"Subject: {i}\r\n\r\n");
        using var stop = new CancellationTokenSource();
        var use = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await mailbox.Inbox.StoreFlagsAsync([.. Enumerable.Range(1, 40).Select(u => (uint)u)], i % 2 == 0 ? FlagChange.Add : FlagChange.Remove, MessageFlags.Seen, [], None);
                await storage.AppendAsync(mailbox.Inbox, $"Subject: later {i}\r\n\r\n");
            }
        });
        var path = Path.Combine(tree.Root, "archive.tar");
        await using (var file = File.Create(path))
            await MailboxArchive.WriteAsync(mailbox, file, None);
        await stop.CancelAsync();
        await use;

        using var tar = Process.Start(new ProcessStartInfo("/bin/tar", ["-tf", path]) { RedirectStandardOutput = true })!;
        var listed = (await tar.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await tar.WaitForExitAsync();
        tar.ExitCode.ShouldBe(0);
        var uids = listed.Count(l => l.Contains("/cur/", StringComparison.Ordinal));
        var other = Other(tree, storage);
        await using var source = File.OpenRead(path);
        (await MailboxArchive.ReadAsync(other, source, None)).ShouldBe(uids);
        var copied = (await other.Inbox.SyncAsync(None)).Messages;
        copied.Length.ShouldBe(uids);
        for (uint uid = 1; uid <= 40; uid++)
            (await other.Inbox.ReadAsync(uid)).ShouldBe($"Subject: {uid - 1}\r\n\r\n");
    }

    [Theory]
    [InlineData("../../etc/cron.d/x")]
    [InlineData("Maildir/../x")]
    [InlineData("Maildir/cur/../../x")]
    [InlineData("/etc/passwd")]
    [InlineData("Maildir/.A/cur/..")]
    [InlineData("Maildir/..A/cur/1.x")]
    [InlineData("sieve/../../x.sieve")]
    [InlineData("other")]
    public async Task A_name_that_leads_elsewhere_ends_the_import(string name)
    {
        using var tree = new StorageTree();
        var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream("x"u8.ToArray()) }, None);
        archive.Position = 0;
        await Should.ThrowAsync<InvalidDataException>(() => MailboxArchive.ReadAsync(tree.Open(), archive, None));
    }

    private static Mailbox Other(StorageTree tree, MailStorage storage)
    {
        var id = Guid.CreateVersion7();
        return storage.Open(new MailboxAccount(id, "bert@example.org", storage.Create(id, "bert@example.org"), null));
    }

    private static async Task<List<string>> ContentAsync(Mailbox mailbox)
    {
        var content = new List<string>();
        foreach (var name in mailbox.ListFolders())
        {
            var folder = mailbox.FindFolder(name)!;
            var snapshot = await folder.SyncAsync(None);
            content.Add($"{name} {snapshot.UidValidity} {snapshot.UidNext}");
            foreach (var m in snapshot.Messages)
                content.Add($"{m.Uid} {m.FileName} {string.Join(' ', m.Keywords)} {m.InternalDate:O} {await folder.ReadAsync(m.Uid)}");
        }

        return content;
    }
}
