using System.IO.Compression;
using System.Text.Json;
using MimeKit;
using Oss.Tests.MailEngine.Policy;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.TransportSecurity;

/// <summary>Domains are told each day how TLS with their servers came out (RFC 8460).</summary>
public class TlsReportTests
{
    private static readonly TimeSpan Tomorrow = TimeSpan.FromHours(17);

    [Fact]
    public async Task A_domain_gets_its_report_of_the_day_by_mail_with_what_succeeded_and_what_failed()
    {
        await using var node = (await StartAsync()).Publish("testing");
        node.Dns.AddText("_smtp._tls.remote.example", "v=TLSRPTv1; rua=mailto:reports@elsewhere.example");
        node.Dns.AddMx("elsewhere.example", 10, "mx.remote.example");
        await node.SendAsync();
        foreach (var certificate in new[] { TestAuthority.SelfSigned("mx.remote.example"), TestAuthority.Trusted.Issue("mx.remote.example", isExpired: true), TestAuthority.Trusted.Issue("mail.remote.example"), null })
        {
            await NewConnectionAsync(node);
            node.Sink.Certificate = certificate;
            await node.SendAsync();
        }

        await NextDayAsync(node);
        await node.Mail.RunAsync();
        var sunk = node.Sink.Messages.Single(m => m.Recipients[0].Contains("reports@elsewhere.example", StringComparison.Ordinal));
        sunk.Mail.ShouldStartWith("MAIL FROM:<tls-reports@example.org>");
        using var message = await MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(sunk.Content)));
        message.Headers["TLS-Report-Domain"].ShouldBe("remote.example");
        message.Headers["TLS-Report-Submitter"].ShouldBe("example.org");
        message.Headers["TLS-Required"].ShouldBe("No");
        message.Subject!.ShouldStartWith("Report Domain: remote.example Submitter: example.org Report-ID: <2026-11-24-");
        message.Body!.ContentType.MimeType.ShouldBe("multipart/report");
        message.Body!.ContentType.Parameters["report-type"].ShouldBe("tlsrpt");
        var attached = (MimePart)((Multipart)message.Body!)[1];
        attached.ContentType.MimeType.ShouldBe("application/tlsrpt+gzip");
        attached.FileName.ShouldBe("example.org!remote.example!1795478400!1795564799!001.json.gz");
        using var content = new MemoryStream();
        await attached.Content!.DecodeToAsync(content);
        using var report = Read(content.ToArray());
        report.RootElement.GetProperty("organization-name").GetString().ShouldBe("Example ISP");
        report.RootElement.GetProperty("date-range").GetProperty("start-datetime").GetString().ShouldBe("2026-11-24T00:00:00Z");
        var policy = report.RootElement.GetProperty("policies").EnumerateArray().ShouldHaveSingleItem();
        policy.GetProperty("policy").GetProperty("policy-type").GetString().ShouldBe("sts");
        policy.GetProperty("policy").GetProperty("mx-host")[0].GetString().ShouldBe("mx.remote.example");
        policy.GetProperty("policy").GetProperty("policy-string")[1].GetString().ShouldBe("mode: testing");
        policy.GetProperty("summary").GetProperty("total-successful-session-count").GetInt64().ShouldBe(1);
        policy.GetProperty("summary").GetProperty("total-failure-session-count").GetInt64().ShouldBe(4);
        policy.GetProperty("failure-details").EnumerateArray().Select(d => d.GetProperty("result-type").GetString())
            .ShouldBe(["certificate-not-trusted", "certificate-expired", "certificate-host-mismatch", "starttls-not-supported"]);
        policy.GetProperty("failure-details")[0].GetProperty("receiving-mx-hostname").GetString().ShouldBe("mx.remote.example");
        policy.GetProperty("failure-details")[0].GetProperty("receiving-ip").GetString().ShouldBe("127.0.0.1");

        // Told once.
        var before = node.Sink.Messages.Count;
        await node.Mail.Node.Engine.Outbound.ReportAsync(CancellationToken.None);
        await node.Mail.RunAsync();
        node.Sink.Messages.Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_report_by_mail_is_signed_in_the_name_of_its_domain_and_verified_by_others()
    {
        await using var node = await StartAsync();
        var (rsa, record) = Signatures.NewRsaKey("r2026");
        node.Mail.Node.Mail.SigningKeys["example.org"] = [rsa];
        node.Dns.AddText("_smtp._tls.remote.example", "v=TLSRPTv1; rua=mailto:reports@remote.example");
        await node.SendAsync();
        await NextDayAsync(node);
        await node.Mail.RunAsync();
        var report = node.Sink.Messages.Single(m => m.Recipients[0].Contains("reports@remote.example", StringComparison.Ordinal)).Content;
        var signature = report[..report.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        signature.ShouldContain("DKIM-Signature:");
        signature.ShouldContain("d=example.org;");
        // The fields that say what the report is are signed too (RFC 8460 5.3).
        signature.ShouldMatch("(?is)h=[^;]*TLS-Report-Domain");
        (await Signatures.VerifyElsewhereAsync(report, new Dictionary<string, string> { ["r2026._domainkey.example.org"] = record })).ShouldBe("True", report);
    }

    [Fact]
    public async Task A_domain_gets_its_report_by_its_web_server_and_again_later_when_that_would_not_take_it()
    {
        await using var node = await StartAsync();
        node.Dns.AddAddress("reports.remote.example", "127.0.0.1").AddText("_smtp._tls.remote.example", $"v=TLSRPTv1;rua=https://reports.remote.example:{node.Web.Port}/v1");
        node.Web.Certificate = TestAuthority.Trusted.Issue("reports.remote.example");
        await node.SendAsync();
        node.Web.PostStatus = 503;
        await NextDayAsync(node);
        node.Web.PostStatus = 201;
        await node.Mail.Node.Engine.Outbound.ReportAsync(CancellationToken.None);
        await node.Mail.Node.Engine.Outbound.ReportAsync(CancellationToken.None);
        node.Web.Posts.Count.ShouldBe(2);
        var (type, body) = node.Web.Posts.Last();
        type.ShouldBe("application/tlsrpt+gzip");
        using var report = Read(body);
        report.RootElement.GetProperty("policies")[0].GetProperty("policy").GetProperty("policy-type").GetString().ShouldBe("no-policy-found");
    }

    [Fact]
    public async Task A_web_server_without_a_good_certificate_gets_no_report()
    {
        await using var node = await StartAsync();
        node.Dns.AddAddress("reports.remote.example", "127.0.0.1").AddText("_smtp._tls.remote.example", $"v=TLSRPTv1; rua=https://reports.remote.example:{node.Web.Port}/v1");
        await node.SendAsync();
        await NextDayAsync(node);
        node.Web.Posts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("tlsa", "validation-failure")]
    [InlineData("bogus", "dnssec-invalid")]
    [InlineData("policy", "sts-policy-fetch-error")]
    [InlineData("nonsense", "sts-policy-invalid")]
    [InlineData("web", "sts-webpki-invalid")]
    [InlineData("mx", "validation-failure")]
    public async Task Each_kind_of_failure_has_its_word(string wrong, string word)
    {
        await using var node = (await StartAsync()).Publish("enforce", mx: wrong == "mx" ? "other.example" : "mx.remote.example");
        if (wrong is "tlsa" or "bogus")
            node.Sign((3, 1, 1, new byte[32]));
        if (wrong == "bogus")
            node.Dns.Failing[node.Tlsa] = true;
        node.Web.Text = wrong switch { "policy" => null, "nonsense" => "nonsense", _ => node.Web.Text };
        node.Web.Certificate = wrong == "web" ? TestAuthority.SelfSigned("mta-sts.remote.example") : node.Web.Certificate;
        await node.SendAsync();
        var sessions = node.Mail.Node.Engine.Outbound.Sessions;
        node.Mail.Node.Time.Advance(Tomorrow);
        sessions.Over().ShouldHaveSingleItem().Domains["remote.example"].Policies.SelectMany(p => p.Details).Select(d => d.Type).ShouldContain(word);
    }

    [Fact]
    public async Task What_was_counted_survives_a_restart()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("outbound-reports-").FullName;
        await using (var node = await StartAsync(directory))
        {
            await node.SendAsync();
            node.Mail.Node.Engine.Outbound.Sessions.Save();
        }

        await using (var again = await StartAsync(directory))
        {
            await again.SendAsync();
            again.Mail.Node.Time.Advance(Tomorrow);
            again.Mail.Node.Engine.Outbound.Sessions.Over().ShouldHaveSingleItem().Domains["remote.example"].Policies.ShouldHaveSingleItem().Successes.ShouldBe(2);
        }

        System.IO.Directory.Delete(directory, recursive: true);
    }

    private static Task<SecureNode> StartAsync(string? directory = null) =>
        SecureNode.StartAsync(o => o with { TlsReportsFrom = "tls-reports@example.org", TlsReportsOrganization = "Example ISP", TransportSecurityDirectory = directory });

    // Longer than an idle connection is kept.
    private static Task NewConnectionAsync(SecureNode node) => node.Mail.RunAfterAsync(TimeSpan.FromSeconds(11));

    private static Task NextDayAsync(SecureNode node)
    {
        node.Mail.Node.Time.Advance(Tomorrow);
        return node.Mail.Node.Engine.Outbound.ReportAsync(CancellationToken.None);
    }

    private static JsonDocument Read(byte[] compressed)
    {
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        return JsonDocument.Parse(gzip);
    }
}
