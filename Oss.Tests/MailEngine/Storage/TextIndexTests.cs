using System.Text;
using CsCheck;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Imap.Search;
using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>A search by the index gives the answer that reading every message gives, whatever happened to the index.</summary>
public sealed class TextIndexTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly string[] Texts =
    [
        "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nDie Rechnung f=FCr M=E4rz\r\n",
        "Subject: invoice\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Base64("<html><body><p>Your <b>in</b>voice &amp; more &uuml;ber</p><script>hidden()</script></body></html>") + "\r\n",
        "Subject: decomposed\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Base64("Ko\u0308ln \"quoted\" AND OR NOT body: 100% *") + "\r\n",
        "Subject: 日本語\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\u65e5\u672c\u8a9e\u306e\u672c\u6587 ABC\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: within\r\n\r\ndeep down\r\n--x--\r\n",
        "",
        "no header at all",
    ];

    private static readonly string[] Needles =
    [
        "Grüße", "GRÜSSE", "köln", "Ko\u0308ln", "KÖLN", "o\u0308l", "Rechnung für", "rechnung FÜR märz", "invoice", "voice & more", "über", "hidden", "quoted", "\"quoted\"", "AND", "body:", "100%",
        "日本", "日本語", "本文", "within", "DEEP DOWN", "Subject", "subject: in", "ab", "z", "xyz", "invoice\nYour", "ﬁ", "i", "*",
    ];

    [Fact]
    public async Task With_the_index_without_it_and_while_it_is_filled_the_answer_is_the_same()
    {
        using var tree = new StorageTree();
        var inbox = await FilledAsync(tree);
        foreach (var needle in Needles)
        {
            foreach (var bodyOnly in (bool[])[true, false])
            {
                var exact = await SearchAsync(inbox, needle, bodyOnly, indexed: false);
                (await SearchAsync(inbox, needle, bodyOnly)).ShouldBe(exact, needle);
                (await SearchAsync(inbox, needle, bodyOnly)).ShouldBe(exact, needle);
            }
        }

        (await SearchAsync(inbox, "grüße", bodyOnly: false)).ShouldBe([1u]);
        using var index = inbox.TryOpenTextIndex().ShouldNotBeNull();
        index.Contains((await inbox.SyncAsync(None)).Messages[1], "Rechnung", bodyOnly: true).ShouldBe(false);
        // One session at a time has it; another searches without.
        inbox.TryOpenTextIndex().ShouldBeNull();
    }

    [Fact]
    public async Task It_says_nothing_that_a_reader_would_not_say()
    {
        using var tree = new StorageTree();
        var storage = tree.NewNode(configure: tree.WithDerived);
        var inbox = storage.Open(tree.Account).Inbox;
        await storage.AppendAsync(inbox, "Subject: x\r\n\r\n");
        var message = (await inbox.SyncAsync(None)).Messages[0];
        var number = 0;
        var letters = Gen.OneOfConst("a", "A", "s", "S", "i", "ä", "Ä", "ß", "ﬁ", "o\u0308", "\u0308", "İ", "ı", "ſ", "k", "K", "\u212a", " ", "日", "💌", "\"", "*");
        Gen.Select(letters.Array[3, 40], Gen.Int[0, 37], Gen.Int[3, 8]).Sample(
            (parts, start, length) =>
            {
                var (text, needle) = (string.Concat(parts), string.Concat(parts.Skip(Math.Min(start, parts.Length - 3)).Take(length)));
                var folder = $"f{number++}";
                using var gate = new SemaphoreSlim(1);
                using var index = TextIndex.TryOpen(Path.Combine(tree.Root, "derived", folder), Guid.Empty, folder, gate).ShouldNotBeNull();
                index.Add(message, [], [text]);
                var contains = new SearchText(needle).IsIn(text);
                (index.Contains(message, new SearchText(needle).Text, bodyOnly: true) ?? contains).ShouldBe(contains, $"{needle} in {text}");
            },
            iter: 150, threads: 1);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("cut")]
    [InlineData("noise")]
    [InlineData("one octet")]
    [InlineData("swapped")]
    [InlineData("older")]
    [InlineData("no seal")]
    [InlineData("a directory")]
    public async Task It_heals(string harm)
    {
        using var tree = new StorageTree();
        var inbox = await FilledAsync(tree);
        await SearchAsync(inbox, "nothing", bodyOnly: false);
        var path = tree.DerivedFiles("*.text").Single();
        File.Copy(path, path + ".older");
        await using (var more = await tree.NewNode().SpoolAsync("Subject: more\r\n\r\nneedle\r\n"))
            await inbox.AppendAsync(more, MessageFlags.None, [], null, None);
        await SearchAsync(inbox, "nothing", bodyOnly: false);
        var octets = File.ReadAllBytes(path);
        switch (harm)
        {
            case "deleted":
                File.Delete(path);
                break;
            case "cut":
                File.WriteAllBytes(path, octets[..(octets.Length / 2)]);
                break;
            case "noise":
                new Random(1).NextBytes(octets.AsSpan(octets.Length / 3));
                File.WriteAllBytes(path, octets);
                break;
            case "one octet":
                octets[^100] ^= 1;
                File.WriteAllBytes(path, octets);
                break;
            case "swapped":
                var id = Guid.CreateVersion7();
                var storage = tree.NewNode(configure: tree.WithDerived);
                var other = storage.Open(new MailboxAccount(id, "bert@example.org", storage.Create(id, "bert@example.org"), null)).Inbox;
                await storage.AppendAsync(other, "Subject: other\r\n\r\nneedle\r\n");
                await SearchAsync(other, "nothing", bodyOnly: true);
                var theirs = tree.DerivedFiles("*.text").Single(f => f.Contains(id.ToString("N"), StringComparison.Ordinal));
                File.Move(theirs, path, overwrite: true);
                File.Move(theirs + ".seal", path + ".seal", overwrite: true);
                break;
            case "older":
                File.Move(path + ".older", path, overwrite: true);
                break;
            case "no seal":
                File.Delete(path + ".seal");
                break;
            default:
                File.Delete(path);
                Directory.CreateDirectory(path);
                break;
        }

        for (var i = 0; i < 2; i++)
        {
            (await SearchAsync(inbox, "needle", bodyOnly: true)).ShouldBe([7u]);
            (await SearchAsync(inbox, "rechnung", bodyOnly: true)).ShouldBe([1u]);
        }

        inbox.TryOpenTextIndex().ShouldNotBeNull().Dispose();
    }

    private static async Task<Folder> FilledAsync(StorageTree tree)
    {
        var storage = tree.NewNode(configure: tree.WithDerived);
        var inbox = storage.Open(tree.Account).Inbox;
        foreach (var text in Texts)
        {
            await using var message = storage.NewSpooledMessage();
            await message.WriteAsync(Encoding.UTF8.GetBytes(text), None);
            await message.CompleteAsync(None);
            await inbox.AppendAsync(message, MessageFlags.None, [], null, None);
        }

        return inbox;
    }

    private static async Task<List<uint>> SearchAsync(Folder folder, string needle, bool bodyOnly, bool indexed = true)
    {
        var messages = (await folder.SyncAsync(None)).Messages;
        using var index = indexed ? folder.TryOpenTextIndex() : null;
        var scope = new SearchScope(folder, messages, _ => false, new HashSet<uint>(), DateTimeOffset.UnixEpoch, None) { Index = index };
        var text = new SearchText(needle);
        var found = new List<uint>();
        for (var i = 0; i < messages.Length; i++)
        {
            var candidate = new SearchCandidate(scope, messages[i], (uint)i + 1);
            if (candidate.Contains(text, bodyOnly))
                found.Add(messages[i].Uid);
        }

        return found;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text), Base64FormattingOptions.InsertLineBreaks);
}
