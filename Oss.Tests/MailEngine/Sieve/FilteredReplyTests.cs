using System.Text;
using MimeKit;
using Oss.MailEngine;
using Oss.MailEngine.Directory;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>Who hears of a message: its sender by a vacation reply or a rejection, others by a notification.</summary>
public sealed class FilteredReplyTests : FilteredMail
{
    [Fact]
    public async Task A_vacation_reply_goes_to_the_sender_once_in_its_days()
    {
        Activate(Anna, """require "vacation"; vacation :days 3 :subject "Abwesend – für länger" :from "Anna Ümlaut <anna@example.org>" "Ich bin im Büro nicht zu erreichen.";""");
        await DeliverAsync(Message, Bert);
        await DeliverAsync(Message, Bert);
        Node.Messages(Anna).Count.ShouldBe(2);
        var reply = await MessageAsync(Bert);
        reply.Subject.ShouldBe("Abwesend – für länger");
        reply.From.Mailboxes.Single().Name.ShouldBe("Anna Ümlaut");
        reply.To.Mailboxes.Single().Address.ShouldBe(Bert);
        reply.TextBody!.Trim().ShouldBe("Ich bin im Büro nicht zu erreichen.");
        reply.Headers["Auto-Submitted"].ShouldStartWith("auto-replied");
        reply.InReplyTo.ShouldBe("1@example.org");

        Node.Time.Advance(TimeSpan.FromDays(4));
        await DeliverAsync(Message, Bert);
        Node.Messages(Bert).Count.ShouldBe(2);
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
        Node.Messages(Anna).Count.ShouldBe(1);
        Node.Messages(Bert).ShouldBeEmpty();
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
        Node.Messages(Bert).Count.ShouldBe(1);
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
            Node.Messages(Bert).Count.ShouldBe(replies);
        }
    }

    [Fact]
    public async Task An_alias_is_the_user_s_when_the_script_says_so_and_a_copy_of_the_reply_is_filed()
    {
        Activate(Anna, """require ["vacation", "fcc", "mailbox"]; vacation :addresses "alias@example.org" :fcc "Sent" :create "away";""");
        await DeliverAsync("From: bert@example.org\r\nTo: alias@example.org\r\nSubject: x\r\n\r\nx\r\n", Bert);
        Node.Messages(Bert).Count.ShouldBe(1);
        Directory.GetFiles(Path.Combine(Node.Maildir(Anna), ".Sent"), "*,S=*", SearchOption.AllDirectories).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_rejected_message_is_refused_in_the_reply()
    {
        Activate(Anna, "require \"ereject\"; ereject \"Für mich nicht:\nkein Interesse\n\";");
        var client = await (await Node.Connect(MailListener.Lmtp).GreetAsync("LHLO")).BeginDataAsync(Anna, Bert);
        await client.SendAsync(Message + ".\r\n");
        (await client.ReadLineAsync()).ShouldBe("550-5.7.1 Fuer mich nicht:");
        (await client.ReadLineAsync()).ShouldBe("550 5.7.1 kein Interesse");
        (await client.ReplyAsync()).ShouldStartWith("250 ");
        Node.Messages(Anna).ShouldBeEmpty();
        Node.Messages(Bert).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_rejection_that_the_reply_cannot_tell_is_told_by_mail()
    {
        await Node.AddMailboxAsync("carl@example.org");
        Activate(Anna, "require \"ereject\"; ereject \"No thanks.\";");
        var client = await Node.Connect(MailListener.Smtp).GreetAsync();
        await client.AskAsync($"MAIL FROM:<{Bert}>");
        await client.AskAsync($"RCPT TO:<{Anna}>");
        await client.AskAsync("RCPT TO:<carl@example.org>");
        await client.AskAsync("DATA");
        (await client.AskAsync(Message + ".")).ShouldStartWith("250 ");
        Node.Messages(Anna).ShouldBeEmpty();
        Node.Messages("carl@example.org").Count.ShouldBe(1);
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
        Node.Messages(Anna).ShouldBeEmpty();
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
        Node.Messages(Bert).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_notification_is_sent()
    {
        Activate(Anna, $$"""require ["enotify", "variables"]; if header :matches "Subject" "*" { notify :importance "1" :message "Post: ${1}" "mailto:{{Bert}}"; }""");
        await DeliverAsync(Message);
        var notification = await MessageAsync(Bert);
        notification.Subject.ShouldBe("Post: Grüße");
        notification.Headers["Auto-Submitted"].ShouldStartWith("auto-notified");
        Node.Messages(Anna).Count.ShouldBe(1);
    }

    // RFC 5436 2.7, RFC 5435 3.3.
    [Fact]
    public async Task A_notification_says_what_the_script_says_to_all_whom_its_address_names_and_in_nobody_else_s_name()
    {
        await Node.AddMailboxAsync("carl@example.org");
        Activate(Anna, $$"""require "enotify"; notify :from "Chef <chef@example.org>" :message "Neue Post" "mailto:{{Bert}}?cc=carl@example.org&subject=other&body=Sch%C3%B6ne%20Gr%C3%BC%C3%9Fe&from=evil@example.org&x-a=b";""");
        await DeliverAsync(Message);
        foreach (var mailbox in (string[])[Bert, "carl@example.org"])
        {
            var notification = await MessageAsync(mailbox);
            (notification.Subject, notification.TextBody!.Trim(), notification.Headers["X-A"]).ShouldBe(("Neue Post", "Schöne Grüße", "b"));
            (notification.From.ToString(), notification.To.ToString(), notification.Cc.ToString()).ShouldBe((Anna, Bert, "carl@example.org"));
        }

        Activate(Bert, $"require \"enotify\"; notify :from \"Bert <{Bert}>\" \"mailto:{Anna}?subject=a\"; discard;");
        await Node.DeliverAsync(Bert, "From: x@elsewhere.example\r\nSubject: b\r\nAuto-Submitted: auto-generated\r\n\r\nx\r\n");
        Node.Messages(Anna).Count.ShouldBe(1, "only the message itself");
        await Node.DeliverAsync(Bert, "From: x@elsewhere.example\r\nSubject: b\r\nAuto-Submitted: no\r\n\r\nx\r\n");
        var last = Encoding.UTF8.GetString(Node.Messages(Anna)[^1]);
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
        Directory.GetFiles(Path.Combine(Node.Maildir(Bert), ".Owner"), "*,S=*", SearchOption.AllDirectories).Length.ShouldBe(1);
        await DeliverAsync(Message, "");
        Directory.GetFiles(Path.Combine(Node.Maildir(Bert), ".Nobody"), "*,S=*", SearchOption.AllDirectories).Length.ShouldBe(1);
    }

    [Fact]
    public async Task An_alias_that_leads_to_the_user_is_the_user_s_and_answers_for_him()
    {
        Node.Mail.Answers["alias@example.org"] = new RecipientResolution.Deliver(Node.Mail.Mailboxes[Anna]);
        Activate(Anna, """require "vacation"; vacation :from "Chef <chef@example.org>" "away";""");
        await DeliverAsync("From: bert@example.org\r\nTo: alias@example.org\r\nSubject: x\r\n\r\nx\r\n", Bert);
        var reply = await MessageAsync(Bert);
        reply.From.Mailboxes.Single().Address.ShouldBe("alias@example.org", "nobody speaks in another's name");
    }

    [Fact]
    public async Task Nobody_is_answered_in_the_name_of_a_group()
    {
        Node.Mail.Answers["team@example.org"] = new RecipientResolution.Expand([Anna]);
        Activate(Anna, """require "vacation"; vacation "away";""");
        var client = await Node.Connect(MailListener.Lmtp).GreetAsync("LHLO");
        await client.AskAsync($"MAIL FROM:<{Bert}>");
        (await client.AskAsync("RCPT TO:<team@example.org>")).ShouldStartWith("250 ");
        await client.AskAsync("DATA");
        (await client.AskAsync("From: bert@example.org\r\nTo: team@example.org\r\nSubject: x\r\n\r\nx\r\n.")).ShouldStartWith("250 ");
        Node.Messages(Anna).Count.ShouldBe(1);
        Node.Messages(Bert).ShouldBeEmpty();
    }
}
