using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Oss.MailEngine;
using Oss.MailEngine.Directory;
using Oss.Tests.MailEngine.TransportSecurity;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>Postfix and its load tools on either side: what others send by them arrives here once, what is sent to them arrives there once.</summary>
public sealed class PostfixExchangeTests
{
    private const int Many = 120;

    [Theory]
    [InlineData(MailListener.Smtp)]
    [InlineData(MailListener.Lmtp)]
    public async Task Each_message_of_smtp_source_is_in_the_mailbox_once(MailListener listener)
    {
        await using var node = await OutboundNode.StartAsync();
        var port = await node.Node.ListenAsync(listener);

        var (code, output) = await PostfixInstance.RunAsync(
            "smtp-source", [.. listener == MailListener.Lmtp ? ["-L"] : (string[])[], "-s", "8", "-m", $"{Many}", "-l", "4000", "-f", "load@elsewhere.example", "-t", "anna@example.org", "-M", "client.example", $"127.0.0.1:{port}"]);

        code.ShouldBe(0, output);
        node.Inbox.Count.ShouldBe(Many);
        node.Inbox.ShouldAllBe(message => message.Length > 4000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_queued_message_is_taken_by_smtp_sink_once(bool isLmtp)
    {
        var dump = Directory.CreateTempSubdirectory("oss-smtp-sink-");
        var port = PostfixInstance.FreePort();
        using var sink = System.Diagnostics.Process.Start("smtp-sink", [.. isLmtp ? ["-L"] : (string[])[], "-u", "root", "-d", Path.Combine(dump.FullName, "%M."), $"127.0.0.1:{port}", "100"]);
        try
        {
            await using var node = await OutboundNode.StartAsync(o => o with { SmartHost = new MailTransport(isLmtp ? MailTransportProtocol.Lmtp : MailTransportProtocol.Smtp, "127.0.0.1", port) });
            await PostfixInstance.WaitForAsync(port);
            for (var i = 0; i < Many / 4; i++)
                await node.SubmitAsync($"From: anna@example.org\r\nSubject: number-{i}\r\n\r\n.\r\n..two\r\n{new string('x', 900)}\r\n", ["bert@elsewhere.example", "carla@elsewhere.example"]);
            await node.RunAsync();

            node.Queued.ShouldBe(0);
            var taken = dump.GetFiles().Select(file => File.ReadAllText(file.FullName)).ToList();
            taken.Select(text => text.Split("Subject: number-")[1].Split('\n')[0].Trim()).Order(StringComparer.Ordinal)
                .ShouldBe(Enumerable.Range(0, Many / 4).Select(i => i.ToString(CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal));
            taken.ShouldAllBe(text => text.Replace("\r\n", "\n").Contains("\n\n.\n..two\n"));
        }
        finally
        {
            sink.Kill();
            await sink.WaitForExitAsync(TestContext.Current.CancellationToken);
            dump.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_message_goes_to_a_Postfix_in_TLS_with_an_address_in_UTF8_and_its_report_of_success_comes_back_in_TLS()
    {
        var root = PostfixInstance.NewDirectory();
        var mail = Directory.CreateDirectory(Path.Combine(root, "mail"));
        (await PostfixInstance.RunAsync("chown", "5000:5000", mail.FullName)).Code.ShouldBe(0);
        var certificate = TestAuthority.Trusted.Issue("localhost");
        await File.WriteAllTextAsync(Path.Combine(root, "cert.pem"), certificate.ExportCertificatePem() + "\n" + TestAuthority.Trusted.Between.ExportCertificatePem() + "\n");
        await File.WriteAllTextAsync(Path.Combine(root, "key.pem"), new string(PemEncoding.Write("PRIVATE KEY", Key(certificate))) + "\n");
        await using var node = await OutboundNode.StartAsync(o => o with { Authorities = [TestAuthority.Trusted.Root] });
        var smtp = await node.Node.ListenAsync(MailListener.Smtp);
        await using var postfix = await PostfixInstance.StartAsync(root,
        [
            "smtputf8_enable = yes", "virtual_mailbox_domains = post.example", $"virtual_mailbox_base = {mail.FullName}", "virtual_mailbox_maps = inline:{ {jörg@post.example = joerg/} }", "virtual_uid_maps = static:5000",
            "virtual_gid_maps = static:5000", "virtual_minimum_uid = 100", $"relayhost = [127.0.0.1]:{smtp}", "smtpd_tls_security_level = may", $"smtpd_tls_cert_file = {root}/cert.pem", $"smtpd_tls_key_file = {root}/key.pem",
            "smtp_tls_security_level = encrypt", "smtpd_tls_received_header = yes", "tls_random_source = dev:/dev/urandom", "disable_dns_lookups = yes",
        ]);
        node.Node.Mail.Answers["jörg@post.example"] = new RecipientResolution.Relay(new MailTransport(MailTransportProtocol.Smtp, "localhost", postfix.Port, RequireTls: true));

        var client = await node.Node.Connect(MailListener.Submission, "127.0.0.1").GreetAsync();
        (await client.AskAsync("AUTH PLAIN AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0")).ShouldStartWith("235 ");
        (await client.AskAsync("MAIL FROM:<anna@example.org> SMTPUTF8 BODY=8BITMIME RET=HDRS ENVID=there-and-back")).ShouldStartWith("250 ");
        (await client.AskAsync(Octets("RCPT TO:<jörg@post.example> NOTIFY=SUCCESS,FAILURE"))).ShouldStartWith("250 ");
        (await client.AskAsync("DATA")).ShouldStartWith("354 ");
        (await client.AskAsync(Octets("From: anna@example.org\r\nTo: jörg@post.example\r\nSubject: Grüße\r\n\r\nHallo Jörg\r\n."))).ShouldStartWith("250 ");
        await node.RunAsync();
        node.Queued.ShouldBe(0);

        var there = await WaitAsync(() => Directory.Exists(Path.Combine(mail.FullName, "joerg", "new")) ? Directory.GetFiles(Path.Combine(mail.FullName, "joerg", "new")).Select(File.ReadAllText).FirstOrDefault() : null);
        there.ShouldContain("Hallo Jörg");
        there.ShouldContain("using TLSv1.3");
        there.ShouldContain("with UTF8SMTPS");
        var report = await WaitAsync(() => node.Inbox is [var first, ..] ? first : null);
        report.ShouldContain("Action: delivered");
        report.ShouldContain("Original-Envelope-Id: there-and-back");
        report.ShouldContain("by postfix.example (Postfix)");
        report.ShouldMatch(@"with (UTF8SMTPS|ESMTPS)");
    }

    // A client of these tests writes an octet for each character.
    private static string Octets(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static byte[] Key(X509Certificate2 certificate) =>
        certificate.GetECDsaPrivateKey()?.ExportPkcs8PrivateKey() ?? certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKey();

    private static async Task<string> WaitAsync(Func<string?> look)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        string? found;
        while ((found = look()) is null)
            await Task.Delay(50, deadline.Token);
        return found;
    }
}
