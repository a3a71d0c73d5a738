using Oss.MailEngine;
using Oss.MailEngine.Smtp;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Smtp;

/// <summary>A header has an end, whoever writes it.</summary>
public sealed class HeaderLimitTests
{
    [Theory]
    [InlineData("one field for ever", MailListener.Smtp, false)]
    [InlineData("one field for ever", MailListener.Lmtp, true)]
    [InlineData("fields without number", MailListener.Smtp, true)]
    [InlineData("fields without number", MailListener.Submission, false)]
    [InlineData("a folded field", MailListener.Smtp, false)]
    [InlineData("no line at all", MailListener.Smtp, true)]
    public async Task A_header_larger_than_the_limit_is_refused_and_the_session_goes_on(string kind, MailListener listener, bool isChunked)
    {
        await using var node = new MailNode(options => options with { MaxMessageBytes = 10_000_000 });
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(listener, "127.0.0.1").GreetAsync(listener == MailListener.Lmtp ? "LHLO" : "EHLO");
        if (listener == MailListener.Submission)
            (await client.AskAsync("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0")).ShouldStartWith("235 ");
        var piece = kind switch
        {
            "one field for ever" => "x-evil: " + new string('x', 990),
            "fields without number" => "a:\r\n",
            "a folded field" => "\t" + new string('x', 900) + "\r\n",
            _ => new string('x', 1000),
        };
        var header = string.Concat(Enumerable.Repeat(piece, (SmtpLimits.Header / piece.Length) + 10)) + "\r\n\r\n";
        (await SendAsync(client, "Subject: x\r\n" + header + "text\r\n", isChunked)).ShouldStartWith("552 5.3.4 The header");
        node.Messages("anna@example.org").ShouldBeEmpty();
        node.Spooled.ShouldBe(0);

        // As much in the text is nobody's trouble.
        (await SendAsync(client, "Subject: x\r\n\r\n" + header, isChunked)).ShouldStartWith("250 ");
        node.Messages("anna@example.org").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_header_of_just_the_limit_is_taken()
    {
        await using var node = new MailNode(options => options with { MaxMessageBytes = 10_000_000 });
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        foreach (var (more, reply) in ((int, string)[])[(0, "250 "), (1, "552 ")])
        {
            var field = "x: " + new string('y', SmtpLimits.Header - 7 + more) + "\r\n\r\n";
            (await SendAsync(client, field + "text\r\n", isChunked: false)).ShouldStartWith(reply);
        }
    }

    private static async Task<string> SendAsync(MailClient client, string message, bool isChunked)
    {
        (await client.AskAsync("MAIL FROM:<anna@example.org>")).ShouldStartWith("250 ");
        (await client.AskAsync("RCPT TO:<anna@example.org>")).ShouldStartWith("250 ");
        if (!isChunked)
        {
            (await client.AskAsync("DATA")).ShouldStartWith("354 ");
            return await client.AskAsync(message + ".");
        }

        for (var at = 0; at < message.Length; at += 300_000)
        {
            var piece = message[at..Math.Min(message.Length, at + 300_000)];
            var isLast = at + 300_000 >= message.Length;
            await client.SendAsync($"BDAT {piece.Length}{(isLast ? " LAST" : "")}\r\n{piece}");
            var reply = await client.ReplyAsync();
            if (isLast || !reply.StartsWith("250 ", StringComparison.Ordinal))
                return reply;
        }

        return "";
    }
}
