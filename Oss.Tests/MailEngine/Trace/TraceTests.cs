using Oss.MailEngine;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Policy;
using Oss.MailEngine.Trace;
using Oss.Tests.MailEngine.Queue;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Trace;

/// <summary>What the engine tells of messages, seen by whoever is told.</summary>
public sealed class TraceTests : IAsyncDisposable
{
    private const string Anna = "anna@example.org";
    private const string Message = "From: bert@remote.example\r\nTo: anna@example.org\r\nSubject: a secret between us\r\nMessage-ID: <1@remote.example>\r\n\r\nHello\r\n";

    private readonly RecordingTrace _trace = new();
    private MailNode? _node;

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
    }

    [Fact]
    public async Task A_message_has_a_record_from_its_client_to_the_inbox()
    {
        var node = await StartAsync();
        await node.DeliverAsync(Anna, Message);
        var told = _trace.Told.ShouldHaveSingleItem();
        _trace.Of(Anna).ShouldBe(["Delivered", "Accepted 250 2.0.0 Delivered"]);
        (told.MessageId, told.Protocol, told.ClientName, told.Mailbox, told.IsContinued).ShouldBe(("<1@remote.example>", "LMTP", "client.example", node.Mail.Mailboxes[Anna].Id, false));
        told.Client!.ToString().ShouldBe("127.0.0.1");
        told.Octets.ShouldBe(Message.Length);
        told.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_list_has_a_record_for_each_of_its_members_and_tells_into_which_folder_each_filter_put_it()
    {
        var node = await StartAsync();
        var bert = await node.AddMailboxAsync("bert@example.org");
        node.Mail.Answers["all@example.org"] = new RecipientResolution.Expand([Anna, "bert@example.org", "carl@remote.example"]);
        Activate(node, Anna, """require ["fileinto", "mailbox"]; fileinto :create "Lists/all";""");
        await node.DeliverAsync("all@example.org", Message);
        _trace.Of("all@example.org", Anna).ShouldBe(["Expanded anna@example.org", "Filed Lists/all", "Accepted 250 2.0.0 Delivered"]);
        _trace.Of("all@example.org", "bert@example.org").ShouldBe(["Expanded bert@example.org", "Delivered", "Accepted 250 2.0.0 Delivered"]);
        _trace.Of("all@example.org", "carl@remote.example").ShouldBe(["Expanded carl@remote.example", "Queued", "Accepted 250 2.0.0 Delivered"]);
        _trace.Told.Select(t => t.Message).Distinct().ShouldHaveSingleItem();
        _trace.Told.Single(t => t.Target == "bert@example.org").Mailbox.ShouldBe(bert.Id);
    }

    [Fact]
    public async Task A_mailbox_named_twice_gets_one_copy_and_the_second_record_says_so()
    {
        var node = await StartAsync();
        node.Mail.Answers["alias@example.org"] = new RecipientResolution.Deliver(node.Mail.Mailboxes[Anna]);
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        await client.BeginDataAsync(Anna, "alias@example.org");
        (await client.AskAsync(Message + ".")).ShouldStartWith("250 ");
        _trace.Of(Anna).ShouldContain("Delivered");
        _trace.Of("alias@example.org").ShouldContain("Merged anna@example.org");
    }

    [Fact]
    public async Task Who_is_refused_at_RCPT_has_a_record_with_the_reply_and_the_rule_that_decided()
    {
        var node = await StartAsync(options => options with { Policy = new PolicyOptions { Rules = ["helo: helo client.example => score 2", "rcpt: sender spam.example => refuse \"No mail from there\""] } });
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        await client.AskAsync("MAIL FROM:<x@spam.example>");
        (await client.AskAsync($"RCPT TO:<{Anna}>")).ShouldStartWith("550 ");
        (await client.AskAsync("RCPT TO:<nobody@example.org>")).ShouldStartWith("550 5.1.1");
        _trace.Of("nobody@example.org").ShouldBe(["Refused 550 5.1.1 There is no such mailbox here"]);
        var refused = _trace.Told.Single(t => t.Recipient == Anna);
        refused.Sender.ShouldBe("x@spam.example");
        var happened = refused.Events.ShouldHaveSingleItem();
        (happened.Kind, happened.Reply).ShouldBe((TraceEventKind.Refused, "550 5.7.1 No mail from there"));
        happened.Rule.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_connection_that_is_turned_away_before_MAIL_has_a_record_with_its_rule()
    {
        await using var dns = new DnsServer();
        dns.AddAddress("66.2.0.192.bl.example", "127.0.0.2").AddAddress("2.0.0.127.bl.example", "127.0.0.2");
        var node = await StartAsync(options => options with
        {
            Policy = new PolicyOptions { Rules = ["connect: dnsbl bl.example => disconnect \"Listed\"", "connect: talks-early 5s => disconnect", "helo: helo spam.example => disconnect \"Not you\""] },
            Outbound = new OutboundOptions { NameServers = [dns.EndPoint], SrsSecret = "test" }, MaxConnectionsPerAddress = 1,
        });
        // On a list.
        (await node.Connect(MailListener.Smtp, "192.0.2.66").ReadLineAsync())!.ShouldStartWith("421 ");
        // Speaks before it is greeted.
        var early = node.Connect(MailListener.Smtp, "192.0.2.67");
        await early.SendAsync("EHLO early.example\r\n");
        (await early.ReadLineAsync())!.ShouldStartWith("421 ");
        // By the name it gives itself.
        node.Time.Advance(TimeSpan.FromMinutes(1));
        var named = node.Connect(MailListener.Smtp, "192.0.2.68");
        var greeting = named.ReadLineAsync();
        // The wait begins when the list has answered.
        while (!greeting.IsCompleted)
        {
            node.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }

        (await greeting)!.ShouldStartWith("220 ");
        (await named.AskAsync("EHLO spam.example")).ShouldStartWith("421 ");
        // One connection too many.
        var other = node.Connect(MailListener.Submission, "192.0.2.69");
        (await node.Connect(MailListener.Smtp, "192.0.2.69").ReadLineAsync())!.ShouldStartWith("421 4.7.0");
        await other.CloseAsync();

        _trace.Told.Select(t => (t.Client!.ToString(), t.Sender, t.Recipient, t.ClientName, t.Protocol)).ShouldBe(
        [
            ("192.0.2.66", "", "", "", "SMTP"), ("192.0.2.67", "", "", "", "SMTP"), ("192.0.2.68", "", "", "spam.example", "ESMTP"), ("192.0.2.69", "", "", "", "SMTP"),
        ]);
        var events = _trace.Told.Select(t => t.Events.ShouldHaveSingleItem()).ToList();
        events.ShouldAllBe(e => e.Kind == TraceEventKind.Deferred);
        events.Select(e => e.Rule).ShouldBe(["connect: dnsbl bl.example", "connect: talks-early 5s", "helo: helo spam.example", null]);
        events.Select(e => e.Reply).ShouldBe(["421 4.7.1 Listed", "421 4.5.1 You spoke before you were greeted", "421 4.7.1 Not you", "421 4.7.0 Too many connections"]);
    }

    [Fact]
    public async Task A_flood_of_connections_does_not_flood_the_trace()
    {
        var node = await StartAsync(options => options with { MaxConnectionsPerAddress = 1 });
        var holds = node.Connect(MailListener.Smtp, "2001:db8::1");
        for (var i = 0; i < 50; i++)
            (await node.Connect(MailListener.Smtp, "2001:db8::1").ReadLineAsync())!.ShouldStartWith("421 ");
        _trace.Told.ShouldHaveSingleItem();
        node.Time.Advance(TimeSpan.FromMinutes(1));
        (await node.Connect(MailListener.Smtp, "2001:db8::1").ReadLineAsync())!.ShouldStartWith("421 ");
        _trace.Told.Last().Events.ShouldHaveSingleItem().Detail.ShouldBe("and 49 more before it");
        await holds.CloseAsync();

        // From invented networks without end: memory and records are bounded.
        var told = new RecordingTrace();
        var refused = new Oss.MailEngine.Smtp.RefusedConnections(told, node.Time);
        for (var i = 0; i < 2 * Oss.MailEngine.Smtp.RefusedConnections.Tracked; i++)
            refused.Tell(new System.Net.IPAddress(i), "", "SMTP", "", "421 4.7.0 Too many connections", null);
        told.Told.Count.ShouldBe(Oss.MailEngine.Smtp.RefusedConnections.Tracked);
        node.Time.Advance(TimeSpan.FromMinutes(1));
        refused.Tell(new System.Net.IPAddress(uint.MaxValue), "", "SMTP", "", "421 4.7.0 Too many connections", null);
        told.Told.Count.ShouldBe(Oss.MailEngine.Smtp.RefusedConnections.Tracked + 1);
    }

    [Fact]
    public async Task A_message_beyond_what_a_product_allows_in_an_hour_has_a_record()
    {
        var node = await StartAsync();
        node.Mail.Mailboxes[Anna] = node.Mail.Mailboxes[Anna] with { MaxMessagesPerHour = 1 };
        var client = await node.Connect(MailListener.Submission, "127.0.0.1").GreetAsync();
        (await client.AskAsync("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0")).ShouldStartWith("235 ");
        foreach (var reply in (string[])["354 ", "450 4.7.28 "])
        {
            await client.AskAsync($"MAIL FROM:<{Anna}>");
            await client.AskAsync($"RCPT TO:<{Anna}>");
            (await client.AskAsync("DATA")).ShouldStartWith(reply);
            if (reply == "354 ")
                (await client.AskAsync(Message + ".")).ShouldStartWith("250 ");
        }

        _trace.Of(Anna)[^1].ShouldBe("Deferred 450 4.7.28 No more than 1 messages an hour; try again later");
        _trace.Told.Last().Account.ShouldBe(node.Mail.Mailboxes[Anna].Id);
    }

    [Fact]
    public async Task A_filter_that_drops_refuses_sends_on_or_answers_is_seen_in_the_record()
    {
        var node = await StartAsync();
        Activate(node, Anna, "discard;");
        await node.DeliverAsync(Anna, Message);
        _trace.Of(Anna).ShouldBe(["Discarded", "Accepted 250 2.0.0 Delivered"]);

        _trace.Told.Clear();
        Activate(node, Anna, """require ["vacation", "copy"]; redirect :copy "carl@remote.example"; vacation "I am away, my secret is 42";""");
        await node.DeliverAsync(Anna, Message);
        _trace.Of(Anna).ShouldBe(["Delivered", "Redirected carl@remote.example", "Replied sender@elsewhere.example", "Accepted 250 2.0.0 Delivered"]);
        _trace.Of("carl@remote.example").ShouldBe(["Created redirect", "Queued"]);
        var passedOn = _trace.Told.Single(t => t.Recipient == "carl@remote.example");
        passedOn.Message.ShouldBe(_trace.Told.Single(t => t.Recipient == Anna).Message);
        passedOn.Account.ShouldBe(node.Mail.Mailboxes[Anna].Id);
        string.Concat(_trace.Told.SelectMany(t => t.Events)).ShouldNotContain("42");
    }

    [Fact]
    public async Task Each_attempt_of_the_queue_is_told_with_the_servers_reply_and_the_bounce_too()
    {
        await using var node = await OutboundNode.StartAsync(trace: _trace);
        node.Sink.Reply = command => command.Contains("<gone@") ? "550 5.1.1 Nobody" : command.Contains("<later@") ? "450 4.2.0 Greylisted" : null;
        await node.SubmitAsync(Message, ["carl@remote.example", "gone@remote.example", "later@remote.example"]);
        await node.RunAsync();
        _trace.Of("carl@remote.example").ShouldBe(["Queued", "Accepted 250 2.0.0 Queued", "Sent 250 2.0.0 Taken mx.remote.example"]);
        _trace.Of("gone@remote.example").ShouldBe(["Queued", "Accepted 250 2.0.0 Queued", "Failed 550 5.1.1 Nobody mx.remote.example", "SenderTold failed"]);
        _trace.Of("later@remote.example").ShouldBe(["Queued", "Accepted 250 2.0.0 Queued", "Deferred 450 4.2.0 Greylisted mx.remote.example"]);
        _trace.Told.SelectMany(t => t.Events).Single(e => e.Kind == TraceEventKind.Deferred).Next.ShouldNotBeNull();
        _trace.Told.SelectMany(t => t.Events).Single(e => e.Kind == TraceEventKind.Sent).IsEncrypted.ShouldBe(false);
        // One record for each recipient, however often something is told of it.
        _trace.Told.Where(t => t.Recipient == "carl@remote.example").Select(t => t.Id).Distinct().ShouldHaveSingleItem();
        // The notification is a message of its own, into a mailbox here.
        _trace.Of(Anna).ShouldBe(["Created notification", "Queued", "Delivered"]);

        node.Sink.Reply = _ => null;
        await node.RunAfterAsync(TimeSpan.FromMinutes(5));
        _trace.Of("later@remote.example")[^1].ShouldStartWith("Sent 250");
    }

    [Fact]
    public async Task Each_login_is_told_with_its_mechanism_and_without_its_password()
    {
        var logins = new List<LoginNotice>();
        var node = await StartAsync(options => options with { LoginEnded = logins.Add });
        var client = await node.Connect(MailListener.Submission, "127.0.0.1").GreetAsync();
        (await client.AskAsync("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAd3Jvbmc=")).ShouldStartWith("535 ");
        (await client.AskAsync("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0")).ShouldStartWith("235 ");
        logins.Select(l => (l.Service, l.Outcome, l.Mechanism, l.UserName, l.Mailbox)).ShouldBe(
        [
            (MailService.Submission, LoginOutcome.Rejected, "PLAIN", Anna, null), (MailService.Submission, LoginOutcome.Accepted, "PLAIN", Anna, node.Mail.Mailboxes[Anna].Id),
        ]);
        string.Concat(logins).ShouldNotContain("wrong");
    }

    private async Task<MailNode> StartAsync(Func<MailEngineOptions, MailEngineOptions>? configure = null)
    {
        _node = new MailNode(options => (configure?.Invoke(options) ?? options) with { Trace = _trace });
        await _node.AddMailboxAsync(Anna);
        return _node;
    }

    private static void Activate(MailNode node, string mailbox, string script)
    {
        var home = Path.GetDirectoryName(node.Maildir(mailbox))!;
        Directory.CreateDirectory(Path.Combine(home, "sieve"));
        File.WriteAllText(Path.Combine(home, "sieve", "main.sieve"), script);
        File.Delete(Path.Combine(home, ".dovecot.sieve"));
        File.CreateSymbolicLink(Path.Combine(home, ".dovecot.sieve"), "sieve/main.sieve");
    }
}
