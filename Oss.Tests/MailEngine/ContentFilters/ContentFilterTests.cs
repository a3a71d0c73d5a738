using System.Text;
using Oss.MailEngine;
using Oss.MailEngine.ContentFilters;
using Oss.MailEngine.Quarantine;
using Oss.MailEngine.Sieve.Rules;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.ContentFilters;

/// <summary>What the filters that Debian has find, and what becomes of it.</summary>
public sealed class ContentFilterTests(FilterDaemons daemons) : IClassFixture<FilterDaemons>
{
    private const string Anna = "anna@example.org";
    private const string Bert = "bert@example.org";
    private static readonly string Spam = Mail(FilterDaemons.Gtube);
    private static readonly string Virus = $"From: x@sender.example\r\nTo: {Anna}\r\nSubject: invoice\r\nMessage-ID: <v@sender.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee attachment\r\n--b\r\n"
        + $"Content-Type: application/octet-stream; name=invoice.com\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(Encoding.ASCII.GetBytes(FilterDaemons.Eicar))}\r\n--b--\r\n";

    [Fact]
    public async Task SpamAssassin_marks_spam_and_it_goes_to_Junk()
    {
        await using var node = await NodeAsync(new() { Hooks = [daemons.SpamAssassin] });
        await node.DeliverAsync(Anna, Spam);
        node.Messages(Anna).ShouldBeEmpty();
        var message = Junk(node, Anna).ShouldHaveSingleItem();
        message.ShouldContain("X-Spam-Flag: YES\r\nX-Spam-Status: Yes, score=");
        message.ShouldContain("GTUBE");
    }

    [Fact]
    public async Task Rspamd_marks_spam_and_it_goes_to_Junk()
    {
        await using var node = await NodeAsync(new() { Hooks = [daemons.Rspamd] });
        await node.DeliverAsync(Anna, Spam);
        node.Messages(Anna).ShouldBeEmpty();
        Junk(node, Anna).ShouldHaveSingleItem().ShouldContain("X-Spam-Status: Yes, score=15.0 required=15.0\r\n\ttests=GTUBE\r\n\tby mail.example\r\n");
    }

    [Fact]
    public async Task What_is_clean_says_so_and_stays_in_INBOX()
    {
        await using var node = await NodeAsync(new() { Hooks = [daemons.Rspamd, daemons.SpamAssassin, daemons.ClamAv] });
        await node.DeliverAsync(Anna, Mail("Hello"));
        var message = Encoding.UTF8.GetString(node.Messages(Anna).ShouldHaveSingleItem());
        message.ShouldContain("X-Spam-Status: No, score=");
        message.ShouldContain("X-Virus-Status: Clean by mail.example\r\n");
        message.ShouldEndWith("Hello\r\n");
        (await node.Engine.DescribeFiltersAsync(CancellationToken.None)).ShouldAllBe(filter => filter.Failure == null);
    }

    [Fact]
    public async Task Each_mailbox_says_what_becomes_of_its_spam()
    {
        await using var node = await NodeAsync(new() { Hooks = [daemons.SpamAssassin] });
        string[] mailboxes = ["none@example.org", "discard@example.org", "move@example.org", "byhand@example.org", "judging@example.org"];
        foreach (var mailbox in mailboxes)
            await node.AddMailboxAsync(mailbox);
        await RulesAsync("none@example.org", new MailRules());
        await RulesAsync("discard@example.org", new MailRules { Spam = SpamHandling.Discard });
        await RulesAsync("move@example.org", new MailRules { Spam = SpamHandling.MoveToJunk, SpamPercent = 50 });
        await File.WriteAllTextAsync(Path.Combine(node.Maildir("byhand@example.org"), "..", ".dovecot.sieve"), """require ["imap4flags"]; addflag "$Mine";""");
        await File.WriteAllTextAsync(Path.Combine(node.Maildir("judging@example.org"), "..", ".dovecot.sieve"), """require ["spamtestplus", "relational", "comparator-i;ascii-numeric", "fileinto", "mailbox"]; if spamtest :percent :value "ge" :comparator "i;ascii-numeric" "100" { fileinto :create "Rubbish"; }""");
        var client = await (await node.Connect(MailListener.Lmtp).GreetAsync("LHLO")).BeginDataAsync(mailboxes);
        await client.SendAsync(Spam + ".\r\n");
        foreach (var _ in mailboxes)
            (await client.ReplyAsync()).ShouldStartWith("250 ");
        node.Messages("none@example.org").Count.ShouldBe(1);
        (node.Messages("discard@example.org").Count + Junk(node, "discard@example.org").Count).ShouldBe(0);
        Junk(node, "move@example.org").Count.ShouldBe(1);
        Junk(node, "byhand@example.org").Count.ShouldBe(1);
        Directory.GetFiles(Path.Combine(node.Maildir("judging@example.org"), ".Rubbish", "new")).Length.ShouldBe(1);

        async Task RulesAsync(string mailbox, MailRules rules) => (await node.Engine.WriteRulesAsync(node.Mail.Mailboxes[mailbox], rules, _ => true, CancellationToken.None)).ShouldBeOfType<RuleChange.Written>();
    }

    [Fact]
    public async Task A_virus_is_refused_at_the_end_of_the_data_to_each_recipient()
    {
        await using var node = await NodeAsync(new() { Hooks = [daemons.ClamAv] });
        var client = await (await node.Connect(MailListener.Lmtp).GreetAsync("LHLO")).BeginDataAsync(Anna, Bert);
        await client.SendAsync(Virus + ".\r\n");
        (await client.ReplyAsync()).ShouldBe("554 5.7.1 The message has a virus: Eicar-Test.UNOFFICIAL");
        (await client.ReplyAsync()).ShouldStartWith("554 5.7.1 ");
        (node.Messages(Anna).Count + node.Messages(Bert).Count + node.Spooled).ShouldBe(0);
    }

    [Fact]
    public async Task A_virus_is_held_back_until_it_is_released_or_deleted()
    {
        await using var node = await NodeAsync(new() { Hooks = [daemons.ClamAv], Virus = VirusHandling.Quarantine });
        await node.DeliverAsync(Anna, Virus);
        await node.DeliverAsync(Bert, Virus);
        (node.Messages(Anna).Count + node.Messages(Bert).Count).ShouldBe(0);
        var held = await node.Engine.Quarantine.ListAsync(null, null, 10, CancellationToken.None);
        held.Select(message => message.Recipients.Single()).ShouldBe([Anna, Bert], ignoreOrder: true);
        held.ShouldAllBe(message => message.Reason == "virus Eicar-Test.UNOFFICIAL" && message.Cause == QuarantineCause.Virus && message.Bytes > Virus.Length);

        var forAnna = held.Single(message => message.Recipients[0] == Anna).Id;
        (await node.Engine.Quarantine.ReleaseAsync(forAnna, CancellationToken.None)).ShouldBeTrue();
        (await node.Engine.Quarantine.ReleaseWishedAsync(CancellationToken.None)).ShouldBe(1);
        (await node.Engine.Quarantine.ReleaseWishedAsync(CancellationToken.None)).ShouldBe(0);
        (await node.Engine.Quarantine.ReleaseAsync(forAnna, CancellationToken.None)).ShouldBeFalse();
        await node.Engine.Outbound.Queue.RunOnceAsync(CancellationToken.None);
        Encoding.UTF8.GetString(node.Messages(Anna).ShouldHaveSingleItem()).ShouldContain("X-Virus-Status: Infected (Eicar-Test.UNOFFICIAL) by mail.example\r\n");
        var forBert = held.Single(message => message.Recipients[0] == Bert).Id;
        (await node.Engine.Quarantine.DeleteAsync(forBert, CancellationToken.None)).ShouldBeTrue();
        (await node.Engine.Quarantine.ListAsync(null, null, 10, CancellationToken.None)).ShouldBeEmpty();
        node.Messages(Bert).ShouldBeEmpty();
        Directory.GetFiles(Path.Combine(node.Root, "spool", "quarantine"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Spam_beyond_a_threshold_is_held_back()
    {
        await using var node = await NodeAsync(new() { Hooks = [daemons.SpamAssassin], QuarantineSpamPercent = 1000 });
        await node.DeliverAsync(Anna, Spam);
        (await node.Engine.Quarantine.ListAsync(null, null, 10, CancellationToken.None)).ShouldHaveSingleItem().Reason.ShouldStartWith("spam, ");
        Junk(node, Anna).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_users_send_is_searched_for_viruses_and_not_judged()
    {
        await using var node = await NodeAsync(new() { Hooks = [daemons.SpamAssassin, daemons.ClamAv] });
        var client = node.Connect(MailListener.Submission, "127.0.0.1");
        await client.GreetAsync();
        (await client.AskAsync("AUTH PLAIN " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"\0{Anna}\0secret")))).ShouldStartWith("235 ");
        (await SendAsync(client, Spam)).ShouldStartWith("250 ");
        (await SendAsync(client, Virus)).ShouldStartWith("554 ");
        Encoding.UTF8.GetString(node.Messages(Bert).ShouldHaveSingleItem()).ShouldNotContain("X-Spam-");

        static async Task<string> SendAsync(MailClient client, string message)
        {
            (await client.AskAsync($"MAIL FROM:<{Anna}>")).ShouldStartWith("250 ");
            (await client.AskAsync($"RCPT TO:<{Bert}>")).ShouldStartWith("250 ");
            (await client.AskAsync("DATA")).ShouldStartWith("354 ");
            return await client.AskAsync(message + ".");
        }
    }

    [Fact]
    public async Task A_message_too_large_for_a_filter_is_accepted_and_says_so()
    {
        await using var node = await NodeAsync(new() { Hooks = [daemons.SpamAssassin with { MaxBytes = 1000 }, daemons.ClamAv with { MaxBytes = 1000 }] });
        await node.DeliverAsync(Anna, Mail(string.Join("\r\n", Enumerable.Repeat("a long line of text that says nothing", 50))));
        var message = Encoding.UTF8.GetString(node.Messages(Anna).ShouldHaveSingleItem());
        message.ShouldContain("X-Spam-Status: Unscanned (too large) by mail.example\r\n");
        message.ShouldContain("X-Virus-Status: Unscanned (too large) by mail.example\r\n");
    }

    [Fact]
    public async Task A_message_that_the_scanner_itself_calls_too_large_waits_when_it_must_be_scanned()
    {
        await using var node = await NodeAsync(new() { Hooks = [daemons.ClamAv with { WhenDown = WhenDown.Defer }] });
        var client = await (await node.Connect(MailListener.Lmtp).GreetAsync("LHLO")).BeginDataAsync(Anna);
        (await client.AskAsync(Mail(string.Join("\r\n", Enumerable.Repeat(new string('x', 900), 1300))) + ".")).ShouldStartWith("451 4.7.1 ");
    }

    private static async Task<MailNode> NodeAsync(ContentFilterOptions filters)
    {
        var node = new MailNode(options => options with { ContentFilters = filters });
        await node.AddMailboxAsync(Anna);
        await node.AddMailboxAsync(Bert);
        return node;
    }

    private static string Mail(string text) =>
        $"From: Sender <x@sender.example>\r\nTo: {Anna}\r\nSubject: A letter\r\nMessage-ID: <1@sender.example>\r\nDate: Tue, 24 Nov 2026 12:00:00 +0000\r\n\r\n{text}\r\n";

    private static IReadOnlyList<string> Junk(MailNode node, string mailbox) =>
        Directory.Exists(Path.Combine(node.Maildir(mailbox), ".Junk", "new")) ? [.. Directory.GetFiles(Path.Combine(node.Maildir(mailbox), ".Junk", "new")).Select(File.ReadAllText)] : [];
}
