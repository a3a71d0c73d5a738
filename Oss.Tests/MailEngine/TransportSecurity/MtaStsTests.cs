using System.Net;
using Oss.MailEngine.Lookups;
using Oss.MailEngine.TransportSecurity;
using Oss.Tests.MailEngine.Queue;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.TransportSecurity;

/// <summary>Domains say that mail to them goes to their servers only, in verified TLS (RFC 8461).</summary>
public class MtaStsTests
{
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(6);

    [Fact]
    public async Task Mail_goes_to_a_server_that_the_policy_names_and_that_proves_its_name()
    {
        await using var node = (await SecureNode.StartAsync()).Publish("enforce");
        await node.SendAsync();
        node.Sink.Messages.Count.ShouldBe(1);
        node.Web.Requests.ShouldBe(["GET mta-sts.remote.example/.well-known/mta-sts.txt"]);
        node.Sent.ShouldEndWith("mx.remote.example verified by MTA-STS");
    }

    [Theory]
    [InlineData("name", "451 4.7.5", "its certificate is for another name")]
    [InlineData("expired", "451 4.7.5", "its certificate is out of date")]
    [InlineData("self-signed", "451 4.7.5", "no authority that is trusted gave out its certificate")]
    [InlineData("unknown", "451 4.7.5", "no authority that is trusted gave out its certificate")]
    [InlineData("plain", "451 4.7.10", "offers no TLS, which MTA-STS requires")]
    [InlineData("refused", "451 4.7.10", "refused TLS, which MTA-STS requires")]
    [InlineData("broken", "451 4.7.10", "TLS with mx.remote.example failed")]
    public async Task What_a_server_does_not_prove_keeps_mail_waiting_with_enforce_and_is_only_noted_with_testing(string wrong, string code, string text)
    {
        await using var node = (await SecureNode.StartAsync()).Publish("enforce");
        Spoil(node.Sink, wrong);
        await node.SendAsync();
        node.Sink.Messages.ShouldBeEmpty();
        node.Sink.Commands.ShouldNotContain(c => c.StartsWith("MAIL", StringComparison.Ordinal));
        node.Reply.ShouldStartWith(code);
        node.Reply.ShouldContain(text);

        node.Publish("testing", id: "2");
        await node.Mail.RunAfterAsync(Retry);
        node.Sink.Messages.Count.ShouldBe(1);
        if (code == "451 4.7.5")
            node.Sent.ShouldEndWith($"MTA-STS, testing: {text}");
    }

    [Theory]
    [InlineData("other.remote.example")]
    [InlineData("*.mx.remote.example")]
    [InlineData("*.example")]
    public async Task A_server_that_the_policy_does_not_name_gets_no_mail(string pattern)
    {
        await using var node = (await SecureNode.StartAsync()).Publish("enforce", mx: pattern);
        await node.SendAsync();
        node.Sink.Connections.ShouldBe(0);
        node.Reply.ShouldBe("451 4.7.5 mx.remote.example is none of the mail exchangers that the MTA-STS policy of remote.example names");

        node.Publish("testing", "2", pattern);
        await node.Mail.RunAfterAsync(Retry);
        node.Sink.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_next_server_takes_the_mail_when_the_first_proves_nothing()
    {
        await using var node = (await SecureNode.StartAsync()).Publish("enforce", mx: "*.remote.example");
        node.Dns.AddMx("remote.example", 20, "second.remote.example").AddAddress("second.remote.example", "127.0.0.2");
        await using var second = new SmtpSink(IPAddress.Parse("127.0.0.2"), node.Sink.Port) { Certificate = TestAuthority.Trusted.Issue("*.remote.example") };
        second.Chain.Add(TestAuthority.Trusted.Between);
        node.Sink.Certificate = TestAuthority.SelfSigned("mx.remote.example");
        await node.SendAsync();
        node.Sink.Messages.ShouldBeEmpty();
        second.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_policy_that_is_known_stays_when_DNS_and_the_web_server_are_kept_from_answering()
    {
        await using var node = (await SecureNode.StartAsync()).Publish("enforce");
        await node.SendAsync();
        node.Dns.Remove("_mta-sts.remote.example");
        node.Dns.Remove("mta-sts.remote.example");
        node.Sink.Certificate = TestAuthority.SelfSigned("mx.remote.example");
        await node.Mail.RunAfterAsync(TimeSpan.FromDays(20));
        await node.SendAsync();
        node.Reply.ShouldContain("MTA-STS requires");

        // Another id, and nothing behind it.
        node.Dns.AddText("_mta-sts.remote.example", "v=STSv1; id=2");
        await node.Mail.RunAfterAsync(TimeSpan.FromHours(1));
        node.Reply.ShouldContain("MTA-STS requires");
        node.Sink.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_policy_runs_out_when_its_time_is_over()
    {
        await using var node = (await SecureNode.StartAsync()).Publish("enforce", maxAge: 3600);
        await node.SendAsync();
        node.Dns.Remove("_mta-sts.remote.example");
        node.Sink.Certificate = TestAuthority.SelfSigned("mx.remote.example");
        await node.Mail.SubmitAsync(SecureNode.Message, ["bert@remote.example"]);
        await node.Mail.RunAfterAsync(TimeSpan.FromHours(2));
        node.Sink.Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_policy_is_fetched_once_kept_over_a_restart_and_fetched_again_for_another_id_or_after_a_day()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("outbound-policies-").FullName;
        await using (var node = (await SecureNode.StartAsync(o => o with { TransportSecurityDirectory = directory })).Publish("enforce"))
        {
            await node.SendAsync();
            await node.Mail.RunAfterAsync(TimeSpan.FromMinutes(1));
            await node.SendAsync();
            node.Web.Requests.Count.ShouldBe(1);
        }

        await using (var again = (await SecureNode.StartAsync(o => o with { TransportSecurityDirectory = directory })).Publish("enforce"))
        {
            again.Sink.Certificate = TestAuthority.SelfSigned("mx.remote.example");
            await again.SendAsync();
            again.Reply.ShouldContain("MTA-STS requires");
            again.Web.Requests.ShouldBeEmpty();

            await again.Mail.RunAfterAsync(TimeSpan.FromHours(25));
            again.Web.Requests.Count.ShouldBe(1);
            again.Publish("none", id: "b");
            await again.Mail.RunAfterAsync(TimeSpan.FromHours(5));
            again.Web.Requests.Count.ShouldBe(2);
            again.Sink.Messages.Count.ShouldBe(1);
        }

        System.IO.Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("certificate")]
    [InlineData("name")]
    [InlineData("redirect")]
    [InlineData("type")]
    [InlineData("large")]
    [InlineData("nonsense")]
    public async Task What_is_no_policy_leaves_TLS_as_it_is_without_one_and_is_not_asked_for_at_each_message(string wrong)
    {
        await using var node = (await SecureNode.StartAsync()).Publish("enforce");
        var policy = node.Web.Text;
        node.Web.Certificate = wrong switch { "certificate" => TestAuthority.SelfSigned("mta-sts.remote.example"), "name" => TestAuthority.Trusted.Issue("remote.example"), _ => node.Web.Certificate };
        node.Web.RedirectTo = wrong == "redirect" ? "/elsewhere" : null;
        node.Web.MediaType = wrong == "type" ? "text/html" : "text/plain";
        node.Web.Text = wrong switch { "status" => null, "large" => policy + new string('x', 70_000), "nonsense" => "hello", _ => policy };
        node.Sink.Certificate = TestAuthority.SelfSigned("mx.remote.example");
        await node.SendAsync();
        await node.SendAsync();
        node.Sink.Messages.Count.ShouldBe(2);
        node.Web.Requests.Count.ShouldBeLessThanOrEqualTo(1);
    }

    [Theory]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.example\nmx: *.b.example\nmax_age: 60\n", "Enforce a.example,*.b.example 60")]
    [InlineData("version:STSv1 \r\nmode:testing\r\nmx:A.Example.\r\nmax_age:999999999\r\nnew_field: x", "Testing a.example 31557600")]
    [InlineData("version: STSv1\nmode: none\nmax_age: 60", "None  60")]
    [InlineData("version: STSv1\nmode: enforce\nmax_age: 60", null)]
    [InlineData("version: STSv2\nmode: none\nmax_age: 60", null)]
    [InlineData("version: STSv1\nmode: strict\nmx: a\nmax_age: 60", null)]
    [InlineData("version: STSv1\nmode: none\nmax_age: -1", null)]
    [InlineData("version: STSv1\nmode: none\nmax_age: 60\nno colon", null)]
    [InlineData("", null)]
    public void The_text_of_a_policy_is_read_as_it_is_written(string text, string? expected)
    {
        var policy = MtaStsPolicy.TryParse(text);
        (policy is null ? null : $"{policy.Mode} {string.Join(',', policy.Patterns)} {policy.MaxAge.TotalSeconds}").ShouldBe(expected);
    }

    [Fact]
    public async Task A_name_that_leads_inside_is_not_connected_to()
    {
        await using var server = await WebServer.StartAsync();
        await using var dns = new DnsServer();
        dns.AddAddress("mta-sts.remote.example", "127.0.0.1");
        server.Text = "version: STSv1\nmode: none\nmax_age: 60";
        foreach (var isAllowed in new[] { false, true })
        {
            using var web = new PublicWeb(new MailDns([dns.EndPoint]), new ServerCertificateCheck([TestAuthority.Trusted.Root]), isAllowed);
            var (text, fault) = await web.ReadTextAsync(new Uri($"https://mta-sts.remote.example:{server.Port}/"), 1000);
            (text is not null, fault is null, server.Requests.Count).ShouldBe((isAllowed, isAllowed, isAllowed ? 1 : 0));
        }
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.1.2.3", true)]
    [InlineData("2a00:1450::1", true)]
    public void Only_addresses_of_the_whole_world_are_connected_to(string address, bool isPublic) => PublicWeb.IsPublic(IPAddress.Parse(address)).ShouldBe(isPublic);

    private static void Spoil(SmtpSink sink, string wrong)
    {
        switch (wrong)
        {
            case "name": sink.Certificate = TestAuthority.Trusted.Issue("mail.remote.example"); break;
            case "expired": sink.Certificate = TestAuthority.Trusted.Issue("mx.remote.example", isExpired: true); break;
            case "self-signed": sink.Certificate = TestAuthority.SelfSigned("mx.remote.example"); break;
            case "unknown":
                sink.Certificate = TestAuthority.Unknown.Issue("mx.remote.example");
                sink.Chain.Clear();
                sink.Chain.Add(TestAuthority.Unknown.Between);
                break;
            case "plain": sink.Certificate = null; break;
            case "refused": sink.Reply = command => command == "STARTTLS" ? "454 4.7.0 No TLS now" : null; break;
            case "broken":
                sink.Certificate = null;
                sink.Keywords = ["STARTTLS"];
                sink.Reply = command => command == "STARTTLS" ? "220 Go ahead\r\n220 not TLS" : null;
                break;
        }
    }
}
