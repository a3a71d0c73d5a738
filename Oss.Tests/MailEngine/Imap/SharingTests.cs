using System.Text.RegularExpressions;
using Oss.MailEngine;
using Oss.MailEngine.Storage.Acl;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>Shared folders on one tree with Debian's Dovecot: each honours what the other writes, and both say the same of who may do what.</summary>
public sealed partial class SharingTests(SharingDovecot dovecot) : IClassFixture<SharingDovecot>
{
    private static int _next;

    private readonly int _number = Interlocked.Increment(ref _next);

    private string Anna => $"anna{_number}@example.org";

    private string Bob => $"bob{_number}@example.org";

    private string Carl => $"carl{_number}@example.org";

    [Fact]
    public async Task Dovecot_takes_over_what_is_shared_here()
    {
        await using var node = await NodeAsync();
        using var anna = await HereAsync(node, Anna);
        await OkAsync(anna, "CREATE Pl&AOQ-ne");
        await OkAsync(anna, "CREATE Team/Sub");
        await OkAsync(anna, $"SETACL Pl&AOQ-ne {Bob} lrs");
        await OkAsync(anna, "SETACL Team/Sub anyone lr");
        await OkAsync(anna, $"SETACL INBOX {Carl} lri");
        await OkAsync(anna, "APPEND Pl&AOQ-ne {12+}\r\nSubject: x\r\n");

        using var bob = await ThereAsync(Bob);
        (await ListAsync(bob)).ShouldBe(["INBOX", "shared", $"shared/{Anna}", $"shared/{Anna}/Pl&AOQ-ne", $"shared/{Anna}/Team/Sub"], ignoreOrder: true);
        (await RightsAsync(bob, $"shared/{Anna}/Pl&AOQ-ne")).ShouldBe(AclRights.Lookup | AclRights.Read | AclRights.Seen);
        (await RightsAsync(bob, $"shared/{Anna}/Team/Sub")).ShouldBe(AclRights.Lookup | AclRights.Read);
        await OkAsync(bob, $"SELECT shared/{Anna}/Pl&AOQ-ne");
        await OkAsync(bob, "STORE 1 +FLAGS (\\Seen)");
        (await anna.AskAsync("STATUS Pl&AOQ-ne (UNSEEN)"))[0].ShouldContain("UNSEEN 0");
        using var carl = await ThereAsync(Carl);
        (await ListAsync(carl)).ShouldContain($"shared/{Anna}");
        await OkAsync(carl, $"APPEND shared/{Anna} {{12+}}\r\nSubject: y\r\n");
        (await anna.AskAsync("STATUS INBOX (MESSAGES)"))[0].ShouldContain("MESSAGES 1");
    }

    [Fact]
    public async Task What_is_shared_by_Dovecot_is_shared_here()
    {
        await using var node = await NodeAsync();
        using (var anna = await ThereAsync(Anna))
        {
            await OkAsync(anna, "CREATE Work");
            await OkAsync(anna, "CREATE Work/Sub");
            await OkAsync(anna, $"SETACL Work {Bob} lrwst");
            await OkAsync(anna, $"SETACL Work/Sub $tenant-example.org lr");
            await OkAsync(anna, $"SETACL Work/Sub -{Carl} r");
            await OkAsync(anna, $"SETACL INBOX \"with space@example.org\" lr");
            await OkAsync(anna, "SETACL INBOX anyone l");
        }

        using var bob = await HereAsync(node, Bob);
        (await ListAsync(bob)).ShouldBe(["INBOX", "shared", $"shared/{Anna}", $"shared/{Anna}/Work", $"shared/{Anna}/Work/Sub"], ignoreOrder: true);
        (await RightsAsync(bob, $"shared/{Anna}/Work")).ShouldBe(AclLetters.TryParse("lrwst")!.Value);
        (await RightsAsync(bob, $"shared/{Anna}")).ShouldBe(AclRights.Lookup);
        using var carl = await HereAsync(node, Carl);
        (await RightsAsync(carl, $"shared/{Anna}/Work/Sub")).ShouldBe(AclRights.Lookup);
        (await carl.AskAsync($"SELECT shared/{Anna}/Work"))[^1].ShouldStartWith("NO [NONEXISTENT]");

        // And further changed here without losing a line of Dovecot's.
        using var owner = await HereAsync(node, Anna);
        await OkAsync(owner, $"SETACL INBOX {Bob} lr");
        using var again = await ThereAsync(Anna);
        (await again.AskAsync("GETACL INBOX"))[0].ShouldSatisfyAllConditions(answer => answer.ShouldContain("with space@example.org"), answer => answer.ShouldContain(Bob), answer => answer.ShouldContain("anyone"));
    }

    [Fact]
    public async Task Both_subscribe_to_the_same_folder()
    {
        await using var node = await NodeAsync();
        using var anna = await HereAsync(node, Anna);
        await OkAsync(anna, "CREATE Work");
        await OkAsync(anna, "CREATE Work/Sub");
        await OkAsync(anna, $"SETACL Work {Bob} lr");
        await OkAsync(anna, $"SETACL Work/Sub {Bob} lr");
        using var here = await HereAsync(node, Bob);
        await OkAsync(here, $"SUBSCRIBE shared/{Anna}/Work");
        using var there = await ThereAsync(Bob);
        await OkAsync(there, $"SUBSCRIBE shared/{Anna}/Work/Sub");
        (await SubscribedAsync(there)).ShouldBe([$"shared/{Anna}/Work", $"shared/{Anna}/Work/Sub"], ignoreOrder: true);
        (await SubscribedAsync(here)).ShouldBe([$"shared/{Anna}/Work", $"shared/{Anna}/Work/Sub"], ignoreOrder: true);
        await OkAsync(there, $"UNSUBSCRIBE shared/{Anna}/Work");
        (await SubscribedAsync(here)).ShouldBe([$"shared/{Anna}/Work/Sub"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Rights_that_either_changes_are_the_same_for_both(int seed)
    {
        await using var node = await NodeAsync();
        var random = new Random(seed);
        using (var anna = await HereAsync(node, Anna))
        {
            await OkAsync(anna, "CREATE Work");
            await OkAsync(anna, $"SETACL Work {Bob} l");
        }

        using var here = await HereAsync(node, Anna);
        for (var i = 0; i < 12; i++)
        {
            var letters = new string([.. "lrwstipekx".Where(_ => random.Next(2) == 0)]);
            var (sign, who) = (new[] { "", "+", "-" }[random.Next(3)], new[] { Bob, Carl, "-" + Bob, "-" + Carl, "$tenant-example.org", "anyone" }[random.Next(6)]);
            // Where each has a word of its own for it, the one that has it says it.
            var isTheirs = who[0] == '$' || (who != "anyone" && random.Next(2) == 0);
            using var there = await ThereAsync(Anna);
            await OkAsync(isTheirs ? there : here, random.Next(6) == 0 ? $"DELETEACL Work {who}" : $"SETACL Work {who} \"{sign}{letters}\"", who[0] == '$' && isTheirs);

            foreach (var user in (string[])[Bob, Carl])
            {
                using var one = await HereAsync(node, user);
                using var other = await ThereAsync(user);
                var text = File.ReadAllText(Path.Combine(node.Maildir(Anna), ".Work", AclFile.FileName));
                (await RightsAsync(one, $"shared/{Anna}/Work")).ShouldBe(await RightsAsync(other, $"shared/{Anna}/Work"), $"{user} in\n{text}");
                (await ListAsync(one)).Contains($"shared/{Anna}/Work").ShouldBe((await ListAsync(other)).Contains($"shared/{Anna}/Work"), $"{user} in\n{text}");
            }
        }
    }

    [Fact]
    public async Task Each_session_of_a_user_who_is_shut_out_by_Dovecot_ends()
    {
        await using var node = await NodeAsync();
        using var owner = await HereAsync(node, Anna);
        await OkAsync(owner, $"SETACL INBOX {Bob} lr");
        await OkAsync(owner, "APPEND INBOX {1+}\r\n1");
        using var bob = await HereAsync(node, Bob);
        await OkAsync(bob, $"SELECT shared/{Anna}");
        using (var there = await ThereAsync(Anna))
            await OkAsync(there, $"DELETEACL INBOX {Bob}");
        await Should.ThrowAsync<IOException>(() => bob.AskAsync("FETCH 1 BODY[]"));
    }

    [Fact]
    public async Task A_list_of_owners_that_was_lost_is_made_again()
    {
        await using var node = await NodeAsync();
        using var anna = await HereAsync(node, Anna);
        await OkAsync(anna, $"SETACL INBOX {Bob} lr");
        File.WriteAllText(dovecot.SharedMailboxesFile, "noise");
        using var bob = await HereAsync(node, Bob);
        (await ListAsync(bob)).ShouldBe(["INBOX"]);
        (await ListAsync(anna)).ShouldBe(["INBOX"]);
        (await ListAsync(bob)).ShouldBe(["INBOX", "shared", $"shared/{Anna}"], ignoreOrder: true);
    }

    private async Task<MailNode> NodeAsync()
    {
        var node = new MailNode(options => options with { SharedMailboxesFile = dovecot.SharedMailboxesFile });
        foreach (var user in (string[])[Anna, Bob, Carl])
        {
            await node.AddMailboxAsync(user);
            dovecot.ServeHome(user, Path.GetDirectoryName(node.Maildir(user))!);
        }

        return node;
    }

    private static async Task<RawImap> HereAsync(MailNode node, string user) => await RawImap.LogInAsync(await node.ListenAsync(MailListener.Imap), user);

    private Task<RawImap> ThereAsync(string user) => RawImap.LogInAsync(dovecot.ImapPort, user);

    private static async Task OkAsync(RawImap client, string command, bool mayFail = false)
    {
        var answer = (await client.AskAsync(command))[^1];
        if (!mayFail)
            answer.ShouldStartWith("OK", customMessage: command);
    }

    private static async Task<List<string>> ListAsync(RawImap client) =>
        [.. (await client.AskAsync("LIST \"\" *")).Where(answer => answer.StartsWith("* LIST", StringComparison.Ordinal)).Select(answer => Name().Match(answer).Groups[1].Value)];

    private static async Task<List<string>> SubscribedAsync(RawImap client) =>
        [.. (await client.AskAsync("LSUB \"\" *")).Where(answer => answer.StartsWith("* LSUB", StringComparison.Ordinal)).Select(answer => Name().Match(answer).Groups[1].Value)];

    // None at all is answered as if there were no such folder.
    private static async Task<AclRights> RightsAsync(RawImap client, string folder) =>
        (await client.AskAsync($"MYRIGHTS {folder}"))[0] is var answer && answer.StartsWith("* MYRIGHTS", StringComparison.Ordinal)
            ? AclLetters.TryParse(answer.TrimEnd().Split(' ')[^1].Trim('"', 'c', 'd')) ?? throw new InvalidOperationException(answer)
            : AclRights.None;

    [GeneratedRegex("""
        ^\* \w+ \([^)]*\) "/" "?([^"\r]*)"?
        """)]
    private static partial Regex Name();
}
