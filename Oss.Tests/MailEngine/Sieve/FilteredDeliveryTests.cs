using System.Text;
using MailKit;
using MimeKit;
using Oss.MailEngine;
using Oss.MailEngine.Sieve;
using Oss.Tests.MailEngine.Imap;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>What becomes of a message that a script filed, changed or passed on.</summary>
public sealed class FilteredDeliveryTests : FilteredMail
{
    [Fact]
    public async Task A_message_is_filed_into_a_new_folder_with_flags()
    {
        Activate(Anna, """
            require ["fileinto", "mailbox", "imap4flags"];
            fileinto :create :flags ["\\Flagged", "$Work"] "Köln/Büro";
            """);
        await DeliverAsync(Message);
        await ReadAsync(Anna, async client =>
        {
            var folder = await client.GetFolderAsync("Köln/Büro");
            await folder.OpenAsync(FolderAccess.ReadOnly);
            var summary = (await folder.FetchAsync(0, -1, MessageSummaryItems.Flags | MessageSummaryItems.UniqueId)).ShouldHaveSingleItem();
            summary.Flags!.Value.HasFlag(MessageFlags.Flagged).ShouldBeTrue();
            summary.Keywords.ShouldContain("$Work");
            (await folder.GetMessageAsync(summary.UniqueId)).Subject.ShouldBe("Grüße");
        });
        Node.Messages(Anna).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_folders_hold_one_file_by_two_names()
    {
        Activate(Anna, """require ["fileinto", "mailbox"]; fileinto :create "A"; keep; fileinto "INBOX";""");
        await DeliverAsync(Message);
        var files = Directory.GetFiles(Node.Maildir(Anna), "*,S=*", SearchOption.AllDirectories);
        files.Length.ShouldBe(2);
        (await HardLinksAsync(files[0])).ShouldBe("2");
    }

    [Theory]
    [InlineData("""require "fileinto"; fileinto "Missing";""")]
    [InlineData("""require "fileinto"; fileinto "Not/a.folder";""")]
    [InlineData("this is no script")]
    [InlineData("""require ["fileinto", "ihave"]; fileinto "A"; error "in the middle";""")]
    [InlineData("""redirect "nobody@example.org";""")]
    [InlineData("""require "include"; include "missing";""")]
    [InlineData("""require ["fileinto", "mailbox"]; fileinto "Missing"; keep; fileinto "Gone";""")]
    public async Task Whatever_fails_the_message_is_in_INBOX_once(string script)
    {
        Activate(Anna, script);
        await DeliverAsync(Message);
        Node.Messages(Anna).Count.ShouldBe(1);
        Node.Spooled.ShouldBe(0);
    }

    [Fact]
    public async Task A_folder_that_breaks_after_the_script_ran_leaves_the_message_in_INBOX()
    {
        Activate(Anna, """require ["fileinto", "copy"]; fileinto "A"; fileinto "B";""");
        foreach (var folder in (string[])[".A", ".B"])
            Directory.CreateDirectory(Path.Combine(Node.Maildir(Anna), folder, "cur"));
        foreach (var part in (string[])["new", "tmp"])
            Directory.CreateDirectory(Path.Combine(Node.Maildir(Anna), ".A", part));
        await DeliverAsync(Message);
        Directory.GetFiles(Path.Combine(Node.Maildir(Anna), ".A", "new")).Length.ShouldBe(1);
        Node.Messages(Anna).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_full_mailbox_is_told_before_anything_is_stored()
    {
        await Node.AddMailboxAsync("full@example.org", quota: 100);
        Activate("full@example.org", "keep;");
        var client = await Node.Connect(MailListener.Lmtp).GreetAsync("LHLO");
        await client.AskAsync("MAIL FROM:<sender@elsewhere.example>");
        if ((await client.AskAsync("RCPT TO:<full@example.org>")).StartsWith("250 ", StringComparison.Ordinal))
        {
            await client.AskAsync("DATA");
            (await client.AskAsync(Message + ".")).ShouldStartWith("452 4.2.2");
        }

        Node.Messages("full@example.org").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_reaches_the_other_mailbox_and_says_where_from()
    {
        Activate(Anna, $"redirect \"{Bert}\";");
        await DeliverAsync(Message);
        Node.Messages(Anna).ShouldBeEmpty();
        var redirected = await MessageAsync(Bert);
        redirected.Headers["X-Sieve-Redirected-From"].ShouldBe(Anna);
        redirected.TextBody!.Trim().ShouldBe("Hello");
        redirected.Headers.Count(h => h.Field == "Return-Path").ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task Two_mailboxes_that_redirect_to_each_other_end_with_one_message()
    {
        Activate(Anna, $"redirect \"{Bert}\";");
        Activate(Bert, $"redirect \"{Anna}\";");
        await DeliverAsync(Message);
        (Node.Messages(Anna).Count + Node.Messages(Bert).Count).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_message_is_redirected_once()
    {
        Activate(Anna, $"redirect \"{Bert}\";");
        await DeliverAsync(Message);
        await DeliverAsync(Message);
        Node.Messages(Bert).Count.ShouldBe(1);
    }

    // RFC 6134 2.5.
    [Fact]
    public async Task A_list_is_a_file_of_the_mailbox_and_an_address_book_one_of_them()
    {
        const string script = """
            require ["extlists", "envelope", "fileinto", "mailbox"];
            if envelope :list "from" ":addrbook:default" { fileinto :create "Known"; }
            if header :list "subject" "tag:example.org,2026:subjects" { discard; }
            """;
        Activate(Anna, script);
        await DeliverAsync(Message);
        Node.Messages(Anna).Count.ShouldBe(1, "without the list the script fails");
        Directory.CreateDirectory(Path.Combine(Home(Anna), "sieve", "lists"));
        File.WriteAllText(Path.Combine(Home(Anna), "sieve", "lists", "tag:example.org,2026:subjects"), "# one\n\n  Grüße  \n");
        await DeliverAsync(Message);
        Node.Messages(Anna).Count.ShouldBe(1, "the list has the subject");
        File.WriteAllText(Path.Combine(Home(Anna), "sieve", "lists", "addrbook:default"), "SENDER@elsewhere.example\r\n");
        await DeliverAsync(Message);
        Directory.GetFiles(Path.Combine(Node.Maildir(Anna), ".Known"), "*,S=*", SearchOption.AllDirectories).Length.ShouldBe(1);
    }

    // RFC 5703 6.
    [Fact]
    public async Task A_message_that_is_enclosed_here_is_passed_on_as_it_was()
    {
        Activate(Anna, $"require [\"enclose\", \"copy\"]; enclose :subject \"Achtung ü\" \"Vorsicht.\"; redirect :copy \"{Bert}\";");
        await DeliverAsync(Message);
        var enclosed = await MessageAsync(Anna);
        (enclosed.Subject, enclosed.From.ToString()).ShouldBe(("Achtung ü", Anna));
        enclosed.Body.ShouldBeOfType<Multipart>()[1].ShouldBeOfType<MessagePart>().Message!.Subject.ShouldBe("Grüße");
        (await MessageAsync(Bert)).Subject.ShouldBe("Grüße");
    }

    [Fact]
    public async Task An_edited_message_is_stored_as_edited()
    {
        Activate(Anna, """require ["editheader"]; addheader "X-Filter" "ja"; deleteheader "Message-ID";""");
        await DeliverAsync(Message);
        var message = await MessageAsync(Anna);
        message.Headers["X-Filter"].ShouldBe("ja");
        message.Headers["Message-ID"].ShouldBeNull();
        message.TextBody!.Trim().ShouldBe("Hello");
    }

    [Fact]
    public async Task What_was_seen_once_is_a_duplicate_the_second_time()
    {
        Activate(Anna, """require "duplicate"; if duplicate { discard; }""");
        await DeliverAsync(Message);
        await DeliverAsync(Message);
        Node.Messages(Anna).Count.ShouldBe(1);
        await DeliverAsync(Message.Replace("<1@", "<2@", StringComparison.Ordinal));
        Node.Messages(Anna).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_script_outside_of_the_mailbox_is_not_read()
    {
        var secret = Path.Combine(Path.GetDirectoryName(Node.Maildir(Bert))!, "secret.sieve");
        await File.WriteAllTextAsync(secret, "discard;");
        File.CreateSymbolicLink(Path.Combine(Home(Anna), ".dovecot.sieve"), secret);
        await DeliverAsync(Message);
        Node.Messages(Anna).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_administrator_s_scripts_run_before_and_after()
    {
        var folder = Directory.CreateTempSubdirectory("oss-sieve-");
        try
        {
            var (before, after) = (Path.Combine(folder.FullName, "before.sieve"), Path.Combine(folder.FullName, "after.sieve"));
            await File.WriteAllTextAsync(before, """require ["fileinto", "mailbox"]; if header :contains "X-Spam-Flag" "YES" { fileinto :create "Junk"; stop; }""");
            await File.WriteAllTextAsync(after, """require ["editheader"]; addheader "X-After" "yes";""");
            await using var node = new MailNode(o => o with
            {
                Sieve = new SieveOptions { Before = [before], After = [after] }, ContentFilters = new() { TrustedNetworks = [System.Net.IPNetwork.Parse("127.0.0.0/8")], SpamToJunk = false },
            });
            await node.AddMailboxAsync(Anna);
            await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(node.Maildir(Anna))!, ".dovecot.sieve"), """if header :contains "subject" "drop" { discard; }""");
            await node.DeliverAsync(Anna, "Subject: drop spam\r\nX-Spam-Flag: YES\r\n\r\nx\r\n");
            await node.DeliverAsync(Anna, "Subject: drop\r\n\r\nx\r\n");
            await node.DeliverAsync(Anna, "Subject: stay\r\n\r\nx\r\n");
            Directory.GetFiles(Path.Combine(node.Maildir(Anna), ".Junk", "new")).Length.ShouldBe(1);
            Encoding.UTF8.GetString(node.Messages(Anna).ShouldHaveSingleItem()).ShouldContain("X-After: yes");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Flags_that_one_script_sets_are_there_for_the_next_and_on_what_is_kept_in_the_end()
    {
        var folder = Directory.CreateTempSubdirectory("oss-sieve-");
        try
        {
            var (before, after) = (Path.Combine(folder.FullName, "before.sieve"), Path.Combine(folder.FullName, "after.sieve"));
            await File.WriteAllTextAsync(before, """require "imap4flags"; addflag "$Before";""");
            await File.WriteAllTextAsync(after, """require ["imap4flags", "fileinto", "copy", "mailbox"]; if hasflag ["$Own"] { fileinto :copy :create "Copies"; }""");
            await using var node = new MailNode(o => o with { Sieve = new SieveOptions { Before = [before], After = [after] } });
            await node.AddMailboxAsync(Anna);
            await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(node.Maildir(Anna))!, ".dovecot.sieve"), """require "imap4flags"; if hasflag "$Before" { addflag "$Own"; }""");
            await node.DeliverAsync(Anna, "Subject: stay\r\n\r\nx\r\n");
            using var imap = await RawImap.LogInAsync(await node.ListenAsync(MailListener.Imap), Anna);
            foreach (var name in (string[])["INBOX", "Copies"])
            {
                await imap.AskAsync($"EXAMINE {name}");
                (await imap.AskAsync("FETCH 1:* FLAGS"))[0].ShouldContain("$Before $Own");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_script_sees_annotations_uses_and_ids_that_were_set_by_IMAP()
    {
        using var imap = await RawImap.LogInAsync(await Node.ListenAsync(MailListener.Imap), Anna);
        await imap.AskAsync("CREATE Werbung (USE (\\Junk))");
        await imap.AskAsync("CREATE Junk");
        await imap.AskAsync("""SETMETADATA Junk (/private/specialuse "")""");
        await imap.AskAsync("CREATE Berichte");
        await imap.AskAsync("""SETMETADATA Berichte (/private/comment "Quartal" /shared/comment "alle")""");
        await imap.AskAsync("""SETMETADATA "" (/private/comment "vom Server")""");
        var id = (await imap.AskAsync("STATUS Berichte (MAILBOXID)"))[0].Split("MAILBOXID (")[1].Split(')')[0];
        await imap.AskAsync("RENAME Berichte Reports");
        Activate(Anna, $$"""
            require ["fileinto", "copy", "mailbox", "special-use", "mailboxid", "mboxmetadata", "servermetadata", "imap4flags"];
            if metadata :is "Reports" "/private/comment" "Quartal" { addflag "$Private"; }
            if metadata :contains "Reports" "/shared/comment" "all" { addflag "$Shared"; }
            if metadata "Reports" "/private/vendor/none" "*" { addflag "$Wrong"; }
            if metadataexists "Reports" ["/private/comment", "/shared/comment"] { addflag "$Exists"; }
            if metadataexists "Werbung" "/private/comment" { addflag "$Wrong"; }
            if metadata "Nowhere" "/private/comment" "*" { addflag "$Wrong"; }
            if metadataexists "Reports" "no entry" { addflag "$Wrong"; }
            if servermetadata :is "/private/comment" "vom Server" { addflag "$Server"; }
            if servermetadataexists "/private/none" { addflag "$Wrong"; }
            if specialuse_exists "\\Junk" { addflag "$Use"; }
            if specialuse_exists "Werbung" "\\Junk" { addflag "$OfFolder"; }
            if specialuse_exists "Junk" "\\Junk" { addflag "$Wrong"; }
            if mailboxidexists "{{id}}" { addflag "$Id"; }
            fileinto :copy :specialuse "\\Junk" "INBOX";
            fileinto :copy :mailboxid "{{id}}" "INBOX";
            fileinto :copy :specialuse "\\Archive" :create "Ablage";
            """);
        await DeliverAsync(Message);
        string[] flags = ["$Exists", "$Id", "$OfFolder", "$Private", "$Server", "$Shared", "$Use"];
        foreach (var folder in (string[])["INBOX", "Werbung", "Reports", "Ablage"])
        {
            await imap.AskAsync($"EXAMINE {folder}");
            var line = (await imap.AskAsync("FETCH 1 FLAGS"))[0];
            line.Split("FLAGS (")[1].Split(')')[0].Split(' ').Where(flag => flag != "\\Recent").Order(StringComparer.Ordinal).ShouldBe(flags, ignoreOrder: false, customMessage: folder);
        }

        (await imap.AskAsync("""LIST (SPECIAL-USE) "" * """.Trim())).ShouldContain(line => line.Contains("\\Archive", StringComparison.Ordinal) && line.Contains("Ablage", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_is_there_keeps_its_uses()
    {
        using var imap = await RawImap.LogInAsync(await Node.ListenAsync(MailListener.Imap), Anna);
        await imap.AskAsync("CREATE Ablage");
        Activate(Anna, """require ["fileinto", "mailbox", "special-use"]; fileinto :specialuse "\\Archive" :create "Ablage";""");
        await DeliverAsync(Message);
        (await imap.AskAsync("""LIST "" Ablage"""))[0].ShouldNotContain("\\Archive");
        (await imap.AskAsync("STATUS Ablage (MESSAGES)"))[0].ShouldContain("MESSAGES 1");
    }

    private static async Task<string> HardLinksAsync(string file) =>
        Encoding.ASCII.GetString(await Hosting.Client.RunAsync("stat", "-c", "%h", file)).Trim();
}
