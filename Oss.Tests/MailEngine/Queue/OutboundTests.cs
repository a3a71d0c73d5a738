using System.Net;
using Oss.MailEngine.Directory;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>Mail to other platforms, from a user's submission to the other server and back.</summary>
public class OutboundTests
{
    private const string Message = "From: anna@example.org\r\nDate: Tue, 24 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@example.org>\r\n\r\n.dot\r\n..two\r\n.\r\nend\r\n";
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_message_arrives_with_each_octet_and_without_a_return_path()
    {
        await using var node = await OutboundNode.StartAsync();
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        node.Queued.ShouldBe(1);
        await node.RunAsync();
        var sunk = node.Sink.Messages.ShouldHaveSingleItem();
        sunk.Mail.ShouldStartWith("MAIL FROM:<anna@example.org> SIZE=");
        sunk.Recipients.ShouldBe(["RCPT TO:<bert@remote.example>"]);
        sunk.Content.ShouldEndWith("+0000\r\n" + Message);
        sunk.Content.ShouldStartWith("Received: from client.example");
        node.Queued.ShouldBe(0);
        node.Node.Spooled.ShouldBe(0);
    }

    [Fact]
    public async Task Recipients_of_one_domain_share_a_transaction_and_messages_share_a_connection()
    {
        await using var node = await OutboundNode.StartAsync(o => o with { ConnectionsPerDestination = 1 });
        for (var i = 0; i < 10; i++)
            await node.SubmitAsync(Message, ["bert@remote.example", "carl@REMOTE.example", "anna@example.org"]);
        await node.RunAsync();
        node.Sink.Messages.Count.ShouldBe(10);
        node.Sink.Messages.ShouldAllBe(m => m.Recipients.Count == 2);
        node.Sink.Connections.ShouldBe(1);
        node.Inbox.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Each_recipient_has_its_own_outcome()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Reply = command => command.Contains("<gone@") ? "550 5.1.1 Nobody\tof that name" : command.Contains("<later@") ? "450 4.2.0 Greylisted" : null;
        await node.SubmitAsync(Message, ["bert@remote.example", "gone@remote.example", "later@remote.example"]);
        await node.RunAsync();
        node.Sink.Messages.ShouldHaveSingleItem().Recipients.ShouldBe(["RCPT TO:<bert@remote.example>"]);
        var bounce = node.Inbox.ShouldHaveSingleItem();
        bounce.ShouldContain("Return-Path: <>");
        bounce.ShouldContain("Auto-Submitted: auto-replied");
        bounce.ShouldContain("Final-Recipient: rfc822; gone@remote.example\r\nAction: failed\r\nStatus: 5.1.1\r\nRemote-MTA: dns; mx.remote.example\r\nDiagnostic-Code: smtp; 550 5.1.1 Nobody of that name");
        bounce.ShouldContain("Message-ID: <1@example.org>");
        bounce.ShouldNotContain("later@remote.example");

        node.Sink.Reply = _ => null;
        await node.RunAfterAsync(Retry);
        node.Sink.Messages.Last().Recipients.ShouldBe(["RCPT TO:<later@remote.example>"]);
        node.Queued.ShouldBe(0);
        node.Inbox.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_next_exchanger_is_tried_when_one_does_not_answer()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Dns.AddMx("two.example", 20, "mx.remote.example").AddMx("two.example", 10, "dead.example").AddAddress("dead.example", "127.0.0.2");
        await node.SubmitAsync(Message, ["bert@two.example"]);
        await node.RunAsync();
        node.Sink.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_is_reached_by_IPv6_first_and_by_IPv4_when_that_leads_nowhere()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Dns.AddAddress("mx.remote.example", "::1");
        await using (var six = new SmtpSink(IPAddress.IPv6Loopback, node.Sink.Port))
        {
            await node.SubmitAsync(Message, ["bert@remote.example"]);
            await node.RunAsync();
            six.Messages.Count.ShouldBe(1);
            node.Sink.Connections.ShouldBe(0);
        }

        await node.RunAfterAsync(TimeSpan.FromSeconds(11));
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        await node.RunAsync();
        node.Sink.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_domain_without_exchangers_is_its_own()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Dns.AddAddress("plain.example", "127.0.0.1");
        await node.SubmitAsync(Message, ["bert@plain.example", "bert@[127.0.0.1]"]);
        await node.RunAsync();
        node.Sink.Messages.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("bert@null.example", "5.1.10")]
    [InlineData("bert@nowhere.example", "5.1.2")]
    [InlineData("bert@self.example", "5.4.6")]
    [InlineData("bert@empty.example", "5.4.4")]
    public async Task What_can_never_be_delivered_is_told_at_once(string recipient, string status)
    {
        await using var node = await OutboundNode.StartAsync();
        node.Dns.AddMx("null.example", 0, ".").AddMx("self.example", 0, "mail.example").AddMx("empty.example", 0, "nothing.example");
        await node.SubmitAsync(Message, [recipient]);
        await node.RunAsync();
        node.Inbox.ShouldHaveSingleItem().ShouldContain($"Status: {status}\r\n");
        node.Queued.ShouldBe(0);
    }

    [Fact]
    public async Task An_exchanger_that_is_this_machine_is_not_connected_to_unless_allowed()
    {
        await using var node = await OutboundNode.StartAsync(o => o with { MayReachLoopback = false });
        await node.SubmitAsync(Message, ["bert@remote.example", "bert@[127.0.0.1]", "bert@[IPv6:::1]", "bert@[IPv6:::ffff:127.0.0.1]"]);
        await node.RunAsync();
        node.Sink.Connections.ShouldBe(0);
        node.Queued.ShouldBe(0);
    }

    [Fact]
    public async Task A_name_server_that_fails_is_asked_again_later()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Dns.Failing["remote.example"] = true;
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        await node.RunAsync();
        node.Queued.ShouldBe(1);
        node.Dns.Failing.Clear();
        await node.RunAfterAsync(Retry);
        node.Sink.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_hangs_up_before_its_reply_gets_the_message_again_and_the_sender_no_bounce()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Reply = command => command == "." ? SmtpSink.HangUp : null;
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        await node.RunAsync();
        node.Sink.Messages.ShouldBeEmpty();
        node.Sink.Reply = _ => null;
        await node.RunAfterAsync(Retry);
        node.Sink.Messages.Count.ShouldBe(1);
        node.Inbox.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_late_message_is_warned_of_once_and_fails_after_five_days()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Reply = command => command.StartsWith("RCPT") ? "451 4.3.0 Not now" : null;
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        await node.RunAsync();
        node.Inbox.ShouldBeEmpty();
        for (var hour = 0; hour < 5 * 24 + 5; hour++)
            await node.RunAfterAsync(TimeSpan.FromHours(1));
        node.Inbox.Count.ShouldBe(2);
        node.Inbox[0].ShouldContain("Action: delayed\r\nStatus: 4.3.0");
        node.Inbox[0].ShouldContain("Will-Retry-Until: Sun, 29 Nov 2026 12:00:00 +0000");
        node.Inbox[1].ShouldContain("Action: failed\r\nStatus: 5.4.7");
        node.Queued.ShouldBe(0);
        // Each wait is twice the last, up to four hours.
        node.Sink.Commands.Count(c => c.StartsWith("RCPT")).ShouldBeInRange(25, 45);
    }

    [Fact]
    public async Task What_has_no_sender_is_never_answered()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Reply = command => command.StartsWith("RCPT") ? "550 5.1.1 Nobody" : null;
        await node.SubmitAsync(Message, ["bert@remote.example"], sender: "");
        await node.RunAsync();
        node.Queued.ShouldBe(0);
        node.Inbox.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_forward_leaves_with_a_sender_of_ours_and_its_failure_reaches_the_true_one()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Node.Mail.Answers["fwd@example.org"] = new RecipientResolution.Expand(["bert@remote.example", "anna@example.org"]);
        node.Sink.Reply = command => command.StartsWith("RCPT TO:<bert@") ? "550 5.1.1 Nobody" : null;
        await node.ReceiveAsync("true.sender@remote.example", "fwd@example.org");
        await node.RunAsync();
        node.Inbox.ShouldHaveSingleItem().ShouldContain("Return-Path: <true.sender@remote.example>");
        node.Sink.Commands.ShouldContain(c => c.StartsWith("MAIL FROM:<SRS0=") && c.Contains("=remote.example=true.sender@mail.example>"));
        var bounce = node.Sink.Messages.ShouldHaveSingleItem();
        bounce.Mail.ShouldStartWith("MAIL FROM:<>");
        bounce.Recipients.ShouldBe(["RCPT TO:<true.sender@remote.example>"]);
        bounce.Content.ShouldContain("<fwd@example.org>");
    }

    [Fact]
    public async Task A_long_sender_of_a_forward_is_found_by_the_failure_that_another_server_reports()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Node.Mail.Answers["fwd@example.org"] = new RecipientResolution.Expand(["bert@remote.example"]);
        var sender = $"bounces+{new string('7', 60)}=anna=example.org@newsletter.remote.example";
        await node.ReceiveAsync(sender, "fwd@example.org");
        await node.RunAsync();
        var rewritten = node.Sink.Messages.ShouldHaveSingleItem().Mail["MAIL FROM:<".Length..].Split('>')[0];
        rewritten.ShouldStartWith("SRS0=");

        node.Dns.AddMx("newsletter.remote.example", 10, "mx.remote.example");
        await node.ReceiveAsync("", rewritten);
        await node.RunAsync();
        node.Sink.Messages.Last().Recipients.ShouldBe([$"RCPT TO:<{sender}>"]);
    }

    [Theory]
    [InlineData("SRS0=AAAAAAAA=AA=remote.example=victim@mail.example")]
    [InlineData("SRS1=AAAAAAAA=remote.example==x=y=z=w@mail.example")]
    [InlineData("SRS0==@mail.example")]
    public async Task A_forged_rewritten_address_relays_nothing(string recipient)
    {
        await using var node = await OutboundNode.StartAsync();
        var client = await node.Node.Connect(Oss.MailEngine.MailListener.Smtp).GreetAsync();
        await client.AskAsync("MAIL FROM:<>");
        (await client.AskAsync($"RCPT TO:<{recipient}>")).ShouldStartWith("550 ");
    }

    [Fact]
    public async Task A_mailbox_on_an_old_store_is_reached_by_its_own_transport_under_its_name_there()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.IsLmtp = true;
        var transport = new MailTransport(MailTransportProtocol.Lmtp, "127.0.0.1", node.Sink.Port);
        node.Node.Mail.Answers["old@example.org"] = new RecipientResolution.Relay(transport, "old@mailstore21.example.org");
        node.Node.Mail.Answers["too@example.org"] = new RecipientResolution.Relay(transport);
        await node.SubmitAsync(Message, ["old@example.org", "too@example.org"]);
        await node.RunAsync();
        node.Sink.Commands.ShouldContain(c => c.StartsWith("LHLO "));
        node.Sink.Messages.Count.ShouldBe(2);
        node.Sink.Messages.First().Recipients.ShouldBe(["RCPT TO:<old@mailstore21.example.org>", "RCPT TO:<too@example.org>"]);
    }

    [Fact]
    public async Task A_smart_host_takes_all_but_what_has_a_transport_of_its_own()
    {
        await using var other = new SmtpSink();
        await using var node = await OutboundNode.StartAsync(o => o with
        {
            SmartHost = MailTransport.TryParse($"smtp:127.0.0.1:{o.Port}"),
            Transports = new Dictionary<string, MailTransport> { [".special.example"] = MailTransport.TryParse($"smtp:127.0.0.1:{other.Port}")! },
        });
        await node.SubmitAsync(Message, ["a@nowhere.example", "b@elsewhere.example", "c@very.special.example"]);
        await node.RunAsync();
        node.Sink.Messages.ShouldHaveSingleItem().Recipients.Count.ShouldBe(2);
        other.Messages.ShouldHaveSingleItem().Recipients.ShouldBe(["RCPT TO:<c@very.special.example>"]);
    }

    [Fact]
    public async Task Notifications_go_to_a_server_that_knows_them_and_are_made_for_one_that_does_not()
    {
        await using var node = await OutboundNode.StartAsync();
        await node.SubmitAsync(Message, ["<bert@remote.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b+2Bx@example.net"], " RET=HDRS ENVID=abc");
        await node.RunAsync();
        var sunk = node.Sink.Messages.ShouldHaveSingleItem();
        sunk.Mail.ShouldEndWith(" RET=HDRS ENVID=abc");
        sunk.Recipients.ShouldBe(["RCPT TO:<bert@remote.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b+2Bx@example.net"]);
        node.Inbox.ShouldBeEmpty();

        node.Sink.Keywords = [];
        node.Node.Time.Advance(TimeSpan.FromMinutes(1));
        await node.SubmitAsync(Message, ["<bert@remote.example> NOTIFY=SUCCESS ORCPT=rfc822;b+2Bx@example.net"], " ENVID=abc");
        // What stands for octets that are no ASCII stays as it came.
        await node.SubmitAsync(Message, ["<bert@remote.example> NOTIFY=SUCCESS ORCPT=rfc822;j+C3+B6rg+2Bx@example.net"]);
        await node.SubmitAsync(Message, ["<anna@example.org> NOTIFY=SUCCESS"]);
        await node.RunAsync();
        node.Inbox.ShouldContain(m => m.Contains("Original-Envelope-Id: abc\r\n") && m.Contains("Original-Recipient: rfc822; b+x@example.net\r\n") && m.Contains("Action: relayed\r\nStatus: 2.0.0"));
        node.Inbox.ShouldContain(m => m.Contains("Original-Recipient: rfc822; j+C3+B6rg+2Bx@example.net\r\n"));
        node.Inbox.ShouldContain(m => m.Contains("Final-Recipient: rfc822; anna@example.org\r\nAction: delivered"));
        node.Inbox.Count.ShouldBe(4);
    }

    [Fact]
    public async Task An_original_recipient_in_UTF_8_is_passed_on_in_ASCII()
    {
        await using var node = await OutboundNode.StartAsync();
        await node.SubmitAsync(Message, ["<bert@remote.example> ORCPT=utf-8;j\u00c3\u00b6rg@example.net", "<carl@remote.example> ORCPT=utf-8;\\x{E4}@example.net"], " SMTPUTF8");
        await node.RunAsync();
        node.Sink.Messages.ShouldHaveSingleItem().Recipients.ShouldBe(
            ["RCPT TO:<bert@remote.example> ORCPT=utf-8;j\\x{F6}rg@example.net", "RCPT TO:<carl@remote.example> ORCPT=utf-8;\\x{E4}@example.net"]);
    }

    [Fact]
    public async Task Nobody_is_told_who_asked_not_to_be()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Reply = command => command.StartsWith("RCPT") ? "550 5.1.1 Nobody" : null;
        await node.SubmitAsync(Message, ["<bert@remote.example> NOTIFY=NEVER", "<carl@remote.example> NOTIFY=SUCCESS"]);
        await node.RunAsync();
        node.Inbox.ShouldBeEmpty();
        node.Queued.ShouldBe(0);
    }

    [Fact]
    public async Task A_mailbox_that_cannot_be_written_is_tried_again_while_the_others_have_the_message_already()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Node.Mail.Mailboxes["lost@example.org"] = new MailboxAccount(Guid.CreateVersion7(), "lost@example.org", "vol1", null);
        await node.SubmitAsync(Message, ["anna@example.org", "lost@example.org"]);
        node.Inbox.Count.ShouldBe(1);
        await node.Node.AddMailboxAsync("lost@example.org");
        await node.RunAsync();
        node.Node.Messages("lost@example.org").Count.ShouldBe(1);
        node.Inbox.Count.ShouldBe(1);
        node.Queued.ShouldBe(0);
    }

    [Fact]
    public async Task Where_a_recipient_leads_is_asked_when_the_message_comes_and_at_each_later_attempt()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Reply = command => command.StartsWith("RCPT", StringComparison.Ordinal) ? "450 4.2.0 Later" : null;
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        var asked = node.Node.Mail.LookUps;
        await node.RunAsync();
        node.Node.Mail.LookUps.ShouldBe(asked);
        node.Sink.Commands.ShouldContain(command => command.StartsWith("RCPT", StringComparison.Ordinal));

        // The domain has come to be served here.
        node.Node.Mail.Answers["bert@remote.example"] = new RecipientResolution.Deliver(node.Node.Mail.Mailboxes["anna@example.org"]);
        await node.RunAfterAsync(Retry);
        node.Inbox.ShouldHaveSingleItem();
        node.Sink.Messages.ShouldBeEmpty();
        node.Queued.ShouldBe(0);
    }

    [Fact]
    public async Task What_was_queued_is_found_by_the_next_process()
    {
        await using var node = await OutboundNode.StartAsync();
        await node.SubmitAsync(Message, ["bert@remote.example"]);
        var next = new Oss.MailEngine.MailEngine(
            new Oss.MailEngine.MailEngineOptions
            {
                HostName = "mail.example", Volumes = [new("vol1", Path.Combine(node.Node.Root, "vol1"))], SpoolDirectory = Path.Combine(node.Node.Root, "spool"), Certificate = () => MailNode.TestCertificate,
                Outbound = new() { NameServers = [node.Dns.EndPoint], Port = node.Sink.Port, MayReachLoopback = true },
            },
            node.Node.Mail, node.Node.Time, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        await next.Outbound.Queue.RunOnceAsync(CancellationToken.None);
        node.Sink.Messages.Count.ShouldBe(1);
        node.Queued.ShouldBe(0);
    }
}
