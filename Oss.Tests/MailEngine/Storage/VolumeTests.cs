using Oss.MailEngine;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

public sealed class VolumeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("oss-volumes-").FullName;

    [Fact]
    public void New_mailboxes_are_spread_by_weight_and_none_comes_on_a_drained_volume()
    {
        var volumes = new VolumeSet([Volume("a"), Volume("b", 3), Volume("c", 0)]);
        var random = new Random(1);
        var chosen = Enumerable.Range(0, 4_000).Select(_ => volumes.Choose(random).Name).CountBy(n => n).ToDictionary();
        chosen.Keys.Order().ShouldBe(["a", "b"]);
        ((double)chosen["b"] / chosen["a"]).ShouldBeInRange(2.6, 3.4);
    }

    [Fact]
    public void A_busy_volume_gets_fewer()
    {
        var volumes = new VolumeSet([Volume("a"), Volume("b")]);
        for (var i = 0; i < 200; i++)
            volumes.LoadOf("b").Note(TimeSpan.FromMilliseconds(40));
        var random = new Random(1);
        var chosen = Enumerable.Range(0, 4_000).Select(_ => volumes.Choose(random).Name).CountBy(n => n).ToDictionary();
        ((double)chosen["a"] / chosen["b"]).ShouldBeInRange(3.4, 4.6);
    }

    [Fact]
    public void Volumes_come_and_change_while_the_node_runs()
    {
        using var storage = Node(Volume("a"));
        storage.Create(Guid.CreateVersion7(), "1@example.org").ShouldBe("a");
        storage.Volumes.Replace([Volume("a", 0), Volume("b")]);
        storage.Create(Guid.CreateVersion7(), "2@example.org").ShouldBe("b");
        Should.Throw<ArgumentException>(() => storage.Volumes.Replace([Volume("a"), Volume("a")]));
        Should.Throw<ArgumentException>(() => storage.Volumes.Replace([]));
    }

    [Fact]
    public async Task A_volume_that_is_down_fails_its_own_mailboxes_and_nobody_elses()
    {
        using var storage = Node(Volume("a"), Volume("b", 0));
        var (anna, bert) = (Account(storage, "anna@example.org"), default(MailboxAccount));
        storage.Volumes.Replace([Volume("a", 0), Volume("b")]);
        bert = Account(storage, "bert@example.org");
        Directory.Move(Path.Combine(_root, "b"), Path.Combine(_root, "away"));

        await storage.DeliverAsync(storage.Open(anna).Inbox, "x");
        Should.Throw<IOException>(() => storage.Open(bert));
        Should.Throw<IOException>(() => storage.Remove(bert.Id, bert.CanonicalName));
        Should.Throw<IOException>(() => storage.Measure(bert.Id, bert.CanonicalName));
        // A mailbox that may be there is not made a second time, empty, until the volume is left out.
        storage.Volumes.Replace([Volume("a", create: false), Volume("b", create: false)]);
        Should.Throw<IOException>(() => storage.Create(Guid.CreateVersion7(), "carl@example.org"));
        storage.Volumes.Replace([Volume("a", create: false)]);
        storage.Create(Guid.CreateVersion7(), "carl@example.org").ShouldBe("a");
        storage.Volumes.Replace([Volume("a", create: false), Volume("b", create: false)]);

        Directory.Move(Path.Combine(_root, "away"), Path.Combine(_root, "b"));
        await storage.DeliverAsync(storage.Open(bert).Inbox, "x");
        storage.Measure(bert.Id, bert.CanonicalName)!.Value.Messages.ShouldBe(1);
    }

    [Fact]
    public async Task Several_recipients_on_one_volume_hold_one_file_also_when_the_spool_lies_elsewhere()
    {
        // /dev/shm is another file system than the temporary directory, or the link is simply one more.
        var elsewhere = Directory.CreateDirectory($"/dev/shm/oss-volumes-{Guid.NewGuid():N}").FullName;
        try
        {
            using var storage = new MailStorage(Options([Volume("a")]) with { SpoolDirectory = elsewhere }, TimeProvider.System);
            var accounts = Enumerable.Range(0, 3).Select(i => Account(storage, $"{i}@example.org")).ToList();
            await using (var message = await storage.SpoolAsync("Subject: to all\r\n\r\n"))
            {
                foreach (var account in accounts)
                    await storage.Open(account).Inbox.DeliverAsync(message, CancellationToken.None);
            }

            var files = Directory.GetFiles(Path.Combine(_root, "a"), "*,S=*", SearchOption.AllDirectories);
            files.Length.ShouldBe(3);
            files.Select(f => FileStamp.Of(f).Inode).Distinct().Count().ShouldBe(1);
            files.ShouldAllBe(f => File.ReadAllText(f) == "Subject: to all\r\n\r\n");
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static MailboxAccount Account(MailStorage storage, string name)
    {
        var id = Guid.CreateVersion7();
        return new MailboxAccount(id, name, storage.Create(id, name), null);
    }

    private MailStorage Node(params VolumeOptions[] volumes) => new(Options(volumes), TimeProvider.System);

    private MailEngineOptions Options(IReadOnlyList<VolumeOptions> volumes) => new()
    {
        HostName = "node.example", Volumes = volumes, SpoolDirectory = Path.Combine(_root, "spool"), Certificate = () => throw new InvalidOperationException(),
    };

    private VolumeOptions Volume(string name, int weight = 1, bool create = true)
    {
        var path = Path.Combine(_root, name);
        if (create)
            Directory.CreateDirectory(path);
        return new VolumeOptions(name, path, weight);
    }
}
