using CsCheck;
using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>Two nodes serve one tree, in turns and at once; whatever they do, nothing is lost and no UID is given twice or changed.</summary>
public sealed class TwoNodesTests
{
    private enum Step
    {
        Deliver,
        Append,
        Flag,
        Expunge,
        Copy,
        Rename,
        Look,
    }

    private static readonly Gen<(Step Step, int Node, int Pick)[]> Steps =
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 1], Gen.Int[0, 999]).Array[1, 40];

    [Fact]
    public async Task In_turns_every_message_keeps_its_uid_content_and_flags() => await Steps.SampleAsync(
        async steps =>
        {
            using var world = new World();
            foreach (var (step, node, pick) in steps)
                await world.DoAsync(step, node, pick);
            await world.CheckAsync();
        },
        iter: 25, threads: 1);

    [Fact]
    public async Task At_once_nothing_is_lost_and_no_uid_is_given_twice()
    {
        using var tree = new StorageTree();
        var nodes = new[] { tree.NewNode(), tree.NewNode() };
        var kept = new System.Collections.Concurrent.ConcurrentDictionary<uint, string>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            var storage = nodes[worker % 2];
            var inbox = storage.Open(tree.Account).Inbox;
            for (var i = 0; i < 12; i++)
            {
                var text = $"Subject: {worker}-{i}\r\n\r\n";
                var uid = (await storage.AppendAsync(inbox, text)).Uid;
                await storage.DeliverAsync(inbox, $"Subject: delivered {worker}-{i}\r\n\r\n");
                await inbox.StoreFlagsAsync([uid], FlagChange.Add, MessageFlags.Seen, [$"k{worker}"], CancellationToken.None);
                if (i % 3 == 0)
                    await inbox.ExpungeAsync([uid], CancellationToken.None);
                else
                    kept.TryAdd(uid, text).ShouldBeTrue($"UID {uid} was given twice");
            }
        })));

        foreach (var storage in nodes.Append(tree.NewNode()))
        {
            var inbox = storage.Open(tree.Account).Inbox;
            var snapshot = await inbox.SyncAsync(CancellationToken.None);
            snapshot.Messages.Length.ShouldBe(kept.Count + 48);
            foreach (var (uid, text) in kept)
            {
                (await inbox.ReadAsync(uid)).ShouldBe(text);
                snapshot.Messages[snapshot.IndexOf(uid)].Flags.ShouldBe(MessageFlags.Seen);
                snapshot.Messages[snapshot.IndexOf(uid)].Keywords.Length.ShouldBe(1);
            }
        }

        tree.Files(part: "tmp").ShouldBeEmpty();
        File.Exists(tree.UidListPath + ".lock").ShouldBeFalse();
    }

    private sealed class World : IDisposable
    {
        private readonly StorageTree _tree = new();
        private readonly MailStorage[] _nodes;
        private readonly Dictionary<string, (uint Uid, MessageFlags Flags, int Folder)> _known = [];
        private readonly HashSet<(int Folder, uint Uid)> _given = [];
        private readonly FolderName[] _folders = [FolderName.Inbox, FolderName.TryParse("Work")!.Value];
        private int _texts;

        public World()
        {
            _nodes = [_tree.NewNode(), _tree.NewNode()];
            _nodes[0].Open(_tree.Account).CreateFolder(_folders[1]);
        }

        public async Task DoAsync(Step step, int node, int pick)
        {
            var folder = pick % 2;
            var storage = _nodes[node];
            var mailbox = storage.Open(_tree.Account);
            var place = mailbox.FindFolder(_folders[folder])!;
            var text = $"Subject: {++_texts}\r\n\r\nbody\r\n";
            var there = _known.Where(k => k.Value.Folder == folder).OrderBy(k => k.Key, StringComparer.Ordinal).ToList();
            var (name, (uid, flags, _)) = there.Count > 0 ? there[pick % there.Count] : default;
            switch (step)
            {
                case Step.Deliver:
                    await storage.DeliverAsync(place, text);
                    Note(text, folder, (await place.SyncAsync(CancellationToken.None)).Messages[^1].Uid, MessageFlags.None);
                    break;
                case Step.Append:
                    Note(text, folder, (await storage.AppendAsync(place, text, MessageFlags.Draft)).Uid, MessageFlags.Draft);
                    break;
                case Step.Flag when name is not null:
                    var change = (MessageFlags)(pick % 64);
                    await place.StoreFlagsAsync([uid], FlagChange.Replace, change, [], CancellationToken.None);
                    _known[name] = (uid, change | (flags & MessageFlags.Passed), folder);
                    break;
                case Step.Expunge when name is not null:
                    await place.ExpungeAsync([uid], CancellationToken.None);
                    _known.Remove(name);
                    break;
                case Step.Copy when name is not null:
                    var other = mailbox.FindFolder(_folders[1 - folder])!;
                    var copied = (await place.CopyToAsync([uid], other, CancellationToken.None)).ShouldNotBeNull().ShouldHaveSingleItem();
                    copied.Source.ShouldBe(uid);
                    Note($"{name} copied {++_texts}", 1 - folder, copied.Target, flags);
                    break;
                case Step.Rename:
                    var to = FolderName.TryParse($"Work{++_texts}")!.Value;
                    mailbox.RenameFolder(_folders[1], to).ShouldBeTrue();
                    _folders[1] = to;
                    break;
                default:
                    await place.SyncAsync(CancellationToken.None);
                    break;
            }
        }

        public async Task CheckAsync()
        {
            foreach (var storage in _nodes.Append(_tree.NewNode()))
            {
                for (var folder = 0; folder < 2; folder++)
                {
                    var place = storage.Open(_tree.Account).FindFolder(_folders[folder])!;
                    var snapshot = await place.SyncAsync(CancellationToken.None);
                    var expected = _known.Where(k => k.Value.Folder == folder).OrderBy(k => k.Value.Uid).ToList();
                    snapshot.Messages.Select(m => (m.Uid, m.Flags)).ShouldBe(expected.Select(k => (k.Value.Uid, k.Value.Flags)));
                    foreach (var (name, (uid, _, _)) in expected)
                        (await place.ReadAsync(uid)).ShouldBe(name.Split(" copied ")[0]);
                }
            }
        }

        public void Dispose() => _tree.Dispose();

        private void Note(string text, int folder, uint uid, MessageFlags flags)
        {
            _given.Add((folder, uid)).ShouldBeTrue($"UID {uid} was given twice");
            _known.Add(text, (uid, flags, folder));
        }
    }
}
