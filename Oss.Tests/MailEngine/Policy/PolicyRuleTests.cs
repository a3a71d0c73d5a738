using Oss.MailEngine;
using Oss.MailEngine.Policy;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Policy;

/// <summary>Rules at work, as the other server sees it.</summary>
public class PolicyRuleTests
{
    private const string Message = "From: sender@elsewhere.example\r\n\r\nx\r\n";

    [Fact]
    public async Task Lists_add_up_and_a_white_list_outweighs()
    {
        await using var node = await PolicyNode.StartAsync(
            "connect: dnswl white.example=127.0.*.1-3 => score -5", "connect: dnsbl black.example=127.0.0.2-11 => score 3", "connect: dnsbl grey.example => score 2",
            "rcpt: score 5 => refuse \"Too many lists have you\"");
        node.Dns.AddAddress("7.2.0.192.black.example", "127.0.0.4").AddAddress("8.2.0.192.black.example", "127.0.0.4").AddAddress("9.2.0.192.black.example", "127.0.0.99");
        foreach (var client in (string[])["7", "8", "9"])
            node.Dns.AddAddress($"{client}.2.0.192.grey.example", "127.0.0.2");
        node.Dns.AddAddress("8.2.0.192.white.example", "127.0.5.2");
        (await node.RcptAsync()).ShouldBe("550 5.7.1 Too many lists have you");
        (await node.RcptAsync("192.0.2.8")).ShouldStartWith("250 ");
        (await node.RcptAsync("192.0.2.9")).ShouldStartWith("250 ");
    }

    [Fact]
    public async Task A_list_that_answers_everything_lists_nobody_and_one_that_is_away_costs_nothing()
    {
        await using var node = await PolicyNode.StartAsync("connect: dnsbl dead.example => refuse", "connect: dnsbl gone.example => refuse");
        node.Dns.AddAddress("7.2.0.192.dead.example", "203.0.113.80");
        node.Dns.Failing["7.2.0.192.gone.example"] = true;
        (await node.RcptAsync()).ShouldStartWith("250 ");
    }

    [Fact]
    public async Task A_list_has_IPv6_addresses_by_their_digits()
    {
        await using var node = await PolicyNode.StartAsync("connect: dnsbl black.example => refuse");
        node.Dns.AddAddress("b.a.9.8.7.6.5.0.0.0.0.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.1.0.0.2.black.example", "127.0.0.2");
        (await node.RcptAsync("2001:1:2:3:4:0:567:89ab")).ShouldBe("550 5.7.1 Your address 2001:1:2:3:4:0:567:89ab is listed by black.example");
    }

    [Fact]
    public async Task Refusals_are_told_at_RCPT_and_postmaster_is_reached_even_so()
    {
        await using var node = await PolicyNode.StartAsync("connect: client 192.0.2.0/24 => refuse", "rcpt: recipient postmaster@ => permit");
        await node.Node.AddMailboxAsync("postmaster@example.org");
        (await node.RcptAsync()).ShouldStartWith("550 5.7.1 ");
        (await node.RcptAsync(recipient: "postmaster@example.org")).ShouldStartWith("250 ");
        (await node.RcptAsync("192.0.3.7")).ShouldStartWith("250 ");
    }

    [Fact]
    public async Task Neither_users_nor_networks_of_ours_suffer()
    {
        await using var node = await PolicyNode.StartAsync("connect: client 0.0.0.0/0 => refuse", "helo: helo-unknown => refuse", "mail: sender-domain-unknown => refuse", "rcpt: greylisted 5m => defer");
        (await node.RcptAsync("198.51.100.9")).ShouldStartWith("250 ");
        (await node.RcptAsync("203.0.113.9")).ShouldStartWith("250 ");
        var anna = await node.LoginAsync();
        (await anna.AskAsync("MAIL FROM:<anna@example.org>")).ShouldStartWith("250 ");
        (await anna.AskAsync("RCPT TO:<bert@remote.example>")).ShouldStartWith("250 ");
        (await node.RcptAsync()).ShouldStartWith("550 ");
    }

    [Fact]
    public async Task Names_lead_back_or_not()
    {
        await using var node = await PolicyNode.StartAsync("connect: client .trusted.example => permit", "connect: no-reverse-name => refuse", "connect: unconfirmed-reverse-name => defer");
        node.Dns.AddPointer("192.0.2.7", "mx.elsewhere.example").AddPointer("192.0.2.8", "mx.elsewhere.example").AddPointer("192.0.2.10", "mx.trusted.example");
        node.Dns.Failing["11.2.0.192.in-addr.arpa"] = true;
        (await node.RcptAsync()).ShouldStartWith("250 ");
        (await node.RcptAsync("192.0.2.8")).ShouldBe("450 4.7.25 The name of your address 192.0.2.8 does not lead back to it");
        (await node.RcptAsync("192.0.2.9")).ShouldBe("550 5.7.25 Your address 192.0.2.9 has no name in DNS");
        (await node.RcptAsync("192.0.2.10")).ShouldStartWith("450 4.7.25 ");
        (await node.RcptAsync("192.0.2.11")).ShouldStartWith("250 ");
    }

    [Theory]
    [InlineData("localhost", "550 5.7.1 Greet with your full name")]
    [InlineData("192.0.2.7", "550 5.7.1 Greet with your full name")]
    [InlineData("mail.example", "550 5.7.1 You are not me")]
    [InlineData("nowhere.example", "450 4.7.1 The name of your greeting is not in DNS")]
    [InlineData("[192.0.2.7]", "250 2.1.5 Recipient OK")]
    [InlineData("mx.elsewhere.example", "250 2.1.5 Recipient OK")]
    public async Task The_greeting_is_a_name(string helo, string expected)
    {
        await using var node = await PolicyNode.StartAsync("helo: helo-not-qualified => refuse", "helo: helo-ours => refuse", "helo: helo-unknown => defer");
        (await node.RcptAsync(helo: helo)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("x@nowhere.example", "550 5.1.8 ")]
    [InlineData("x@null.example", "550 5.7.27 ")]
    [InlineData("x@localhost", "550 5.1.7 ")]
    [InlineData("bad@elsewhere.example", "550 5.7.1 ")]
    [InlineData("x@sub.spam.example", "550 5.7.1 ")]
    [InlineData("", "250 ")]
    [InlineData("x@elsewhere.example", "250 ")]
    public async Task The_sender_is_somebody(string sender, string expected)
    {
        await using var node = await PolicyNode.StartAsync("mail: sender-not-qualified => refuse", "mail: sender bad@elsewhere.example .spam.example => refuse", "mail: sender-domain-unknown => refuse");
        node.Dns.AddMx("null.example", 0, "");
        (await node.RcptAsync(sender: sender)).ShouldStartWith(expected);
    }

    [Fact]
    public async Task Who_speaks_before_the_greeting_is_sent_away()
    {
        await using var node = await PolicyNode.StartAsync("connect: talks-early 5s => disconnect");
        var early = node.Node.Connect(MailListener.Smtp);
        await early.SendAsync("EHLO spam.example\r\n");
        (await early.ReplyAsync()).ShouldBe("421 4.5.1 You spoke before you were greeted");
        (await early.ReadLineAsync()).ShouldBeNull();

        var patient = node.Node.Connect(MailListener.Smtp);
        node.Node.Time.Advance(TimeSpan.FromSeconds(6));
        (await patient.ReplyAsync()).ShouldStartWith("220 ");
    }

    [Fact]
    public async Task A_network_has_so_many_connections()
    {
        await using var node = await PolicyNode.StartAsync("connect: connections 2 by network/24 => disconnect");
        var first = await node.Node.Connect(MailListener.Smtp).GreetAsync();
        await node.Node.Connect(MailListener.Smtp, "192.0.2.99").GreetAsync();
        (await node.Node.Connect(MailListener.Smtp, "192.0.2.8").ReplyAsync()).ShouldBe("421 4.7.0 Too many connections from your network");
        await node.Node.Connect(MailListener.Smtp, "192.0.3.8").GreetAsync();
        await first.CloseAsync();
        await first.Session;
        await node.Node.Connect(MailListener.Smtp, "192.0.2.8").GreetAsync();
    }

    [Fact]
    public async Task Rates_are_by_sender_and_come_back_with_time()
    {
        await using var node = await PolicyNode.StartAsync("rcpt: more-than 3 recipients per hour by sender => defer");
        for (var i = 0; i < 3; i++)
            (await node.RcptAsync()).ShouldStartWith("250 ");
        (await node.RcptAsync()).ShouldBe("450 4.7.28 No more than 3 recipients in an hour; try again later");
        (await node.RcptAsync(sender: "other@elsewhere.example")).ShouldStartWith("250 ");
        node.Node.Time.Advance(TimeSpan.FromMinutes(20));
        (await node.RcptAsync()).ShouldStartWith("250 ");
        (await node.RcptAsync()).ShouldStartWith("450 ");
    }

    [Fact]
    public async Task A_user_has_a_quota_of_recipients()
    {
        await using var node = await PolicyNode.StartAsync("submission rcpt: more-than 2 recipients per day by account => defer", "rcpt: more-than 1 recipients per day by everybody => refuse");
        var anna = await node.LoginAsync();
        (await anna.AskAsync("MAIL FROM:<anna@example.org>")).ShouldStartWith("250 ");
        (await anna.AskAsync("RCPT TO:<a@remote.example>")).ShouldStartWith("250 ");
        (await anna.AskAsync("RCPT TO:<b@remote.example>")).ShouldStartWith("250 ");
        (await anna.AskAsync("RCPT TO:<c@remote.example>")).ShouldStartWith("450 4.7.28 ");
    }

    [Fact]
    public async Task Bytes_are_counted_when_the_message_is_here()
    {
        await using var node = await PolicyNode.StartAsync("data: more-than 100 bytes per hour by network => defer");
        (await node.SendAsync(Message)).ShouldStartWith("250 ");
        (await node.SendAsync(Message)).ShouldStartWith("250 ");
        (await node.SendAsync(Message + new string('x', 40) + "\r\n")).ShouldStartWith("450 4.7.28 ");
    }

    [Fact]
    public async Task A_tarpit_holds_the_reply_back()
    {
        await using var node = await PolicyNode.StartAsync("rcpt: recipient anna@example.org => refuse tarpit 10s");
        var client = await node.Node.Connect(MailListener.Smtp).GreetAsync();
        (await client.AskAsync("MAIL FROM:<x@elsewhere.example>")).ShouldStartWith("250 ");
        await client.SendAsync("RCPT TO:<anna@example.org>\r\n");
        var reply = client.ReplyAsync();
        reply.IsCompleted.ShouldBeFalse();
        node.Node.Time.Advance(TimeSpan.FromSeconds(11));
        (await reply).ShouldStartWith("550 5.7.1 ");
    }

    [Fact]
    public async Task Conditions_are_joined_and_negated()
    {
        await using var node = await PolicyNode.StartAsync("rcpt: sender <> and not client 192.0.2.7 => refuse \"No notifications from you\"");
        (await node.RcptAsync("192.0.2.8", sender: "")).ShouldBe("550 5.7.1 No notifications from you");
        (await node.RcptAsync("192.0.2.7", sender: "")).ShouldStartWith("250 ");
        (await node.RcptAsync("192.0.2.8")).ShouldStartWith("250 ");
    }

    [Theory]
    [InlineData("rcpt: greylisted => defer", "'greylisted 5m")]
    [InlineData("rcpt greylisted 5m => defer", "it begins with")]
    [InlineData("connect: greylisted 5m => defer", "'greylisted' can be asked from rcpt: on")]
    [InlineData("connect: dnsbl a b => refuse", "a list reads like")]
    [InlineData("connect: client 10.0.0.0/40 => refuse", "'10.0.0.0/40' is no network")]
    [InlineData("rcpt: unheard => refuse", "'unheard' is no check")]
    [InlineData("rcpt: recipient a@b => explode", "'explode' is no effect")]
    [InlineData("rcpt: recipient a@b => refuse tarpit 2h", "is not understood")]
    [InlineData("rcpt: recipient a@b => refuse \"open", "does not end")]
    [InlineData("rcpt: more-than 0 recipients per day by client => defer", "larger than nought")]
    [InlineData("data: dmarc maybe => refuse", "it takes any of pass")]
    public void A_rule_that_cannot_be_read_is_told(string rule, string expected) => PolicyOptions.FindError(["# fine", "", rule]).ShouldNotBeNull().ShouldContain(expected);
}
