using System.Text;
using Oss.MailEngine;
using Oss.MailEngine.Directory;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Delivery;

public class DeliveryTests
{
    // A case is told by its name alone: what a theory is given is written out as text before any test runs, and of ten megabytes that takes gigabytes.
    public static TheoryData<string> Names => [.. Messages.Keys];

    private static Dictionary<string, byte[]> Messages { get; } = new()
    {
        { "empty", [] },
        { "no header", "\r\ntext\r\n"u8.ToArray() },
        { "dots", "Subject: x\r\n\r\n.\r\n..\r\n...\r\n.a\r\n"u8.ToArray() },
        { "all octets that are allowed", [.. Enumerable.Range(1, 255).Where(i => i is not (10 or 13)).Select(i => (byte)i), .. "\r\n"u8] },
        { "a line of a megabyte", [.. Enumerable.Repeat((byte)'x', 1_000_000), .. "\r\n"u8] },
        { "10 MB", [.. "Subject: x\r\n\r\n"u8, .. Enumerable.Range(0, 10_000_000 / 80).SelectMany(i => Encoding.ASCII.GetBytes($"{i:D78}\r\n"))] },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_stored_is_the_trace_and_then_each_octet_that_was_sent(string name)
    {
        var message = Messages[name];
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await (await node.Connect(MailListener.Smtp).GreetAsync()).BeginDataAsync("anna@example.org");
        await client.SendAsync(Stuff(message));
        (await client.AskAsync(".")).ShouldStartWith("250 ");

        var stored = node.Messages("anna@example.org").ShouldHaveSingleItem();
        var trace = Encoding.ASCII.GetString(stored, 0, stored.Length - message.Length);
        stored.AsSpan(trace.Length).SequenceEqual(message).ShouldBeTrue();
        trace.ShouldBe(
            "Return-Path: <sender@elsewhere.example>\r\nReceived: from client.example ([192.0.2.7])\r\n\tby mail.example with ESMTP id C1;\r\n\tTue, 24 Nov 2026 12:00:00 +0000\r\n");
        node.Spooled.ShouldBe(0);
    }

    [Fact]
    public async Task The_trace_names_protocol_encryption_and_authentication()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(MailListener.Submission, "2001:db8::7").GreetAsync();
        await client.AskAsync("STARTTLS");
        await client.StartTlsAsync();
        await client.AskAsync("EHLO [192.0.2.7]");
        (await client.AskAsync("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0")).ShouldStartWith("235 ");
        (await client.AskAsync("MAIL FROM:<anna@example.org>")).ShouldStartWith("250 ");
        (await client.AskAsync("RCPT TO:<anna@example.org>")).ShouldStartWith("250 ");
        (await client.AskAsync("DATA")).ShouldStartWith("354 ");
        (await client.AskAsync("\r\n.")).ShouldStartWith("250 ");
        Encoding.ASCII.GetString(node.Messages("anna@example.org")[0])
            .ShouldContain("from [192.0.2.7] ([IPv6:2001:db8::7])\r\n\tby mail.example with ESMTPSA id ");
    }

    [Fact]
    public async Task A_mailbox_named_by_alias_and_itself_gets_one_copy()
    {
        await using var node = new MailNode();
        var anna = await node.AddMailboxAsync("anna@example.org");
        await node.AddMailboxAsync("bert@example.org");
        node.Mail.Answers["ann@example.org"] = new RecipientResolution.Deliver(anna);
        node.Mail.Answers["all@example.org"] = new RecipientResolution.Expand(["anna@example.org", "bert@example.org"]);
        var client = await (await node.Connect(MailListener.Smtp).GreetAsync()).BeginDataAsync("anna@example.org", "ann@example.org", "all@example.org");
        (await client.AskAsync("\r\n.")).ShouldStartWith("250 ");
        node.Messages("anna@example.org").Count.ShouldBe(1);
        node.Messages("bert@example.org").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_mailbox_that_is_full_is_told_as_temporary()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("full@example.org", quota: 100);
        var client = await (await node.Connect(MailListener.Smtp).GreetAsync()).BeginDataAsync("full@example.org");
        (await client.AskAsync("Subject: no room\r\n\r\n.")).ShouldStartWith("452 4.2.2");
        node.Messages("full@example.org").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mailbox_without_room_is_told_before_the_data_when_the_size_is_declared()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("full@example.org", quota: 1000);
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        await client.AskAsync("MAIL FROM:<sender@elsewhere.example> SIZE=1001");
        (await client.AskAsync("RCPT TO:<full@example.org>")).ShouldStartWith("552 5.2.2");
        await client.AskAsync("RSET");
        await client.BeginDataAsync("full@example.org");
        (await client.AskAsync(new string('x', 400) + "\r\n.")).ShouldStartWith("250 ");
        await client.AskAsync("MAIL FROM:<sender@elsewhere.example> SIZE=900");
        (await client.AskAsync("RCPT TO:<full@example.org>")).ShouldStartWith("452 4.2.2");
    }

    [Theory]
    [InlineData("Subject: x\r\n\r\nDate: in the body\r\n", true, true)]
    [InlineData("DATE : Tue, 24 Nov 2026 12:00:00 +0000\r\nSubject: x\r\n\r\n", false, true)]
    [InlineData("Date: Tue, 24 Nov 2026 12:00:00 +0000\r\nmessage-id: <1@x>\r\n\r\n", false, false)]
    [InlineData("Subject: x\r\n Date: folded\r\nMessage-ID: <1@x>\r\n\r\n", true, false)]
    public async Task Submission_adds_the_date_and_the_message_id_that_are_missing(string message, bool date, bool id)
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(MailListener.Submission, "127.0.0.1").GreetAsync();
        await client.AskAsync("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0");
        await client.AskAsync("MAIL FROM:<anna@example.org>");
        await client.AskAsync("RCPT TO:<anna@example.org>");
        await client.AskAsync("DATA");
        (await client.AskAsync(message + ".")).ShouldStartWith("250 ");
        var stored = Encoding.ASCII.GetString(node.Messages("anna@example.org")[0]);
        stored.ShouldEndWith(message);
        stored[..^message.Length].Contains("\r\nDate: Tue, 24 Nov 2026 12:00:00 +0000\r\n", StringComparison.Ordinal).ShouldBe(date);
        stored[..^message.Length].Contains("\r\nMessage-ID: <", StringComparison.Ordinal).ShouldBe(id);
    }

    [Fact]
    public async Task A_volume_that_is_not_there_is_told_as_temporary()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        node.Mail.Mailboxes["lost@example.org"] = new MailboxAccount(Guid.CreateVersion7(), "lost@example.org", "vol1", null);
        var client = await (await node.Connect(MailListener.Smtp).GreetAsync()).BeginDataAsync("lost@example.org");
        (await client.AskAsync("\r\n.")).ShouldStartWith("451 4.3.0");
    }

    [Theory]
    [InlineData(true, "450 4.2.1")]
    [InlineData(false, "550 5.2.1")]
    public async Task A_suspended_mailbox_takes_no_mail(bool temporary, string expected)
    {
        await using var node = new MailNode();
        node.Mail.Answers["gone@example.org"] = new RecipientResolution.Suspended(temporary);
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        await client.AskAsync("MAIL FROM:<>");
        (await client.AskAsync("RCPT TO:<gone@example.org>")).ShouldStartWith(expected);
    }

    [Fact]
    public async Task A_directory_out_of_reach_is_told_as_temporary()
    {
        await using var node = new MailNode();
        node.Mail.Answers["anna@example.org"] = new RecipientResolution.Unavailable();
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        await client.AskAsync("MAIL FROM:<>");
        (await client.AskAsync("RCPT TO:<anna@example.org>")).ShouldStartWith("451 4.3.0");
    }

    [Fact]
    public async Task Postmaster_without_a_domain_is_the_node_s_own()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("postmaster@mail.example");
        var client = await (await node.Connect(MailListener.Smtp).GreetAsync()).BeginDataAsync("Postmaster");
        (await client.AskAsync("\r\n.")).ShouldStartWith("250 ");
        node.Messages("postmaster@mail.example").Count.ShouldBe(1);
    }

    private static byte[] Stuff(byte[] message)
    {
        var stuffed = new MemoryStream();
        var isStart = true;
        foreach (var octet in message)
        {
            if (isStart && octet == '.')
                stuffed.WriteByte(octet);
            stuffed.WriteByte(octet);
            isStart = octet == '\n';
        }

        return stuffed.ToArray();
    }
}
