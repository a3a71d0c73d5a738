using System.Text;
using Oss.Tests.MailEngine.Queue;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Smtp;

/// <summary>What strangers write gets into fields that are made here: never with an end of a line, whichever field it is.</summary>
public sealed class HeaderInjectionTests
{
    private const string Evil = "x\r\nX-Evil: 1\r\n\r\nbody";

    [Fact]
    public async Task An_envelope_id_and_an_original_recipient_cannot_write_into_the_notification()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Sink.Reply = command => command.StartsWith("RCPT", StringComparison.Ordinal) ? "550 5.1.1 Nobody" : null;
        await node.SubmitAsync("From: anna@example.org\r\n\r\nx\r\n", ["<gone@remote.example> ORCPT=rfc822;" + Xtext("gone" + Evil)], " ENVID=" + Xtext(Evil));
        await node.RunAsync();
        var bounce = node.Inbox.ShouldHaveSingleItem();
        bounce.Split("\r\n").ShouldNotContain(line => line.StartsWith("X-Evil", StringComparison.Ordinal));
        bounce.ShouldContain("Original-Envelope-Id: x");
        bounce.ShouldContain("Original-Recipient: rfc822; gone");
    }

    [Theory]
    [InlineData("Subject: =?utf-8?q?x=0D=0AX-Evil:_1=0D=0A=0D=0Abody?=")]
    [InlineData("Subject: =?utf-8?b?eA0KWC1FdmlsOiAx?=\r\n =?utf-8?q?=0AX-Evil:_1?=")]
    [InlineData("Message-ID: <x@y>\t\v\fX-Evil: 1")]
    [InlineData("Message-ID: =?utf-8?q?=3Cx=40y=3E=0D=0AX-Evil:_1?=")]
    [InlineData("References: <a@b>\r\n\tX-Evil: 1\r\nMessage-ID: <x@y>")]
    [InlineData("From: =?utf-8?q?x=0D=0AX-Evil:_1?= <bert@example.org>")]
    public async Task A_message_cannot_write_into_the_reply_the_refusal_or_the_notification_that_answer_it(string field)
    {
        foreach (var script in (string[])
        [
            """require "vacation"; vacation "Away";""", """require ["vacation", "variables"]; if header :matches "Subject" "*" { vacation :subject "Re: ${1}" "Away"; }""",
            """require ["enotify", "variables"]; if header :matches "Subject" "*" { set "s" "${1}"; } notify :message "${s}" "mailto:bert@example.org";""",
            """require ["reject", "variables"]; if header :matches "Subject" "*" { reject "No: ${1}"; }""",
        ])
        {
            await using var node = new MailNode();
            await node.AddMailboxAsync("anna@example.org");
            await node.AddMailboxAsync("bert@example.org");
            await File.WriteAllTextAsync(Path.Combine(node.Maildir("anna@example.org"), "..", ".dovecot.sieve"), script);
            var client = await node.Connect(Oss.MailEngine.MailListener.Lmtp).GreetAsync("LHLO");
            await client.AskAsync("MAIL FROM:<bert@example.org>");
            await client.AskAsync("RCPT TO:<anna@example.org>");
            await client.AskAsync("DATA");
            var answer = await client.AskAsync($"To: anna@example.org\r\n{field}\r\n\r\nhello\r\n.");
            (answer.StartsWith("250 ", StringComparison.Ordinal) || answer.StartsWith("550 ", StringComparison.Ordinal)).ShouldBeTrue(answer);
            (await client.AskAsync("NOOP")).ShouldStartWith("250 2.0.0");
            await node.Engine.Outbound.Queue.RunOnceAsync(CancellationToken.None);
            foreach (var text in node.Messages("bert@example.org").Select(Encoding.UTF8.GetString))
            {
                var header = text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
                header.Split('\n').ShouldNotContain(line => line.StartsWith("X-Evil", StringComparison.Ordinal), script);
                header.Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain('\r');
                header.Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain('\n');
            }
        }
    }

    [Theory]
    [InlineData("\"a\\\rb\"@elsewhere.example")]
    [InlineData("a@elsewhere.example>\vX-Evil: 1")]
    [InlineData("a@else\u0000where.example")]
    [InlineData("a@elsewhere.example\u0085X-Evil:1")]
    public async Task A_sender_with_control_characters_is_none(string sender)
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(Oss.MailEngine.MailListener.Smtp).GreetAsync();
        await client.SendAsync(Encoding.UTF8.GetBytes($"MAIL FROM:<{sender}> SMTPUTF8\r\n"));
        (await client.ReplyAsync()).ShouldStartWith("50");
    }

    private static string Xtext(string text) => string.Concat(text.Select(c => c is < '!' or '+' or '=' or > '~' ? $"+{(int)c:X2}" : c.ToString()));
}
