using System.Net;
using Oss.MailEngine;
using Oss.MailEngine.Smtp;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Smtp;

/// <summary>Every command in every state of every listener: answered as the standards say, and the session is where it belongs afterwards.</summary>
public sealed class CommandStateTests
{
    // States: Connected, Greeted, Sender, Recipients, chunKs; Authenticated is Greeted after AUTH. A cell is the reply, and the state after it where that is another; ! is the end of the connection.
    private const string OfSmtp = """
                                              C      G      S      R      K
        EHLO client.example                   250>G  250    250>G  250>G  250>G
        HELO client.example                   250>G  250    250>G  250>G  250>G
        LHLO client.example                   500    500    500    500    500
        MAIL FROM:<a@elsewhere.example>       503    250>S  503    503    503
        RCPT TO:<anna@example.org>            503    503    250>R  250    503
        DATA                                  503    503    503    354>G  503
        BDAT 5                                503    503    503    250>K  250
        BDAT 5 LAST                           503    503    503    250>G  250>G
        RSET                                  250    250    250>G  250>G  250>G
        NOOP                                  250    250    250    250    250
        NOOP with words                       250    250    250    250    250
        VRFY anna                             252    252    252    252    252
        HELP                                  214    214    214    214    214
        QUIT                                  221>!  221>!  221>!  221>!  221>!
        STARTTLS                              503    220>C  503    503    503
        AUTH PLAIN {secret}                   500    500    500    500    500
        XCLIENT ADDR=192.0.2.1                500    500    500    500    500
        EXPN all                              500    500    500    500    500
        ETRN example.org                      500    500    500    500    500
        TURN                                  500    500    500    500    500
        SEND FROM:<a@elsewhere.example>       500    500    500    500    500
        BURL imap://mail.example              500    500    500    500    500
        GET / HTTP/1.1                        500    500    500    500    500
                                              500    500    500    500    500
        """;

    private const string OfLmtp = """
                                              C      G      S      R      K
        LHLO client.example                   250>G  250    250>G  250>G  250>G
        EHLO client.example                   500    500    500    500    500
        HELO client.example                   500    500    500    500    500
        MAIL FROM:<a@elsewhere.example>       503    250>S  503    503    503
        RCPT TO:<anna@example.org>            503    503    250>R  250    503
        DATA                                  503    503    503    354>G  503
        BDAT 5                                503    503    503    250>K  250
        BDAT 5 LAST                           503    503    503    250>G  250>G
        RSET                                  250    250    250>G  250>G  250>G
        NOOP                                  250    250    250    250    250
        VRFY anna                             252    252    252    252    252
        HELP                                  214    214    214    214    214
        QUIT                                  221>!  221>!  221>!  221>!  221>!
        STARTTLS                              503    220>C  503    503    503
        AUTH PLAIN {secret}                   500    500    500    500    500
        XCLIENT ADDR=192.0.2.1                500    500    500    500    500
        EXPN all                              500    500    500    500    500
        """;

    private const string OfSubmission = """
                                              C      G      A      S      R      K
        EHLO client.example                   250>G  250    250    250>A  250>A  250>A
        HELO client.example                   250>G  250    250    250>A  250>A  250>A
        LHLO client.example                   500    500    500    500    500    500
        MAIL FROM:<anna@example.org>          503    530    250>S  503    503    503
        MAIL FROM:<bert@example.org>          503    530    553    503    503    503
        RCPT TO:<anna@example.org>            503    503    503    250>R  250    503
        RCPT TO:<who@elsewhere.example>       503    503    503    250>R  250    503
        DATA                                  503    503    503    503    354>A  503
        BDAT 5                                503    503    503    503    250>K  250
        BDAT 5 LAST                           503    503    503    503    250>A  250>A
        RSET                                  250    250    250    250>A  250>A  250>A
        NOOP                                  250    250    250    250    250    250
        VRFY anna                             252    252    252    252    252    252
        HELP                                  214    214    214    214    214    214
        QUIT                                  221>!  221>!  221>!  221>!  221>!  221>!
        STARTTLS                              503    220>C  220>C  503    503    503
        AUTH PLAIN {secret}                   503    235>A  503    503    503    503
        AUTH PLAIN AGFubmEAd3Jvbmc=           503    535    503    503    503    503
        AUTH NTLM                             503    504    503    503    503    503
        XCLIENT ADDR=192.0.2.1                500    500    500    500    500    500
        EXPN all                              500    500    500    500    500    500
        """;

    // From a listed proxy, which is unknown to nobody else.
    private const string OfProxy = """
                                              C      G      S      R      K
        XCLIENT ADDR=192.0.2.1 NAME=x.example 220>C  220>C  503    503    503
        XCLIENT LOGIN=anna                    501    501    503    503    503
        """;

    [Theory]
    [InlineData(MailListener.Smtp, false)]
    [InlineData(MailListener.Lmtp, false)]
    [InlineData(MailListener.Submission, false)]
    [InlineData(MailListener.Smtp, true)]
    public async Task Each_command_has_its_reply_in_each_state_and_the_session_goes_on(MailListener listener, bool isProxy)
    {
        var table = isProxy ? OfProxy : listener switch { MailListener.Smtp => OfSmtp, MailListener.Lmtp => OfLmtp, _ => OfSubmission };
        await using var node = new MailNode(options => options with { MaxConnectionsPerAddress = 10_000, XClientNetworks = isProxy ? [IPNetwork.Parse("127.0.0.0/8")] : [] });
        await node.AddMailboxAsync("anna@example.org");
        await node.AddMailboxAsync("bert@example.org");
        foreach (var (command, state, reply, next) in Cells(table))
        {
            var what = $"{listener}, {state}: {command}";
            var client = node.Connect(listener, "127.0.0.1");
            await GoToAsync(client, listener, state);
            await client.SendAsync(command.Replace("{secret}", Secret, StringComparison.Ordinal) + "\r\n" + (command.StartsWith("BDAT", StringComparison.Ordinal) ? "a:b\r\n" : ""));
            (await client.ReplyAsync()).ShouldStartWith(reply, Case.Sensitive, what);
            if (reply == "354")
                (await client.AskAsync("Subject: x\r\n\r\n.")).ShouldStartWith("250 ", Case.Sensitive, what);
            else if (command == "STARTTLS" && reply == "220")
                await client.StartTlsAsync();
            if (next == '!')
                (await client.ReadLineAsync()).ShouldBeNull(what);
            else
                await ShouldBeInAsync(client, listener, next, what);
            await client.CloseAsync();
            await client.Session;
        }

        node.Spooled.ShouldBe(0);
    }

    [Fact]
    public void No_command_is_missing_from_the_tables()
    {
        var (all, proxy) = (new[] { OfSmtp, OfLmtp, OfSubmission }.SelectMany(Cells).Select(cell => Verb(cell.Command)).ToHashSet(), Cells(OfProxy).Select(cell => Verb(cell.Command)).ToHashSet());
        foreach (var command in SmtpCommands.All)
            (command.Verb == "XCLIENT" ? proxy : all).ShouldContain(command.Verb);
        foreach (var (listener, table) in (IEnumerable<(MailListener, string)>)[(MailListener.Smtp, OfSmtp), (MailListener.Lmtp, OfLmtp), (MailListener.Submission, OfSubmission)])
            SmtpCommands.All.Where(command => command.Listeners.Contains(listener)).Select(command => command.Verb).ShouldBeSubsetOf(Cells(table).Select(cell => Verb(cell.Command)));

        static string Verb(string command) => command.Split(' ')[0];
    }

    private static string Secret => "AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0";

    private static IEnumerable<(string Command, char State, string Reply, char Next)> Cells(string table)
    {
        var lines = table.Split('\n');
        var start = lines[0].IndexOf('C', StringComparison.Ordinal);
        var states = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => name[0]).ToList();
        foreach (var line in lines.Skip(1))
        {
            var command = line[..start].Trim();
            foreach (var (state, cell) in states.Zip(line[start..].Split(' ', StringSplitOptions.RemoveEmptyEntries)))
                yield return (command, state, cell[..3], cell.Length > 3 ? cell[4] : state);
        }
    }

    private static async Task GoToAsync(MailClient client, MailListener listener, char state)
    {
        (await client.ReplyAsync()).ShouldStartWith("220 ");
        if (state == 'C')
            return;
        (await client.AskAsync((listener == MailListener.Lmtp ? "LHLO" : "EHLO") + " client.example")).ShouldStartWith("250 ");
        if (listener == MailListener.Submission && state != 'G')
            (await client.AskAsync("AUTH PLAIN " + Secret)).ShouldStartWith("235 ");
        if (state is 'S' or 'R' or 'K')
            (await client.AskAsync("MAIL FROM:<anna@example.org>")).ShouldStartWith("250 ");
        if (state is 'R' or 'K')
            (await client.AskAsync("RCPT TO:<anna@example.org>")).ShouldStartWith("250 ");
        if (state == 'K')
            (await client.AskAsync("BDAT 6\r\na: b")).ShouldStartWith("250 ");
    }

    // By what is possible there and nowhere else.
    private static async Task ShouldBeInAsync(MailClient client, MailListener listener, char state, string what)
    {
        (await client.AskAsync("NOOP")).ShouldBe("250 2.0.0 OK", what);
        var replies = new Dictionary<string, string>
        {
            // Where there are recipients, this begins the message.
            ["BDAT 2\r\n"] = state is 'R' or 'K' ? "250 " : "503 ",
            ["DATA"] = "503 ",
            ["RCPT TO:<anna@example.org>"] = state == 'S' ? "250 " : "503 ",
            ["MAIL FROM:<anna@example.org>"] = state switch
            {
                'C' => $"503 5.5.1 {(listener == MailListener.Lmtp ? "LHLO" : "EHLO")} first", 'G' => listener == MailListener.Submission ? "530 " : "250 ", 'A' => "250 ", _ => "503 5.5.1 Not now",
            },
        };
        foreach (var (probe, reply) in replies)
            (await client.AskAsync(probe)).ShouldStartWith(reply, Case.Sensitive, $"{what}, then {probe} in {state}");
    }
}
