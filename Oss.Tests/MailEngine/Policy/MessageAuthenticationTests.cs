using Oss.MailEngine.Directory;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Policy;

/// <summary>DKIM, DMARC and ARC of messages that arrive, and signatures of those that leave.</summary>
public class MessageAuthenticationTests
{
    private const string FromBank = "From: Bank <service@bank.example>\r\nTo: anna@example.org\r\nSubject: x\r\nDate: Tue, 24 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@bank.example>\r\n\r\nHello.\r\n";

    // RFC 8463 appendix A.3: one message, two signatures.
    private const string Football = """
        DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
         d=football.example.com; i=@football.example.com;
         q=dns/txt; s=brisbane; t=1528637909; h=from : to :
         subject : date : message-id : from : subject : date;
         bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
         b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
         Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
        DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
         d=football.example.com; i=@football.example.com;
         q=dns/txt; s=test; t=1528637909; h=from : to : subject :
         date : message-id : from : subject : date;
         bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
         b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
         DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
         dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
        From: Joe SixPack <joe@football.example.com>
        To: Suzie Q <suzie@shopping.example.net>
        Subject: Is dinner ready?
        Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
        Message-ID: <20030712040037.46341.5F8J@football.example.com>

        Hi.

        We lost the game.  Are you hungry yet?

        Joe.

        """;

    [Fact]
    public async Task The_signatures_of_RFC_8463_hold_and_no_longer_when_a_word_is_changed()
    {
        await using var node = await StartAsync();
        node.Dns.AddText("brisbane._domainkey.football.example.com", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
            .AddText("test._domainkey.football.example.com", "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB")
            .AddText("_dmarc.example.com", "v=DMARC1; p=reject");
        var message = Football.ReplaceLineEndings("\r\n");
        (await node.SendAsync(message)).ShouldStartWith("250 ");
        node.Delivered.ShouldContain("dkim=pass header.d=football.example.com header.s=brisbane header.a=ed25519-sha256 header.b=\"/gCrinpc\"");
        node.Delivered.ShouldContain("dkim=pass header.d=football.example.com header.s=test header.a=rsa-sha256");
        node.Delivered.ShouldContain("dmarc=pass policy.published=reject header.from=football.example.com");
        node.Delivered.ShouldEndWith(message);
        (await node.SendAsync(message.Replace("dinner", "supper", StringComparison.Ordinal))).ShouldBe("550 5.7.26 The author's domain asks to refuse this message, which it did not send");
        (await node.SendAsync(message.Replace("hungry", "tired", StringComparison.Ordinal))).ShouldStartWith("550 ");
        // A second From that readers may be shown: signed once more than it was there.
        (await node.SendAsync(message.Replace("From: Joe", "From: Eve <eve@football.example.com>\r\nFrom: Joe", StringComparison.Ordinal))).ShouldStartWith("250 ");
        node.Delivered.ShouldNotContain("dkim=pass");
        node.Delivered.ShouldContain("dmarc=permerror");
    }

    [Theory]
    [InlineData("v=DMARC1; p=reject", "v=spf1 ip4:192.0.2.7 -all", "service@bank.example", "250 ", "dmarc=pass")]
    [InlineData("v=DMARC1; p=reject", "v=spf1 ip4:192.0.2.7 -all", "bounce@mail.bank.example", "250 ", "dmarc=pass")]
    [InlineData("v=DMARC1; p=reject; aspf=s", "v=spf1 ip4:192.0.2.7 -all", "bounce@mail.bank.example", "550 5.7.26", "")]
    [InlineData("v=DMARC1; p=reject", "v=spf1 -all", "service@bank.example", "550 5.7.26", "")]
    [InlineData("v=DMARC1; p=reject", "v=spf1 ip4:192.0.2.7 -all", "eve@elsewhere.example", "550 5.7.26", "")]
    [InlineData("v=DMARC1; p=none", "v=spf1 -all", "service@bank.example", "250 ", "dmarc=fail policy.published=none")]
    [InlineData("v=DMARC1; p=reject; t=y", "v=spf1 -all", "service@bank.example", "250 ", "junk")]
    [InlineData("v=DMARC1; p=reject; pct=0", "v=spf1 -all", "service@bank.example", "250 ", "junk")]
    [InlineData("v=DMARC1; p=quarantine", "v=spf1 -all", "service@bank.example", "250 ", "junk")]
    [InlineData("v=DMARC2; p=reject", "v=spf1 -all", "service@bank.example", "250 ", "dmarc=none")]
    [InlineData("v=DMARC1; p=explode", "v=spf1 -all", "service@bank.example", "250 ", "dmarc=none")]
    public async Task The_owner_of_a_domain_says_what_is_done(string dmarc, string spf, string sender, string reply, string expected)
    {
        await using var node = await StartAsync();
        node.Dns.AddText("_dmarc.bank.example", dmarc).AddText("bank.example", spf).AddText("mail.bank.example", spf).AddText("elsewhere.example", "v=spf1 +all");
        (await node.SendAsync(FromBank, sender: sender)).ShouldStartWith(reply);
        if (expected == "junk")
        {
            node.Node.Messages("anna@example.org").ShouldBeEmpty();
            Directory.GetFiles(Path.Combine(node.Node.Maildir("anna@example.org"), ".Junk", "new")).ShouldHaveSingleItem();
        }
        else if (expected.Length > 0)
        {
            node.Delivered.ShouldContain(expected);
        }
    }

    [Fact]
    public async Task Subdomains_have_the_policy_that_their_owner_gives_them()
    {
        await using var node = await StartAsync();
        node.Dns.AddText("_dmarc.bank.example", "v=DMARC1; p=reject; sp=none; np=reject").AddAddress("shop.bank.example", "192.0.2.99");
        (await node.SendAsync(FromBank.Replace("@bank", "@shop.bank", StringComparison.Ordinal))).ShouldStartWith("250 ");
        (await node.SendAsync(FromBank.Replace("service@bank", "service@invented.bank", StringComparison.Ordinal))).ShouldStartWith("550 5.7.26");
        // A public suffix says that those below it are not one.
        node.Dns.AddText("_dmarc.co.example", "v=DMARC1; p=reject; psd=y").AddText("one.co.example", "v=spf1 +all");
        (await node.SendAsync(FromBank.Replace("@bank.example", "@two.co.example", StringComparison.Ordinal), sender: "x@one.co.example")).ShouldStartWith("550 5.7.26");
    }

    [Fact]
    public async Task What_DNS_does_not_say_refuses_nobody()
    {
        await using var node = await StartAsync();
        node.Dns.Failing["_dmarc.bank.example"] = true;
        node.Dns.Failing["elsewhere.example"] = true;
        (await node.SendAsync(FromBank)).ShouldStartWith("250 ");
        node.Delivered.ShouldContain("spf=temperror");
        node.Delivered.ShouldContain("dmarc=temperror");
    }

    [Fact]
    public async Task Nobody_says_in_our_name_that_he_is_genuine()
    {
        await using var node = await StartAsync();
        const string Forged = "Authentication-Results: mail.example; dmarc=pass\r\nAuthentication-Results: (hm (hm)) MAIL.example 1;\r\n\tspf=pass\r\nAuthentication-Results: other.example; dkim=pass\r\nauthentication-results : mail.example\r\n";
        (await node.SendAsync(Forged + FromBank)).ShouldStartWith("250 ");
        var header = node.Delivered[..node.Delivered.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        header.Split("mail.example;").Length.ShouldBe(2);
        header.ShouldNotContain("MAIL.example", Case.Sensitive);
        header.ShouldNotContain("authentication-results :", Case.Sensitive);
        header.ShouldContain("\r\nAuthentication-Results: other.example; dkim=pass\r\nFrom: Bank");
        node.Delivered.ShouldEndWith(FromBank);
    }

    [Fact]
    public async Task A_chain_of_seals_holds_from_hop_to_hop_and_no_longer_when_something_is_changed()
    {
        await using var node = await StartAsync();
        var (list, listRecord) = Signatures.NewRsaKey("l2026");
        var (hub, hubRecord) = Signatures.NewRsaKey("h2026");
        node.Dns.AddText("l2026._domainkey.list.example", listRecord).AddText("h2026._domainkey.hub.example", hubRecord).AddText("_dmarc.bank.example", "v=DMARC1; p=none");
        var one = await Signatures.SealElsewhereAsync("Authentication-Results: list.example; spf=pass smtp.mailfrom=bank.example; dmarc=pass header.from=bank.example\r\n" + FromBank, "list.example", list);
        one.ShouldContain("ARC-Seal: i=1; cv=none");
        var two = await Signatures.SealElsewhereAsync("Authentication-Results: hub.example; arc=pass\r\n" + one, "hub.example", hub);
        two.ShouldContain("ARC-Seal: i=2; cv=pass");

        foreach (var (message, expected) in ((string, string)[])[
            (FromBank, "none"), (one, "pass"), (two, "pass"),
            // Text, a field that is signed, what an earlier hop is said to have found, and a seal that is missing.
            (two.Replace("Hello.", "Hello!", StringComparison.Ordinal), "fail"), (two.Replace("Subject: x", "Subject: y", StringComparison.Ordinal), "fail"),
            (two.Replace("i=1; list.example; spf=pass", "i=1; list.example; spf=fail", StringComparison.Ordinal), "fail"), (two.Replace("ARC-Seal: i=1", "X-Seal: i=1", StringComparison.Ordinal), "fail")])
        {
            (await node.SendAsync(message)).ShouldStartWith("250 ");
            node.Delivered.ShouldContain($"arc={expected}\r\n", Case.Sensitive, message);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("no header at all")]
    [InlineData("DKIM-Signature: \r\nDKIM-Signature: v=1; a=rsa-sha256; d=..; s=\\; b=!!!; bh=?; h=:::\r\nFrom: <<>>\r\nARC-Seal: x\r\nContent-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n")]
    [InlineData("DKIM-Signature: v=1; a=rsa-sha256; d=bank.example; s=x; h=to; bh=AAAA; b=AAAA\r\nFrom: a@bank.example\r\n\r\nx\r\n")]
    [InlineData("ARC-Seal: i=1; a=rsa-sha256; cv=pass; d=a.example; s=x; b=AA\r\nARC-Message-Signature: i=1\r\nARC-Authentication-Results: i=1; x\r\nFrom: a@bank.example\r\n\r\nx\r\n")]
    public async Task A_message_that_is_none_costs_nothing_but_its_results(string message)
    {
        await using var node = await StartAsync();
        (await node.SendAsync(message + "\r\n")).ShouldStartWith("250 ");
        node.Delivered.ShouldContain("Authentication-Results: mail.example;");
        node.Delivered.ShouldNotContain("=pass header.d");
    }

    [Fact]
    public async Task What_users_send_is_signed_by_both_keys_and_verified_by_others()
    {
        await using var node = await StartAsync();
        var (rsa, rsaRecord) = Signatures.NewRsaKey("r2026");
        var (ed, edRecord) = Signatures.NewEd25519Key("e2026");
        node.Node.Mail.SigningKeys["example.org"] = [rsa, ed];
        var records = new Dictionary<string, string> { ["r2026._domainkey.example.org"] = rsaRecord, ["e2026._domainkey.example.org"] = edRecord };
        foreach (var message in (string[])["From: anna@example.org\r\nSubject: no date, no id\r\n\r\nHello  there \r\n\r\n\r\n", "From: =?utf-8?q?Anna_M=C3=BCller?= <anna@example.org>\r\nTo: a@b.example,\r\n c@d.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n--b\r\n\r\n.one\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGr\u00c3\u00bc\u00c3\u009fe\r\n--b--\r\nepilogue", "From: anna@example.org\r\n\r\n"])
        {
            var anna = await node.LoginAsync();
            (await anna.AskAsync("MAIL FROM:<anna@example.org>")).ShouldStartWith("250 ");
            (await anna.AskAsync("RCPT TO:<anna@example.org>")).ShouldStartWith("250 ");
            (await anna.AskAsync("DATA")).ShouldStartWith("354 ");
            (await anna.AskAsync(message.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + (message.EndsWith("\r\n", StringComparison.Ordinal) ? "." : "\r\n."))).ShouldStartWith("250 ");
            node.Delivered.ShouldContain(":From;");
            node.Delivered.ShouldContain("Message-ID:");
            (await Signatures.VerifyElsewhereAsync(node.Delivered, records)).ShouldBe("True True", node.Delivered);
            (await Signatures.VerifyElsewhereAsync(node.Delivered.Replace("From: ", "From: eve@example.org\r\nFrom: ", StringComparison.Ordinal), records)).ShouldNotContain("True");
        }
    }

    [Fact]
    public async Task Nobody_gets_a_signature_for_another_author_and_a_bad_key_stops_no_mail()
    {
        await using var node = await StartAsync();
        await node.Node.AddMailboxAsync("bert@example.org");
        node.Node.Mail.SigningKeys["example.org"] = [Signatures.NewRsaKey("r").Key];
        (await SubmitAsync("From: bert@example.org\r\n\r\nx\r\n.")).ShouldNotContain("DKIM-Signature");
        (await SubmitAsync("From: anna@example.org\r\n\r\nx\r\n.")).ShouldContain("DKIM-Signature");
        node.Node.Mail.SendAs["anna@example.org bert@example.org"] = true;
        (await SubmitAsync("From: bert@example.org\r\n\r\nx\r\n.", "bert@example.org")).ShouldContain("DKIM-Signature");
        node.Node.Mail.SigningKeys["example.org"] = [new DkimSigningKey("r", DkimAlgorithm.RsaSha256, "no key")];
        (await SubmitAsync("From: anna@example.org\r\n\r\nx\r\n.")).ShouldNotContain("DKIM-Signature");

        async Task<string> SubmitAsync(string message, string sender = "anna@example.org")
        {
            var anna = await node.LoginAsync();
            (await anna.AskAsync($"MAIL FROM:<{sender}>")).ShouldStartWith("250 ");
            (await anna.AskAsync("RCPT TO:<anna@example.org>")).ShouldStartWith("250 ");
            (await anna.AskAsync("DATA")).ShouldStartWith("354 ");
            (await anna.AskAsync(message)).ShouldStartWith("250 ");
            return node.Delivered;
        }
    }

    private static async Task<PolicyNode> StartAsync()
    {
        var node = new PolicyNode(["data: dmarc reject => refuse", "data: dmarc quarantine => junk"], authenticates: true);
        await node.Node.AddMailboxAsync("anna@example.org");
        return node;
    }
}
