using System.Net;
using System.Net.Sockets;
using System.Text;
using CsCheck;
using Oss.MailEngine;
using Oss.MailEngine.ContentFilters;
using Oss.MailEngine.Smtp;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.ContentFilters;

/// <summary>Filters that are not there, hang or talk nonsense, and senders who pretend to be a filter.</summary>
public sealed class FilterFailureTests
{
    private const string Anna = "anna@example.org";
    private const string Message = "From: x@sender.example\r\nTo: anna@example.org\r\nSubject: x\r\n\r\nHello\r\n";

    [Theory]
    [InlineData(ContentFilterKind.Rspamd)]
    [InlineData(ContentFilterKind.SpamAssassin)]
    [InlineData(ContentFilterKind.ClamAv)]
    public async Task Without_its_filter_a_message_is_accepted_and_says_so_or_waits(ContentFilterKind kind)
    {
        var nobody = new ContentFilterHook(kind, "/nowhere/socket");
        var field = kind == ContentFilterKind.ClamAv ? "X-Virus-Status: Unscanned (no answer) by mail.example\r\n" : "X-Spam-Status: Unscanned (no answer) by mail.example\r\n";
        await using (var node = await NodeAsync(new() { Hooks = [nobody] }))
        {
            await node.DeliverAsync(Anna, Message);
            Encoding.UTF8.GetString(node.Messages(Anna).ShouldHaveSingleItem()).ShouldContain(field);
            (await node.Engine.DescribeFiltersAsync(CancellationToken.None)).Single().Failure.ShouldNotBeNull();
        }

        await using var strict = await NodeAsync(new() { Hooks = [nobody with { WhenDown = WhenDown.Defer }] });
        (await AnswerAsync(strict)).ShouldBe("451 4.7.1 The message cannot be checked now; try again");
        strict.Messages(Anna).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ContentFilterKind.Rspamd, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")]
    [InlineData(ContentFilterKind.Rspamd, "HTTP/1.1 200 OK\r\nContent-Length: 37\r\n\r\n{\"score\":\"x\",\"action\":3,\"symbols\":[]} ")]
    [InlineData(ContentFilterKind.Rspamd, "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n")]
    [InlineData(ContentFilterKind.Rspamd, "nonsense\r\n\r\n")]
    [InlineData(ContentFilterKind.SpamAssassin, "SPAMD/1.1 76 Bad header line\r\n\r\n")]
    [InlineData(ContentFilterKind.SpamAssassin, "SPAMD/1.1 0 EX_OK\r\nSpam: True ; 7.0 / 0.0\r\n\r\n")]
    [InlineData(ContentFilterKind.SpamAssassin, "")]
    [InlineData(ContentFilterKind.ClamAv, "INSTREAM size limit exceeded. ERROR\0")]
    [InlineData(ContentFilterKind.ClamAv, "\0")]
    public async Task An_answer_that_is_none_is_a_filter_that_is_down(ContentFilterKind kind, string answer)
    {
        await using var server = new Server(answer);
        await using var node = await NodeAsync(new() { Hooks = [new ContentFilterHook(kind, server.Address) { WhenDown = WhenDown.Defer }] });
        (await AnswerAsync(node)).ShouldStartWith("451 4.7.1 ");
    }

    [Fact]
    public async Task Rspamd_is_told_the_envelope_and_believed_by_its_thresholds()
    {
        const string Verdict = """{"is_skipped":false,"score":7.5,"required_score":15.0,"thresholds":{"reject":15.0,"add header":6.0},"action":"add header","symbols":{"R_ONE":{"score":5},"R_TWO":{"score":2.5}}}""";
        await using var server = new Server($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Verdict.Length}\r\nConnection: close\r\n\r\n{Verdict}");
        await using var node = await NodeAsync(new() { Hooks = [new ContentFilterHook(ContentFilterKind.Rspamd, server.Address)], SpamToJunk = false });
        await node.DeliverAsync(Anna, Message);
        Encoding.UTF8.GetString(node.Messages(Anna).ShouldHaveSingleItem()).ShouldContain("X-Spam-Flag: YES\r\nX-Spam-Status: Yes, score=7.5 required=6.0\r\n\ttests=R_ONE,\r\n\tR_TWO\r\n\tby mail.example\r\n");
        var request = await server.Request;
        request.ShouldStartWith("POST /checkv2 HTTP/1.1\r\n");
        foreach (var line in (string[])["IP: 127.0.0.1", $"Rcpt: {Anna}", "Helo: client.example"])
            request.ShouldContain(line + "\r\n");
    }

    [Fact]
    public async Task A_filter_that_hangs_is_waited_for_no_longer_than_it_may_take()
    {
        await using var server = new Server(answer: null);
        await using var node = await NodeAsync(new() { Hooks = [new ContentFilterHook(ContentFilterKind.ClamAv, server.Address) { Patience = TimeSpan.FromSeconds(30) }] });
        var client = await (await node.Connect(MailListener.Lmtp).GreetAsync("LHLO")).BeginDataAsync(Anna);
        await client.SendAsync(Message + ".\r\n");
        await server.Request;
        node.Time.Advance(TimeSpan.FromSeconds(31));
        (await client.ReplyAsync()).ShouldStartWith("250 ");
        Encoding.UTF8.GetString(node.Messages(Anna).ShouldHaveSingleItem()).ShouldContain("X-Virus-Status: Unscanned (no answer)");
    }

    [Fact]
    public async Task Nobody_outside_says_that_his_message_was_checked()
    {
        await using var node = await NodeAsync(new());
        await node.DeliverAsync(Anna, "X-Spam-Status: No, score=-99.0\r\n\trequired=5.0\r\nFrom: x@sender.example\r\nx-spam-flag : NO\r\nX-Virus-Status: Clean\r\n (really)\r\nX-Spamd-Result: default: False [-9 / 15]\r\nSubject: X-Spam-Flag: here it is text\r\nX-Rspamd-Queue-Id: 1\r\n\r\nX-Spam-Flag: in the body\r\n");
        var message = Encoding.UTF8.GetString(node.Messages(Anna).ShouldHaveSingleItem());
        message.ShouldEndWith("From: x@sender.example\r\nSubject: X-Spam-Flag: here it is text\r\n\r\nX-Spam-Flag: in the body\r\n");
        message.ShouldNotContain("score=");
    }

    [Fact]
    public async Task A_listed_relay_s_own_filter_is_believed()
    {
        await using var node = await NodeAsync(new() { TrustedNetworks = [IPNetwork.Parse("127.0.0.0/8")] });
        await node.DeliverAsync(Anna, "X-Spam-Flag: YES\r\nSubject: x\r\n\r\nx\r\n");
        node.Messages(Anna).ShouldBeEmpty();
        Directory.GetFiles(Path.Combine(node.Maildir(Anna), ".Junk", "new")).Length.ShouldBe(1);
    }

    [Fact]
    public void Wherever_a_header_is_split_the_same_fields_are_found()
    {
        var line = Gen.OneOfConst("X-Spam-Flag: YES\r\n", "x-virus: a\r\n\tb\r\n", "Subject: c\r\n", " continued\r\n", "X-Spam: \r\n", "\r\n", "X-Spam\r\n", "X-SPAMMER", ":", "\n");
        Gen.Select(line.Array[0, 12], Gen.Int[1, 7]).Sample(
            (lines, step) =>
            {
                var octets = Encoding.ASCII.GetBytes(string.Concat(lines));
                var (whole, split) = (new HeaderScan("mail.example"), new HeaderScan("mail.example"));
                whole.Read(octets);
                for (var at = 0; at < octets.Length; at += step)
                    split.Read(octets.AsSpan(at, Math.Min(step, octets.Length - at)));
                split.FilterFields.ShouldBe(whole.FilterFields);
                var left = new StringBuilder();
                var last = 0L;
                foreach (var (start, end) in whole.FilterFields)
                {
                    start.ShouldBeGreaterThanOrEqualTo(last);
                    end.ShouldBeGreaterThan(start);
                    left.Append(Encoding.ASCII.GetString(octets.AsSpan((int)last..(int)start)));
                    last = end;
                }

                // What is left has none of them: taking them out does not make new ones.
                var again = new HeaderScan("mail.example");
                again.Read(Encoding.ASCII.GetBytes(left + Encoding.ASCII.GetString(octets.AsSpan((int)last))));
                again.FilterFields.ShouldBeEmpty();
            },
            iter: 3_000, threads: 1);
    }

    private static async Task<MailNode> NodeAsync(ContentFilterOptions filters)
    {
        var node = new MailNode(options => options with { ContentFilters = filters });
        await node.AddMailboxAsync(Anna);
        return node;
    }

    private static async Task<string> AnswerAsync(MailNode node)
    {
        var client = await (await node.Connect(MailListener.Lmtp).GreetAsync("LHLO")).BeginDataAsync(Anna);
        return await client.AskAsync(Message + ".");
    }

    /// <summary>Takes one connection, reads what comes first and gives the answer; without one it says nothing for ever.</summary>
    private sealed class Server : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly TaskCompletionSource<string> _request = new();
        private readonly CancellationTokenSource _ending = new();
        private readonly Task _serving;

        public Server(string? answer)
        {
            _listener.Start();
            _serving = ServeAsync(answer);
        }

        public string Address => _listener.LocalEndpoint.ToString()!;

        public Task<string> Request => _request.Task.WaitAsync(TimeSpan.FromSeconds(60));

        public async ValueTask DisposeAsync()
        {
            await _ending.CancelAsync();
            _listener.Stop();
            await _serving;
            _ending.Dispose();
        }

        private async Task ServeAsync(string? answer)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_ending.Token);
                var text = new StringBuilder();
                var buffer = new byte[4096];
                while (!text.ToString().Contains("Hello", StringComparison.Ordinal))
                    text.Append(Encoding.Latin1.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, _ending.Token)));
                _request.SetResult(text.ToString());
                if (answer is null)
                    await Task.Delay(Timeout.Infinite, _ending.Token);
                await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer!), _ending.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // The test is over.
            }
        }
    }
}
