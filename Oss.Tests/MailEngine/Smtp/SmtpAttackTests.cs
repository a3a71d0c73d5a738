using Oss.MailEngine;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Smtp;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Smtp;

/// <summary>One test for each attack.</summary>
public class SmtpAttackTests
{
    [Theory]
    [InlineData(MailListener.Smtp)]
    [InlineData(MailListener.Submission)]
    [InlineData(MailListener.Lmtp)]
    public async Task Commands_injected_behind_STARTTLS_close_the_connection_unanswered(MailListener listener)
    {
        await using var node = new MailNode();
        var client = await node.Connect(listener).GreetAsync(listener == MailListener.Lmtp ? "LHLO" : "EHLO");
        await client.SendAsync("STARTTLS\r\nRSET\r\n");
        (await client.ReadLineAsync()).ShouldBeNull();
        await client.Session;
    }

    [Fact]
    public async Task What_was_said_before_TLS_is_forgotten()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(MailListener.Submission, "127.0.0.1").GreetAsync();
        (await client.AskAsync("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0")).ShouldStartWith("235 ");
        (await client.AskAsync("STARTTLS")).ShouldStartWith("220 ");
        await client.StartTlsAsync();
        (await client.AskAsync("MAIL FROM:<anna@example.org>")).ShouldStartWith("503 5.5.1 EHLO first");
        (await client.AskAsync("EHLO client.example")).ShouldStartWith("250 AUTH");
        (await client.AskAsync("MAIL FROM:<anna@example.org>")).ShouldStartWith("530 5.7.0");
        (await client.AskAsync("STARTTLS")).ShouldStartWith("503 ");
    }

    [Fact]
    public async Task A_password_is_not_asked_for_in_clear_text()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = node.Connect(MailListener.Submission);
        await client.ReplyAsync();
        await client.SendAsync("EHLO client.example\r\n");
        var lines = new List<string>();
        do
            lines.Add((await client.ReadLineAsync())!);
        while (lines[^1][3] == '-');
        lines.ShouldNotContain(line => line.Contains("AUTH"));
        (await client.AskAsync("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0")).ShouldStartWith("538 5.7.11");
        node.Mail.Logins.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("victim@elsewhere.example")]
    [InlineData("VICTIM@ELSEWHERE.EXAMPLE")]
    [InlineData("victim%elsewhere.example@example.org")]
    [InlineData("@example.org:victim@elsewhere.example")]
    [InlineData("@example.org,@mail.example:victim@elsewhere.example")]
    [InlineData("\"victim@elsewhere.example\"@example.org")]
    [InlineData("\"victim\"@elsewhere.example")]
    [InlineData("elsewhere.example!victim@example.org")]
    [InlineData("elsewhere.example!victim")]
    [InlineData("victim@[192.0.2.99]")]
    [InlineData("anna@[127.0.0.1]")]
    [InlineData("anna@[IPv6:::1]")]
    [InlineData("victim@elsewhere.example@example.org")]
    [InlineData("victim")]
    [InlineData("anna@example.org.")]
    public async Task No_spelling_of_a_foreign_address_is_relayed(string recipient)
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        (await client.AskAsync("MAIL FROM:<anna@example.org>")).ShouldStartWith("250 ");
        (await client.AskAsync($"RCPT TO:<{recipient}>")).ShouldStartWith("5");
        (await client.AskAsync("DATA")).ShouldStartWith("503 ");
    }

    [Theory]
    [InlineData("victim@elsewhere\u3002example")]
    [InlineData("victim\uFF20elsewhere.example@example.org")]
    [InlineData("victim\uFE6Belsewhere.example")]
    [InlineData("anna@ex\u0430mple.org")]
    [InlineData("anna@\u212Fxample.org\u200B")]
    [InlineData("\u0430nna@example.org")]
    [InlineData("anna@example.org\u202E")]
    [InlineData("anna\u0000@example.org")]
    public async Task No_spelling_in_other_letters_is_taken_for_a_mailbox_or_relayed(string recipient)
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        (await client.AskAsync("MAIL FROM:<a@elsewhere.example> SMTPUTF8")).ShouldStartWith("250 ");
        await client.SendAsync(System.Text.Encoding.UTF8.GetBytes($"RCPT TO:<{recipient}>\r\n"));
        (await client.ReplyAsync()).ShouldStartWith("5");
        (await client.AskAsync("DATA")).ShouldStartWith("503 ");
    }

    [Theory]
    [InlineData("client.example)\r\n")]
    [InlineData("client.example\tby evil\r\n")]
    [InlineData("client.example (evil\r\n")]
    [InlineData("client.example;evil\r\n")]
    [InlineData("client.example\rX-Evil: 1\r\n")]
    [InlineData("client.example\0\r\n")]
    [InlineData("client\xc2\x85\x58-Evil\r\n")]
    public async Task A_client_name_cannot_write_into_the_header(string name)
    {
        await using var node = new MailNode();
        var client = node.Connect(MailListener.Smtp);
        await client.ReplyAsync();
        await client.SendAsync("EHLO " + name);
        (await client.ReplyAsync()).ShouldStartWith("50");
        (await client.AskAsync("MAIL FROM:<a@elsewhere.example>")).ShouldStartWith("503 ");
    }

    [Theory]
    [InlineData("MAIL FROM:<a@elsewhere.example\rX-Evil: 1>")]
    [InlineData("MAIL FROM:<a@elsewhere.example\n>")]
    [InlineData("MAIL FROM:<a@elsewhere.example> SIZE=1\rX")]
    [InlineData("MAIL FROM:<\"a\r\nX-Evil: 1\"@elsewhere.example>")]
    public async Task A_sender_cannot_write_into_the_header(string command)
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        (await client.AskAsync(command)).ShouldStartWith("50");
        await client.SendAsync("QUIT\r\n");
        while (await client.ReadLineAsync() is { } line)
            line.ShouldNotStartWith("250");
    }

    [Fact]
    public async Task A_line_that_is_far_too_long_is_thrown_away_and_answered_once()
    {
        await using var node = new MailNode();
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        var piece = new string('x', 64 * 1024);
        for (var i = 0; i < 100; i++)
            await client.SendAsync(piece);
        (await client.AskAsync("")).ShouldStartWith("500 5.5.6");
        (await client.AskAsync("NOOP")).ShouldStartWith("250 ");
    }

    [Theory]
    [InlineData(MailListener.Smtp)]
    [InlineData(MailListener.Submission)]
    [InlineData(MailListener.Lmtp)]
    public async Task A_line_without_an_end_is_hung_up_on(MailListener listener)
    {
        await using var node = new MailNode();
        var client = await node.Connect(listener).GreetAsync(listener == MailListener.Lmtp ? "LHLO" : "EHLO");
        var piece = new string('x', 64 * 1024);
        for (var i = 0; i <= ConnectionLimits.DroppedLine / piece.Length; i++)
            await client.SendAsync(piece);
        (await client.ReadLineAsync()).ShouldBeNull();
        await client.Session;
    }

    [Fact]
    public async Task A_line_of_just_the_limit_is_read()
    {
        await using var node = new MailNode();
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        (await client.AskAsync("NOOP " + new string('x', SmtpLimits.CommandLine - 6))).ShouldStartWith("250 ");
        (await client.AskAsync("NOOP " + new string('x', SmtpLimits.CommandLine))).ShouldStartWith("500 5.5.6");
    }

    [Fact]
    public async Task Guessing_addresses_ends_the_connection()
    {
        await using var node = new MailNode();
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        await client.AskAsync("MAIL FROM:<>");
        for (var i = 0; i < SmtpLimits.Errors; i++)
            (await client.AskAsync($"RCPT TO:<guess{i}@example.org>")).ShouldStartWith("550 5.1.1");
        (await client.ReadLineAsync())!.ShouldStartWith("421 4.7.0");
        (await client.ReadLineAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Recipients_beyond_the_limit_are_for_another_message()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        await client.AskAsync("MAIL FROM:<>");
        for (var i = 0; i < SmtpLimits.Recipients; i++)
            (await client.AskAsync("RCPT TO:<anna@example.org>")).ShouldStartWith("250 ");
        (await client.AskAsync("RCPT TO:<anna@example.org>")).ShouldStartWith("452 4.5.3");
    }

    [Fact]
    public async Task A_silent_peer_is_told_goodbye()
    {
        await using var node = new MailNode();
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        node.Time.Advance(SmtpLimits.CommandPatience);
        (await client.ReadLineAsync())!.ShouldStartWith("421 4.4.2");
        (await client.ReadLineAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_peer_that_sends_an_octet_now_and_then_has_no_more_time_for_its_line()
    {
        await using var node = new MailNode();
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        for (var i = 0; i < 5; i++)
        {
            await client.SendAsync("N");
            node.Time.Advance(SmtpLimits.CommandPatience / 5);
        }

        (await client.ReadLineAsync())!.ShouldStartWith("421 4.4.2");
    }

    [Fact]
    public async Task A_peer_that_stops_in_the_middle_of_a_message_leaves_nothing()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await (await node.Connect(MailListener.Smtp).GreetAsync()).BeginDataAsync("anna@example.org");
        await client.SendAsync("Subject: half\r\n\r\nand n");
        // Writing the spool file goes on elsewhere; the clock moves until the session waits for the peer again and gives up.
        var reading = client.ReadLineAsync();
        while (!reading.IsCompleted)
        {
            node.Time.Advance(SmtpLimits.DataPatience);
            await Task.Yield();
        }

        (await reading)!.ShouldStartWith("421 4.4.2");
        await client.Session;
        node.Messages("anna@example.org").ShouldBeEmpty();
        node.Spooled.ShouldBe(0);
    }

    [Fact]
    public async Task A_peer_that_hangs_up_in_the_middle_of_a_message_leaves_nothing()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await (await node.Connect(MailListener.Smtp).GreetAsync()).BeginDataAsync("anna@example.org");
        await client.SendAsync("Subject: half\r\n\r\n.\r");
        await client.CloseAsync();
        await client.Session;
        node.Messages("anna@example.org").ShouldBeEmpty();
        node.Spooled.ShouldBe(0);
    }

    [Fact]
    public async Task A_message_that_grows_too_large_is_refused_and_the_session_goes_on()
    {
        await using var node = new MailNode(options => options with { MaxMessageBytes = 10_000 });
        await node.AddMailboxAsync("anna@example.org");
        var client = await (await node.Connect(MailListener.Smtp).GreetAsync()).BeginDataAsync("anna@example.org");
        for (var i = 0; i < 1000; i++)
            await client.SendAsync(new string('x', 98) + "\r\n");
        (await client.AskAsync(".")).ShouldStartWith("552 5.3.4");
        (await client.AskAsync("NOOP")).ShouldStartWith("250 ");
        node.Messages("anna@example.org").ShouldBeEmpty();
        node.Spooled.ShouldBe(0);
    }

    [Theory]
    [InlineData(98, "250 ")]
    [InlineData(101, "554 5.4.6")]
    public async Task A_message_that_goes_in_circles_is_stopped(int hops, string expected)
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await (await node.Connect(MailListener.Smtp).GreetAsync()).BeginDataAsync("anna@example.org");
        await client.SendAsync(string.Concat(Enumerable.Repeat("RECEIVED: from a by b\r\n\twith received: x\r\n", hops)));
        await client.SendAsync("\r\n" + string.Concat(Enumerable.Repeat("Received: in the body does not count\r\n", 200)));
        (await client.AskAsync(".")).ShouldStartWith(expected);
    }

    [Fact]
    public async Task Forwards_that_point_at_one_another_end()
    {
        await using var node = new MailNode();
        node.Mail.Answers["a@example.org"] = new RecipientResolution.Expand(["b@example.org"]);
        node.Mail.Answers["b@example.org"] = new RecipientResolution.Expand(["a@example.org", "b@example.org"]);
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        await client.AskAsync("MAIL FROM:<>");
        (await client.AskAsync("RCPT TO:<a@example.org>")).ShouldStartWith("550 5.1.1");
        node.Mail.LookUps.ShouldBeLessThan(5);
    }

    [Fact]
    public async Task A_forward_to_more_addresses_than_may_be_looked_up_loses_none_in_silence()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        node.Mail.Answers["all@example.org"] = new RecipientResolution.Expand(["anna@example.org", .. Enumerable.Range(0, 10_000).Select(i => $"x{i}@example.org")]);
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        await client.AskAsync("MAIL FROM:<>");
        (await client.AskAsync("RCPT TO:<all@example.org>")).ShouldStartWith("451 ");
        node.Mail.LookUps.ShouldBeLessThan(300);
    }

    /// <summary>What ends the data in some servers and not in others.</summary>
    public static TheoryData<string> Smuggling => ["\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n", "\r\n.\r", "\r.\r\n", "\n\n.\r\n", "\r\n\0.\r\n", "\r\n.\0\r\n", "\r\0\n.\r\n", "\r\r\n.\r\r\n"];

    [Theory]
    [MemberData(nameof(Smuggling))]
    public async Task No_end_of_data_but_the_right_one_is_taken_by_DATA_or_BDAT_wherever_it_is_split(string sequence)
    {
        await using var node = new MailNode(options => options with { MaxConnectionsPerAddress = 1000 });
        await node.AddMailboxAsync("anna@example.org");
        var message = "Subject: x\r\n\r\ntext" + sequence + "MAIL FROM:<smuggled@evil.example>\r\nRCPT TO:<anna@example.org>\r\nDATA\r\n";
        for (var split = 20; split < 30 + sequence.Length; split++)
        {
            foreach (var isChunked in (bool[])[false, true])
            {
                var client = await node.Connect(MailListener.Smtp).GreetAsync();
                await client.AskAsync("MAIL FROM:<a@elsewhere.example>");
                (await client.AskAsync("RCPT TO:<anna@example.org>")).ShouldStartWith("250 ");
                if (isChunked)
                    await client.SendAsync($"BDAT {message.Length} LAST\r\n");
                else
                    (await client.AskAsync("DATA")).ShouldStartWith("354 ");
                await client.SendAsync(message[..split]);
                await client.SendAsync(message[split..] + (isChunked ? "" : "\r\n.\r\n"));
                (await client.ReplyAsync()).ShouldStartWith("550 5.6.11");
                (await client.AskAsync("NOOP")).ShouldStartWith("250 2.0.0 OK");
                await client.AskAsync("QUIT");
            }
        }

        node.Messages("anna@example.org").ShouldBeEmpty();
        node.Spooled.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Smuggling))]
    public async Task No_end_of_data_but_the_right_one_is_taken_from_chunks_wherever_one_ends_and_the_next_begins(string sequence)
    {
        await using var node = new MailNode(options => options with { MaxConnectionsPerAddress = 1000 });
        await node.AddMailboxAsync("anna@example.org");
        var message = "Subject: x\r\n\r\ntext" + sequence + "MAIL FROM:<smuggled@evil.example>\r\nRCPT TO:<anna@example.org>\r\nDATA\r\n";
        for (var split = 14; split < 22 + sequence.Length; split++)
        {
            var client = await node.Connect(MailListener.Smtp).GreetAsync();
            await client.AskAsync("MAIL FROM:<a@elsewhere.example>");
            (await client.AskAsync("RCPT TO:<anna@example.org>")).ShouldStartWith("250 ");
            await client.SendAsync($"BDAT {split}\r\n{message[..split]}BDAT {message.Length - split} LAST\r\n{message[split..]}");
            // Refused with the piece that has it, or with the next one; then nothing more is taken of the message.
            var replies = new[] { await client.ReplyAsync(), await client.ReplyAsync() };
            replies.ShouldContain(reply => reply.StartsWith("550 5.6.11", StringComparison.Ordinal), $"split at {split}");
            replies[1].ShouldStartWith("5");
            (await client.AskAsync("NOOP")).ShouldStartWith("250 2.0.0 OK");
            await client.AskAsync("QUIT");
        }

        node.Messages("anna@example.org").ShouldBeEmpty();
        node.Spooled.ShouldBe(0);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("+5")]
    [InlineData("0x5")]
    [InlineData("5 LAST LAST")]
    [InlineData("5 FIRST")]
    [InlineData("5,LAST")]
    [InlineData("\u0665")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("4294967301 LAST")]
    [InlineData("")]
    public async Task Nothing_after_a_chunk_whose_length_is_none_or_too_large_is_a_command(string length)
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        await client.AskAsync("MAIL FROM:<a@elsewhere.example>");
        await client.AskAsync("RCPT TO:<anna@example.org>");
        await client.SendAsync($"BDAT {length}\r\nNOOP\r\nRSET\r\n");
        (await client.ReplyAsync()).ShouldStartWith("5");
        (await client.ReadLineAsync()).ShouldBeNull();
        node.Messages("anna@example.org").ShouldBeEmpty();
    }

    [Fact]
    public async Task Chunks_larger_in_all_than_a_message_may_be_are_refused_and_leave_nothing()
    {
        await using var node = new MailNode(options => options with { MaxMessageBytes = 100_000 });
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        await client.AskAsync("MAIL FROM:<a@elsewhere.example>");
        await client.AskAsync("RCPT TO:<anna@example.org>");
        var chunk = string.Concat(Enumerable.Repeat(new string('x', 998) + "\r\n", 80));
        await client.SendAsync($"BDAT {chunk.Length}\r\n{chunk}");
        (await client.ReplyAsync()).ShouldStartWith("250 ");
        await client.SendAsync($"BDAT {chunk.Length} LAST\r\n{chunk}");
        (await client.ReplyAsync()).ShouldStartWith("552 5.3.4");
        (await client.AskAsync("NOOP")).ShouldStartWith("250 ");
        await client.SendAsync("BDAT 100001\r\n");
        (await client.ReplyAsync()).ShouldStartWith("552 5.3.4");
        (await client.ReadLineAsync()).ShouldBeNull();
        node.Spooled.ShouldBe(0);
    }

    [Fact]
    public async Task A_flood_of_empty_chunks_ends_the_connection()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        for (var i = 0; i < SmtpLimits.Errors; i++)
            await client.SendAsync("BDAT 0\r\n");
        string? last = null;
        while (await client.ReadLineAsync() is { } line)
            last = line;
        last!.ShouldStartWith("421 4.7.0");
    }

    [Fact]
    public async Task A_binary_message_is_stored_as_lines_that_say_the_same()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        await client.AskAsync("MAIL FROM:<a@elsewhere.example> BODY=BINARYMIME");
        await client.AskAsync("RCPT TO:<anna@example.org>");
        var message = "MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n\0\n\r.\r\n.\r\n\xff";
        await client.SendAsync($"BDAT {message.Length} LAST\r\n{message}");
        (await client.ReplyAsync()).ShouldStartWith("250 ");
        using var stored = MimeKit.MimeMessage.Load(new MemoryStream(node.Messages("anna@example.org")[0]));
        using var content = new MemoryStream();
        ((MimeKit.MimePart)stored.Body!).Content!.DecodeTo(content);
        content.ToArray().ShouldBe([0, 10, 13, (byte)'.', 13, 10, (byte)'.', 13, 10, 255]);
    }

    [Fact]
    public async Task A_binary_message_does_not_come_by_DATA()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync("anna@example.org");
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        await client.AskAsync("MAIL FROM:<a@elsewhere.example> BODY=BINARYMIME");
        await client.AskAsync("RCPT TO:<anna@example.org>");
        (await client.AskAsync("DATA")).ShouldStartWith("503 5.5.1");
        await client.SendAsync("BDAT 4 LAST\r\n\r\nx\n");
        (await client.ReplyAsync()).ShouldStartWith("250 ");
    }

    [Theory]
    [InlineData("99999999999999999999", "552 5.3.4")]
    [InlineData("999999999999999999999", "501 5.5.4")]
    [InlineData("-1", "501 5.5.4")]
    [InlineData("", "501 5.5.4")]
    public async Task A_size_of_twenty_digits_is_too_large_and_one_of_more_is_none(string size, string reply)
    {
        await using var node = new MailNode();
        var client = await node.Connect(MailListener.Smtp).GreetAsync();
        (await client.AskAsync($"MAIL FROM:<a@elsewhere.example> SIZE={size}")).ShouldStartWith(reply);
    }
}
