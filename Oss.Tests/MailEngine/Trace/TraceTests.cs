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
