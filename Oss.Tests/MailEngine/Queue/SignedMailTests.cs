using Oss.Tests.MailEngine.Policy;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>What leaves with a signature still has a good one where it arrives, as another's verifier says.</summary>
public sealed class SignedMailTests
{
    [Theory]
    [InlineData("8BITMIME")]
    [InlineData("PIPELINING")]
    public async Task A_signature_of_eight_bit_text_holds_at_every_server(string keyword)
    {
        var (node, records) = await SigningNodeAsync();
        await using var _ = node;
        node.Sink.Keywords = [keyword];
        await node.SubmitAsync("From: anna@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nSch\u00c3\u00b6ne Gr\u00c3\u00bc\u00c3\u009fe\r\n", ["bert@remote.example"], " BODY=8BITMIME");
        await node.RunAsync();
        var content = node.Sink.Messages.ShouldHaveSingleItem().Content;
        content.ShouldAllBe(c => c < 128);
        (await Signatures.VerifyElsewhereAsync(content, records)).ShouldBe("True", content);
    }

    [Fact]
    public async Task What_its_author_has_signed_is_not_converted()
    {
        var (node, _) = await SigningNodeAsync();
        await using var __ = node;
        const string Part = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGr\u00c3\u00bc\u00c3\u009fe\r\n";
        await node.SubmitAsync($"From: anna@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=b\r\n\r\n--b\r\n{Part}--b\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--b--\r\n", ["bert@remote.example"], " BODY=8BITMIME");
        await node.RunAsync();
        var content = node.Sink.Messages.ShouldHaveSingleItem().Content;
        content.ShouldContain(Part);
        content.ShouldContain("DKIM-Signature: ");
    }

    [Fact]
    public async Task An_automatic_reply_and_a_notification_are_signed_as_what_their_owner_sends()
    {
        var (node, records) = await SigningNodeAsync();
        await using var _ = node;
        foreach (var script in (string[])["require \"vacation\"; vacation \"Bin nicht da, sch\u00f6ne Gr\u00fc\u00dfe\";", "require \"enotify\"; notify \"mailto:bert@remote.example\";"])
        {
            await FilterAsync(node, script);
            await node.RunAsync();
            var content = node.Sink.Messages.Last().Content;
            content.ShouldContain("From: anna@example.org");
            (await Signatures.VerifyElsewhereAsync(content, records)).ShouldBe("True", content);
        }
    }

    [Theory]
    [InlineData("require \"vacation\"; vacation :from \"boss@example.org\" \"Away\";")]
    [InlineData("require \"enotify\"; notify :from \"boss@example.org\" \"mailto:bert@remote.example\";")]
    public async Task A_script_that_writes_in_somebody_else_s_name_gets_no_signature(string script)
    {
        var (node, _) = await SigningNodeAsync();
        await using var __ = node;
        await node.Node.AddMailboxAsync("boss@example.org");
        await FilterAsync(node, script);
        await node.RunAsync();
        node.Sink.Messages.ShouldAllBe(message => !message.Content.Contains("From: boss@example.org") || !message.Content.Contains("DKIM-Signature"));
    }

    private static async Task<(OutboundNode Node, Dictionary<string, string> Records)> SigningNodeAsync()
    {
        var node = await OutboundNode.StartAsync();
        var (key, record) = Signatures.NewRsaKey("r2026");
        node.Node.Mail.SigningKeys["example.org"] = [key];
        return (node, new() { ["r2026._domainkey.example.org"] = record });
    }

    private static async Task FilterAsync(OutboundNode node, string script)
    {
        await File.WriteAllTextAsync(Path.Combine(node.Node.Maildir("anna@example.org"), "..", ".dovecot.sieve"), script);
        var client = await node.Node.Connect(Oss.MailEngine.MailListener.Lmtp).GreetAsync("LHLO");
        (await client.AskAsync("MAIL FROM:<bert@remote.example>")).ShouldStartWith("250 ");
        (await client.AskAsync("RCPT TO:<anna@example.org>")).ShouldStartWith("250 ");
        (await client.AskAsync("DATA")).ShouldStartWith("354 ");
        (await client.AskAsync("From: bert@remote.example\r\nTo: anna@example.org\r\nSubject: hello\r\n\r\nx\r\n.")).ShouldStartWith("250 ");
    }
}
