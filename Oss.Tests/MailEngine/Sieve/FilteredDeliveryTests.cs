using System.Text;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;
using Oss.MailEngine;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Sieve;
using Oss.Tests.MailEngine.Imap;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>Delivered by LMTP with a script active, read by IMAP.</summary>
public sealed class FilteredDeliveryTests : IAsyncLifetime
{
    private const string Anna = "anna@example.org";
    private const string Bert = "bert@example.org";
    private const string Message = "From: Bert <bert@example.org>\r\nTo: Anna <anna@example.org>\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <1@example.org>\r\n\r\nHello\r\n";

    private readonly MailNode _node = new();

    public async ValueTask InitializeAsync()
    {
        await _node.AddMailboxAsync(Anna);
        await _node.AddMailboxAsync(Bert);
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

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
        _node.Messages(Anna).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_folders_hold_one_file_by_two_names()
    {
        Activate(Anna, """require ["fileinto", "mailbox"]; fileinto :create "A"; keep; fileinto "INBOX";""");
        await DeliverAsync(Message);
        var files = Directory.GetFiles(_node.Maildir(Anna), "*,S=*", SearchOption.AllDirectories);
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
        _node.Messages(Anna).Count.ShouldBe(1);
        _node.Spooled.ShouldBe(0);
    }

    [Fact]
    public async Task A_folder_that_breaks_after_the_script_ran_leaves_the_message_in_INBOX()
    {
        Activate(Anna, """require ["fileinto", "copy"]; fileinto "A"; fileinto "B";""");
        foreach (var folder in (string[])[".A", ".B"])
            Directory.CreateDirectory(Path.Combine(_node.Maildir(Anna), folder, "cur"));
        foreach (var part in (string[])["new", "tmp"])
            Directory.CreateDirectory(Path.Combine(_node.Maildir(Anna), ".A", part));
        await DeliverAsync(Message);
        Directory.GetFiles(Path.Combine(_node.Maildir(Anna), ".A", "new")).Length.ShouldBe(1);
        _node.Messages(Anna).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_full_mailbox_is_told_before_anything_is_stored()
    {
        await _node.AddMailboxAsync("full@example.org", quota: 100);
        Activate("full@example.org", "keep;");
        var client = await _node.Connect(MailListener.Lmtp).GreetAsync("LHLO");
        await client.AskAsync("MAIL FROM:<sender@elsewhere.example>");
        if ((await client.AskAsync("RCPT TO:<full@example.org>")).StartsWith("250 ", StringComparison.Ordinal))
        {
            await client.AskAsync("DATA");
            (await client.AskAsync(Message + ".")).ShouldStartWith("452 4.2.2");
        }

        _node.Messages("full@example.org").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_reaches_the_other_mailbox_and_says_where_from()
    {
        Activate(Anna, $"redirect \"{Bert}\";");
        await DeliverAsync(Message);
        _node.Messages(Anna).ShouldBeEmpty();
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
        (_node.Messages(Anna).Count + _node.Messages(Bert).Count).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_message_is_redirected_once()
    {
        Activate(Anna, $"redirect \"{Bert}\";");
        await DeliverAsync(Message);
        await DeliverAsync(Message);
        _node.Messages(Bert).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_vacation_reply_goes_to_the_sender_once_in_its_days()
    {
        Activate(Anna, """require "vacation"; vacation :days 3 :subject "Abwesend – für länger" :from "Anna Ümlaut <anna@example.org>" "Ich bin im Büro nicht zu erreichen.";""");
        await DeliverAsync(Message, Bert);
        await DeliverAsync(Message, Bert);
        _node.Messages(Anna).Count.ShouldBe(2);
        var reply = await MessageAsync(Bert);
        reply.Subject.ShouldBe("Abwesend – für länger");
        reply.From.Mailboxes.Single().Name.ShouldBe("Anna Ümlaut");
        reply.To.Mailboxes.Single().Address.ShouldBe(Bert);
        reply.TextBody!.Trim().ShouldBe("Ich bin im Büro nicht zu erreichen.");
        reply.Headers["Auto-Submitted"].ShouldStartWith("auto-replied");
        reply.InReplyTo.ShouldBe("1@example.org");

        _node.Time.Advance(TimeSpan.FromDays(4));
        await DeliverAsync(Message, Bert);
        _node.Messages(Bert).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("", "To: anna@example.org")]
    [InlineData("owner-list@example.org", "To: anna@example.org")]
    [InlineData("mailer-daemon@example.org", "To: anna@example.org")]
    [InlineData("anna@example.org", "To: anna@example.org")]
    [InlineData(Bert, "To: everybody@example.org")]
    [InlineData(Bert, "To: anna@example.org\r\nPrecedence: bulk")]
    [InlineData(Bert, "To: anna@example.org\r\nPrecedence: List")]
    [InlineData(Bert, "To: anna@example.org\r\nPrecedence: junk")]
    [InlineData(Bert, "To: anna@example.org\r\nAuto-Submitted: auto-replied (vacation)")]
    [InlineData(Bert, "To: anna@example.org\r\nAuto-Submitted: no\r\nAuto-Submitted: auto-generated")]
    [InlineData(Bert, "To: anna@example.org\r\nList-Archive: <https://x.example.org>")]
    [InlineData(Bert, "X-To: anna@example.org")]
    [InlineData("list-request@example.org", "To: anna@example.org")]
    [InlineData("list-bounces+anna=example.org@example.org", "To: anna@example.org")]
    [InlineData("no-reply@example.org", "To: anna@example.org")]
    [InlineData(Bert, "To: anna@example.org\r\nAuto-Submitted: auto-generated")]
    [InlineData(Bert, "To: anna@example.org\r\nList-Id: <x.example.org>")]
    [InlineData(Bert, "To: anna@example.org\r\nList-Unsubscribe: <mailto:x@example.org>")]
    [InlineData(Bert, "To: anna@example.org\r\nX-Auto-Response-Suppress: OOF")]
    public async Task Nobody_is_told_of_a_vacation_who_is_no_person_or_did_not_write_to_the_user(string sender, string header)
    {
        Activate(Anna, """require "vacation"; vacation "away";""");
        await DeliverAsync($"From: x@example.org\r\n{header}\r\nSubject: x\r\n\r\nx\r\n", sender);
        _node.Messages(Anna).Count.ShouldBe(1);
        _node.Messages(Bert).ShouldBeEmpty();
    }

    // RFC 3834 5.2: "no" may have parameters and remarks. RFC 5230 4.5: of the fields that name a recipient any will do.
    [Theory]
    [InlineData("To: Anna <ANNA@example.org>\r\nAuto-Submitted: No")]
    [InlineData("To: anna@example.org\r\nAuto-Submitted: no (by hand); x=y")]
    [InlineData("To: anna@example.org\r\nPrecedence: first-class")]
    [InlineData("Cc: x@example.org, friends: anna@example.org;")]
    [InlineData("Resent-To: anna@example.org")]
    [InlineData("Bcc: anna@example.org")]
    public async Task Who_wrote_to_the_user_is_told_of_a_vacation(string header)
    {
        Activate(Anna, """require "vacation"; vacation "away";""");
        await DeliverAsync($"From: x@example.org\r\n{header}\r\nSubject: x\r\n\r\nx\r\n", Bert);
        _node.Messages(Bert).Count.ShouldBe(1);
    }

    // RFC 5230 4.2.
    [Fact]
    public async Task A_sender_is_told_once_by_each_handle()
    {
        foreach (var (handle, text, replies) in new[] { ("\"a\"", "one", 1), ("\"a\"", "two", 1), ("\"b\"", "two", 2), ("\"a\"", "three", 2) })
        {
            File.Delete(Path.Combine(Home(Anna), ".dovecot.sieve"));
            Activate(Anna, $"require \"vacation\"; vacation :handle {handle} \"{text}\";");
            await DeliverAsync(Message, Bert);
            _node.Messages(Bert).Count.ShouldBe(replies);
        }
    }

    [Fact]
    public async Task An_alias_is_the_user_s_when_the_script_says_so_and_a_copy_of_the_reply_is_filed()
    {
        Activate(Anna, """require ["vacation", "fcc", "mailbox"]; vacation :addresses "alias@example.org" :fcc "Sent" :create "away";""");
        await DeliverAsync("From: bert@example.org\r\nTo: alias@example.org\r\nSubject: x\r\n\r\nx\r\n", Bert);
        _node.Messages(Bert).Count.ShouldBe(1);
        Directory.GetFiles(Path.Combine(_node.Maildir(Anna), ".Sent"), "*,S=*", SearchOption.AllDirectories).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_rejected_message_is_refused_in_the_reply()
    {
        Activate(Anna, "require \"ereject\"; ereject \"Für mich nicht:\nkein Interesse\n\";");
        var client = await (await _node.Connect(MailListener.Lmtp).GreetAsync("LHLO")).BeginDataAsync(Anna, Bert);
        await client.SendAsync(Message + ".\r\n");
        (await client.ReadLineAsync()).ShouldBe("550-5.7.1 Fuer mich nicht:");
        (await client.ReadLineAsync()).ShouldBe("550 5.7.1 kein Interesse");
        (await client.ReplyAsync()).ShouldStartWith("250 ");
        _node.Messages(Anna).ShouldBeEmpty();
        _node.Messages(Bert).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_rejection_that_the_reply_cannot_tell_is_told_by_mail()
    {
        await _node.AddMailboxAsync("carl@example.org");
        Activate(Anna, "require \"ereject\"; ereject \"No thanks.\";");
        var client = await _node.Connect(MailListener.Smtp).GreetAsync();
        await client.AskAsync($"MAIL FROM:<{Bert}>");
        await client.AskAsync($"RCPT TO:<{Anna}>");
        await client.AskAsync("RCPT TO:<carl@example.org>");
        await client.AskAsync("DATA");
        (await client.AskAsync(Message + ".")).ShouldStartWith("250 ");
        _node.Messages(Anna).ShouldBeEmpty();
        _node.Messages("carl@example.org").Count.ShouldBe(1);
        var report = await MessageAsync(Bert);
        report.Body.ShouldBeOfType<MultipartReport>().ReportType.ShouldBe("delivery-status");
        report.TextBody!.ShouldContain("No thanks.");
    }

    // RFC 5429 2.2: reject keeps its words. RFC 5293 7: what is sent back is the message as it came.
    [Fact]
    public async Task A_rejection_in_words_that_no_reply_can_have_is_told_by_mail()
    {
        Activate(Anna, "require [\"reject\", \"editheader\"]; deleteheader \"Subject\"; reject \"Für mich nicht.\";");
        await DeliverAsync(Message, Bert);
        _node.Messages(Anna).ShouldBeEmpty();
        var report = await MessageAsync(Bert);
        var parts = report.Body.ShouldBeOfType<MultipartReport>();
        parts.ReportType.ShouldBe("disposition-notification");
        report.TextBody!.ShouldContain("Für mich nicht.");
        parts[1].ShouldBeOfType<MessageDispositionNotification>().Fields["Disposition"].ShouldBe("automatic-action/MDN-sent-automatically; deleted");
        parts.ToString().ShouldContain("Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=");
    }

    // RFC 5230 4.2: what the variables hold does not make another reply of it.
    [Fact]
    public async Task A_reply_with_the_subject_in_it_goes_to_a_sender_once()
    {
        Activate(Anna, """require ["vacation", "variables"]; if header :matches "Subject" "*" { vacation :subject "Re: ${1}" "Away."; }""");
        foreach (var subject in (string[])["one", "two", "three"])
            await DeliverAsync($"From: bert@example.org\r\nTo: {Anna}\r\nSubject: {subject}\r\n\r\nx\r\n", Bert);
        _node.Messages(Bert).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_notification_is_sent()
    {
        Activate(Anna, $$"""require ["enotify", "variables"]; if header :matches "Subject" "*" { notify :importance "1" :message "Post: ${1}" "mailto:{{Bert}}"; }""");
        await DeliverAsync(Message);
        var notification = await MessageAsync(Bert);
        notification.Subject.ShouldBe("Post: Grüße");
        notification.Headers["Auto-Submitted"].ShouldStartWith("auto-notified");
        _node.Messages(Anna).Count.ShouldBe(1);
    }

    // RFC 5436 2.7, RFC 5435 3.3.
    [Fact]
    public async Task A_notification_says_what_the_script_says_to_all_whom_its_address_names_and_in_nobody_else_s_name()
    {
        await _node.AddMailboxAsync("carl@example.org");
        Activate(Anna, $$"""require "enotify"; notify :from "Chef <chef@example.org>" :message "Neue Post" "mailto:{{Bert}}?cc=carl@example.org&subject=other&body=Sch%C3%B6ne%20Gr%C3%BC%C3%9Fe&from=evil@example.org&x-a=b";""");
        await DeliverAsync(Message);
        foreach (var mailbox in (string[])[Bert, "carl@example.org"])
        {
            var notification = await MessageAsync(mailbox);
            (notification.Subject, notification.TextBody!.Trim(), notification.Headers["X-A"]).ShouldBe(("Neue Post", "Schöne Grüße", "b"));
            (notification.From.ToString(), notification.To.ToString(), notification.Cc.ToString()).ShouldBe((Anna, Bert, "carl@example.org"));
        }

        Activate(Bert, $"require \"enotify\"; notify :from \"Bert <{Bert}>\" \"mailto:{Anna}?subject=a\"; discard;");
        await _node.DeliverAsync(Bert, "From: x@elsewhere.example\r\nSubject: b\r\nAuto-Submitted: auto-generated\r\n\r\nx\r\n");
        _node.Messages(Anna).Count.ShouldBe(1, "only the message itself");
        await _node.DeliverAsync(Bert, "From: x@elsewhere.example\r\nSubject: b\r\nAuto-Submitted: no\r\n\r\nx\r\n");
        var last = Encoding.UTF8.GetString(_node.Messages(Anna)[^1]);
        last.ShouldContain($"From: Bert <{Bert}>");
        last.ShouldContain("Subject: a\r\n");
    }

    // RFC 5436 2.7: a bounce comes back to whoever asked for it, but about a message without a sender none may.
    [Fact]
    public async Task A_notification_has_its_owner_for_a_sender_unless_the_message_has_none()
    {
        Activate(Anna, $"require \"enotify\"; notify :message \"a\" \"mailto:{Bert}\";");
        Activate(Bert, $"require [\"envelope\", \"fileinto\", \"mailbox\"]; if envelope \"from\" \"{Anna}\" {{ fileinto :create \"Owner\"; }} elsif envelope \"from\" \"\" {{ fileinto :create \"Nobody\"; }}");
        await DeliverAsync(Message);
        Directory.GetFiles(Path.Combine(_node.Maildir(Bert), ".Owner"), "*,S=*", SearchOption.AllDirectories).Length.ShouldBe(1);
        await DeliverAsync(Message, "");
        Directory.GetFiles(Path.Combine(_node.Maildir(Bert), ".Nobody"), "*,S=*", SearchOption.AllDirectories).Length.ShouldBe(1);
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
        _node.Messages(Anna).Count.ShouldBe(1, "without the list the script fails");
        Directory.CreateDirectory(Path.Combine(Home(Anna), "sieve", "lists"));
        File.WriteAllText(Path.Combine(Home(Anna), "sieve", "lists", "tag:example.org,2026:subjects"), "# one\n\n  Grüße  \n");
        await DeliverAsync(Message);
        _node.Messages(Anna).Count.ShouldBe(1, "the list has the subject");
        File.WriteAllText(Path.Combine(Home(Anna), "sieve", "lists", "addrbook:default"), "SENDER@elsewhere.example\r\n");
        await DeliverAsync(Message);
        Directory.GetFiles(Path.Combine(_node.Maildir(Anna), ".Known"), "*,S=*", SearchOption.AllDirectories).Length.ShouldBe(1);
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
        _node.Messages(Anna).Count.ShouldBe(1);
        await DeliverAsync(Message.Replace("<1@", "<2@", StringComparison.Ordinal));
        _node.Messages(Anna).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_script_outside_of_the_mailbox_is_not_read()
    {
        var secret = Path.Combine(Path.GetDirectoryName(_node.Maildir(Bert))!, "secret.sieve");
        await File.WriteAllTextAsync(secret, "discard;");
        File.CreateSymbolicLink(Path.Combine(Home(Anna), ".dovecot.sieve"), secret);
        await DeliverAsync(Message);
        _node.Messages(Anna).Count.ShouldBe(1);
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
        using var imap = await RawImap.LogInAsync(await _node.ListenAsync(MailListener.Imap), Anna);
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
        using var imap = await RawImap.LogInAsync(await _node.ListenAsync(MailListener.Imap), Anna);
        await imap.AskAsync("CREATE Ablage");
        Activate(Anna, """require ["fileinto", "mailbox", "special-use"]; fileinto :specialuse "\\Archive" :create "Ablage";""");
        await DeliverAsync(Message);
        (await imap.AskAsync("""LIST "" Ablage"""))[0].ShouldNotContain("\\Archive");
        (await imap.AskAsync("STATUS Ablage (MESSAGES)"))[0].ShouldContain("MESSAGES 1");
    }

    [Fact]
    public async Task An_alias_that_leads_to_the_user_is_the_user_s_and_answers_for_him()
    {
        _node.Mail.Answers["alias@example.org"] = new RecipientResolution.Deliver(_node.Mail.Mailboxes[Anna]);
        Activate(Anna, """require "vacation"; vacation :from "Chef <chef@example.org>" "away";""");
        await DeliverAsync("From: bert@example.org\r\nTo: alias@example.org\r\nSubject: x\r\n\r\nx\r\n", Bert);
        var reply = await MessageAsync(Bert);
        reply.From.Mailboxes.Single().Address.ShouldBe("alias@example.org", "nobody speaks in another's name");
    }

    [Fact]
    public async Task Nobody_is_answered_in_the_name_of_a_group()
    {
        _node.Mail.Answers["team@example.org"] = new RecipientResolution.Expand([Anna]);
        Activate(Anna, """require "vacation"; vacation "away";""");
        var client = await _node.Connect(MailListener.Lmtp).GreetAsync("LHLO");
        await client.AskAsync($"MAIL FROM:<{Bert}>");
        (await client.AskAsync("RCPT TO:<team@example.org>")).ShouldStartWith("250 ");
        await client.AskAsync("DATA");
        (await client.AskAsync("From: bert@example.org\r\nTo: team@example.org\r\nSubject: x\r\n\r\nx\r\n.")).ShouldStartWith("250 ");
        _node.Messages(Anna).Count.ShouldBe(1);
        _node.Messages(Bert).ShouldBeEmpty();
    }

    private string Home(string mailbox) => Path.GetDirectoryName(_node.Maildir(mailbox))!;

    private void Activate(string mailbox, string script)
    {
        Directory.CreateDirectory(Path.Combine(Home(mailbox), "sieve"));
        File.WriteAllText(Path.Combine(Home(mailbox), "sieve", "main.sieve"), script);
        File.CreateSymbolicLink(Path.Combine(Home(mailbox), ".dovecot.sieve"), "sieve/main.sieve");
    }

    private async Task DeliverAsync(string message, string sender = "sender@elsewhere.example")
    {
        var client = await _node.Connect(MailListener.Lmtp).GreetAsync("LHLO");
        (await client.AskAsync($"MAIL FROM:<{sender}>")).ShouldStartWith("250 ");
        (await client.AskAsync($"RCPT TO:<{Anna}>")).ShouldStartWith("250 ");
        (await client.AskAsync("DATA")).ShouldStartWith("354 ");
        (await client.AskAsync(message + ".")).ShouldStartWith("250 ");
    }

    private async Task<MimeMessage> MessageAsync(string mailbox)
    {
        using var stream = new MemoryStream(_node.Messages(mailbox).ShouldHaveSingleItem());
        return await MimeMessage.LoadAsync(stream);
    }

    private async Task ReadAsync(string mailbox, Func<ImapClient, Task> read)
    {
        using var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", await _node.ListenAsync(MailListener.Imap), SecureSocketOptions.None);
        await client.AuthenticateAsync(mailbox, "secret");
        await read(client);
        await client.DisconnectAsync(true);
    }

    private static async Task<string> HardLinksAsync(string file) =>
        Encoding.ASCII.GetString(await Hosting.Client.RunAsync("stat", "-c", "%h", file)).Trim();
}
