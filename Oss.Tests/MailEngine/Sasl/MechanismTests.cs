using System.Text;
using Oss.MailEngine;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sasl;

/// <summary>What is announced when, tokens, and masters.</summary>
public sealed class MechanismTests
{
    private const string User = "anna@example.org";

    private static readonly BearerOptions Provider = new(new Uri("https://login.example/.well-known/openid-configuration"), "mail");

    [Theory]
    [InlineData(LoginBeforeTls.Never, " LOGINDISABLED")]
    [InlineData(LoginBeforeTls.Proof, " LOGINDISABLED AUTH=SCRAM-SHA-256")]
    [InlineData(LoginBeforeTls.Password, " AUTH=SCRAM-SHA-256 AUTH=PLAIN AUTH=LOGIN")]
    public async Task Before_TLS_nothing_is_offered_but_what_the_operator_wants(LoginBeforeTls setting, string announced)
    {
        await using var node = new MailNode(options => options with { LoginBeforeTls = setting });
        await node.AddMailboxAsync(User);
        var client = node.Connect(MailListener.Imap);

        (await client.ReadLineAsync())!.ShouldContain(" STARTTLS" + announced + "]");
        (await AskAsync(client, $"a AUTHENTICATE PLAIN {Base64($"\0{User}\0secret")}")).ShouldStartWith(setting == LoginBeforeTls.Password ? "a OK" : "a NO [PRIVACYREQUIRED]");
    }

    [Fact]
    public async Task A_token_opens_the_mailbox_and_a_wrong_one_is_explained_in_JSON()
    {
        await using var node = new MailNode(options => options with { Bearer = Provider });
        await node.AddMailboxAsync(User);
        var client = node.Connect(MailListener.Imap, "127.0.0.1");
        (await client.ReadLineAsync())!.ShouldContain(" AUTH=OAUTHBEARER AUTH=XOAUTH2 ");

        // RFC 7628 3.2.2, 3.2.3: the error, the client's ^A, the failure.
        var error = await AskAsync(client, "a AUTHENTICATE OAUTHBEARER " + Base64($"n,a={User},\u0001host=mail.example\u0001port=143\u0001auth=Bearer wrong\u0001\u0001"));
        Text(error).ShouldBe("""{"status":"invalid_token","scope":"mail","openid-configuration":"https://login.example/.well-known/openid-configuration"}""");
        (await AskAsync(client, "AQ==")).ShouldStartWith("a NO [AUTHENTICATIONFAILED]");
        Text(await AskAsync(client, "a AUTHENTICATE OAUTHBEARER " + Base64("n,,\u0001\u0001"))).ShouldContain("invalid_request");
        (await AskAsync(client, "AQ==")).ShouldStartWith("a NO ");
        Text(await AskAsync(client, "a AUTHENTICATE XOAUTH2 " + Base64($"user={User}\u0001auth=Bearer wrong\u0001\u0001"))).ShouldBe("""{"status":"401","schemes":"bearer","scope":"mail"}""");
        (await AskAsync(client, "")).ShouldStartWith("a NO ");
        Text(await AskAsync(client, "a AUTHENTICATE OAUTHBEARER " + Base64("n,a=bert@example.org,\u0001auth=Bearer token-of-anna.example.org\u0001\u0001"))).ShouldContain("invalid_token");
        (await AskAsync(client, "AQ==")).ShouldStartWith("a NO ");
        foreach (var broken in new[] { "", "n", "p=tls-exporter,,\u0001\u0001", "n,,auth=Bearer x", "n,,x\u0001auth=Bearer x\u0001\u0001" })
            (await AskAsync(client, "a AUTHENTICATE OAUTHBEARER " + (broken.Length == 0 ? "=" : Base64(broken)))).ShouldStartWith("a BAD");
        (await AskAsync(client, "a AUTHENTICATE OAUTHBEARER " + Base64($"n,a={User},\u0001auth=bearer token-of-anna.example.org\u0001\u0001"))).ShouldStartWith("a OK");
    }

    [Theory]
    [InlineData(MailListener.Pop3, "AUTH XOAUTH2 ", "+OK")]
    [InlineData(MailListener.Submission, "AUTH XOAUTH2 ", "235")]
    public async Task A_token_works_in_every_protocol(MailListener listener, string command, string welcome)
    {
        await using var node = new MailNode(options => options with { Bearer = Provider });
        await node.AddMailboxAsync(User);
        var client = node.Connect(listener, "127.0.0.1");
        await client.ReadLineAsync();
        if (listener == MailListener.Submission)
        {
            await client.SendAsync("EHLO me.example\r\n");
            await client.ReplyAsync();
        }

        (await AskAsync(client, command + Base64($"user={User}\u0001auth=Bearer token-of-anna.example.org\u0001\u0001"))).ShouldStartWith(welcome);
    }

    [Fact]
    public async Task A_master_and_the_mailbox_are_told_apart_however_they_are_named()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync(User);
        var client = node.Connect(MailListener.Imap, "127.0.0.1");
        await client.ReadLineAsync();

        foreach (var command in new[]
        {
            $"LOGIN \"{User}*boss\" wrong", $"AUTHENTICATE PLAIN {Base64($"{User}\0boss\0wrong")}", $"AUTHENTICATE PLAIN {Base64($"\0{User}*boss\0wrong")}", "LOGIN \"a*b@example.org\" wrong", $"AUTHENTICATE PLAIN {Base64($"{User}\0{User}\0wrong")}",
        })
            (await AskAsync(client, "a " + command)).ShouldStartWith("a NO [AUTHENTICATIONFAILED]");

        node.Mail.Logins.Select(login => (login.UserName, login.ActFor)).ShouldBe([("boss", User), ("boss", User), ("boss", User), ("a*b@example.org", null), (User, null)]);
    }

    private static async Task<string> AskAsync(MailClient client, string line)
    {
        await client.SendAsync(line + "\r\n");
        return await client.ReadLineAsync() ?? "(closed)";
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Text(string challenge) => Encoding.UTF8.GetString(Convert.FromBase64String(challenge[2..]));
}
