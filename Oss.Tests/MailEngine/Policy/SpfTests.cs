using System.Net;
using Microsoft.Extensions.Time.Testing;
using Oss.MailEngine.Lookups;
using Oss.MailEngine.Policy.Authentication;
using Oss.Tests.MailEngine.Queue;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Policy;

/// <summary>RFC 7208 by its own examples, and at its limits.</summary>
public class SpfTests
{
    // Appendix A.
    [Theory]
    [InlineData("v=spf1 +all", "192.0.2.1", "pass")]
    [InlineData("v=spf1 a -all", "192.0.2.10", "pass")]
    [InlineData("v=spf1 a -all", "192.0.2.11", "pass")]
    [InlineData("v=spf1 a:example.org -all", "192.0.2.10", "fail")]
    [InlineData("v=spf1 mx -all", "192.0.2.129", "pass")]
    [InlineData("v=spf1 mx -all", "192.0.2.10", "fail")]
    [InlineData("v=spf1 mx:example.org -all", "192.0.2.140", "pass")]
    [InlineData("v=spf1 mx mx:example.org -all", "192.0.2.130", "pass")]
    [InlineData("v=spf1 mx/30 mx:example.org/30 -all", "192.0.2.131", "pass")]
    [InlineData("v=spf1 mx/30 mx:example.org/30 -all", "192.0.2.143", "pass")]
    [InlineData("v=spf1 mx/30 mx:example.org/30 -all", "192.0.2.132", "fail")]
    [InlineData("v=spf1 ptr -all", "192.0.2.65", "pass")]
    [InlineData("v=spf1 ptr -all", "192.0.2.140", "fail")]
    [InlineData("v=spf1 ptr -all", "10.0.0.4", "fail")]
    [InlineData("v=spf1 ip4:192.0.2.128/28 -all", "192.0.2.65", "fail")]
    [InlineData("v=spf1 ip4:192.0.2.128/28 -all", "192.0.2.129", "pass")]
    // The grammar, and what results there are.
    [InlineData("v=spf1", "192.0.2.1", "neutral")]
    [InlineData("v=spf1 ?all", "192.0.2.1", "neutral")]
    [InlineData("V=SPF1 ~ALL", "192.0.2.1", "softfail")]
    [InlineData("v=spf10 -all", "192.0.2.1", "none")]
    [InlineData("v=spf1 ip4:192.0.2.0/33 all", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 ip4:192.0.2 all", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 ip4:192.0.02.1 all", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 ip4:192.0.2.1/032 all", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 +all unheard", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 all:x -all", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 a:%{x}.example.com -all", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 exists:%{c}.example.com -all", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 a:example.com: -all", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 include -all", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 redirect=_spf.example.org redirect=_spf.example.org", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 unknown-modifier=%{l} -all", "192.0.2.1", "fail")]
    [InlineData("v=spf1 moo.cow-far_out=man:dog/cat ip4:192.0.2.1 -all", "192.0.2.1", "pass")]
    [InlineData("v=spf1 a/0 -all", "203.0.113.9", "pass")]
    [InlineData("v=spf1 a/24//64 -all", "192.0.2.99", "pass")]
    [InlineData("v=spf1 a//129 -all", "192.0.2.99", "permerror")]
    [InlineData("v=spf1 ip6:2001:db8::/32 -all", "2001:db8:1::1", "pass")]
    [InlineData("v=spf1 ip6:2001:db8::/32 -all", "192.0.2.1", "fail")]
    [InlineData("v=spf1 ip6:::1.1.1.1/0 -all", "2001:db8::1", "pass")]
    [InlineData("v=spf1 ip4:0.0.0.0/0 -all", "2001:db8::1", "fail")]
    // Include and redirect (5.2, 6.1).
    [InlineData("v=spf1 include:pass.example.org -all", "192.0.2.1", "pass")]
    [InlineData("v=spf1 include:fail.example.org ~all", "192.0.2.1", "softfail")]
    [InlineData("v=spf1 include:none.example.org -all", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 include:perm.example.org +all", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 include:temp.example.org +all", "192.0.2.1", "temperror")]
    [InlineData("v=spf1 redirect=fail.example.org", "192.0.2.1", "fail")]
    [InlineData("v=spf1 redirect=none.example.org", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 ?all redirect=fail.example.org", "192.0.2.1", "neutral")]
    // Limits (4.6.4).
    [InlineData("v=spf1 include:loop.example.org -all", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 a:a a:b a:void1.example.org a:void2.example.org a:void3.example.org +all", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 a:void1.example.org a:void2.example.org +all", "192.0.2.1", "pass")]
    [InlineData("v=spf1 a:void1.example.org a:void2.example.org a:void3.example.org +all", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 mx:many.example.org -all", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 a a a a a a a a a a -all", "192.0.2.1", "fail")]
    [InlineData("v=spf1 a a a a a a a a a a a -all", "192.0.2.1", "permerror")]
    [InlineData("v=spf1 a:temp.example.org +all", "192.0.2.1", "temperror")]
    public async Task A_record_has_one_result(string record, string client, string expected)
    {
        await using var dns = Zone();
        dns.AddText("example.com", record).AddText("example.com", "some other text");
        (await CheckAsync(dns, client, "x@example.com")).Result.ToString().ToLowerInvariant().ShouldBe(expected);
    }

    // Section 7.4.
    [Theory]
    [InlineData("%{s}.x.example", "192.0.2.3", "strong-bad@email.example.com.x.example")]
    [InlineData("%{o}.x.example", "192.0.2.3", "email.example.com.x.example")]
    [InlineData("%{d4}.x.example", "192.0.2.3", "email.example.com.x.example")]
    [InlineData("%{d2}.x.example", "192.0.2.3", "example.com.x.example")]
    [InlineData("%{d1}.x.example", "192.0.2.3", "com.x.example")]
    [InlineData("%{dr}.x.example", "192.0.2.3", "com.example.email.x.example")]
    [InlineData("%{d2r}.x.example", "192.0.2.3", "example.email.x.example")]
    [InlineData("%{l-}.x.example", "192.0.2.3", "strong.bad.x.example")]
    [InlineData("%{lr-}.x.example", "192.0.2.3", "bad.strong.x.example")]
    [InlineData("%{l1r-}.x.example", "192.0.2.3", "strong.x.example")]
    [InlineData("%{ir}.%{v}._spf.%{d2}", "192.0.2.3", "3.2.0.192.in-addr._spf.example.com")]
    [InlineData("%{lr-}.lp._spf.%{d2}", "192.0.2.3", "bad.strong.lp._spf.example.com")]
    [InlineData("%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "192.0.2.3", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com")]
    [InlineData("%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "192.0.2.3", "3.2.0.192.in-addr.strong.lp._spf.example.com")]
    [InlineData("%{d2}.trusted-domains.example.net", "192.0.2.3", "example.com.trusted-domains.example.net")]
    [InlineData("%{ir}.%{v}._spf.%{d2}", "2001:db8::cb01", "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com")]
    [InlineData("%{h}.x.example", "192.0.2.3", "helo.example.net.x.example")]
    public async Task Macros_expand_as_the_RFC_shows(string macro, string client, string expected)
    {
        await using var dns = Zone();
        dns.AddText("email.example.com", $"v=spf1 exists:{macro} -all").AddAddress(expected, "127.0.0.2");
        (await CheckAsync(dns, client, "strong-bad@email.example.com")).Result.ShouldBe(SpfResult.Pass, string.Join(' ', dns.Questions));
    }

    [Fact]
    public async Task The_domain_explains_itself()
    {
        await using var dns = Zone();
        dns.AddText("example.com", "v=spf1 -all exp=explain._spf.%{d}").AddText("explain._spf.example.com", "%{i} is not one of %{d}'s designated mail servers.%_See http://%{d}/why.html?s=%{S}&i=%{C}");
        (await CheckAsync(dns, "192.0.2.3", "x@example.com")).Explanation.ShouldBe("192.0.2.3 is not one of example.com's designated mail servers. See http://example.com/why.html?s=x%40example.com&i=192.0.2.3");
    }

    [Fact]
    public async Task Without_a_sender_the_greeting_is_asked_about()
    {
        await using var dns = Zone();
        dns.AddText("helo.example.net", "v=spf1 ip4:192.0.2.3 -all");
        var outcome = await CheckAsync(dns, "192.0.2.3", "");
        outcome.ShouldBe(new SpfOutcome(SpfResult.Pass, "helo.example.net", "ip4") { IsOfHelo = true });
    }

    [Fact]
    public async Task Two_records_are_an_error_and_no_domain_is_none()
    {
        await using var dns = Zone();
        dns.AddText("two.example", "v=spf1 +all").AddText("two.example", "v=spf1 -all");
        (await CheckAsync(dns, "192.0.2.3", "x@two.example")).Result.ShouldBe(SpfResult.PermError);
        (await CheckAsync(dns, "192.0.2.3", "x@localhost")).Result.ShouldBe(SpfResult.None);
        (await CheckAsync(dns, "192.0.2.3", $"x@{new string('a', 64)}.example")).Result.ShouldBe(SpfResult.None);
    }

    private static DnsServer Zone()
    {
        var dns = new DnsServer();
        dns.AddMx("example.com", 10, "mail-a.example.com").AddMx("example.com", 20, "mail-b.example.com").AddAddress("example.com", "192.0.2.10").AddAddress("example.com", "192.0.2.11")
            .AddAddress("amy.example.com", "192.0.2.65").AddAddress("bob.example.com", "192.0.2.66").AddAddress("mail-a.example.com", "192.0.2.129").AddAddress("mail-b.example.com", "192.0.2.130")
            .AddMx("example.org", 10, "mail-c.example.org").AddAddress("mail-c.example.org", "192.0.2.140")
            .AddPointer("192.0.2.65", "amy.example.com").AddPointer("192.0.2.140", "mail-c.example.org").AddPointer("10.0.0.4", "bob.example.com")
            .AddText("pass.example.org", "v=spf1 +all").AddText("fail.example.org", "v=spf1 -all").AddText("perm.example.org", "v=spf1 x").AddText("loop.example.org", "v=spf1 include:loop.example.org -all");
        dns.Failing["temp.example.org"] = true;
        for (var i = 0; i < 11; i++)
            dns.AddMx("many.example.org", i, $"mx{i}.example.org").AddAddress($"mx{i}.example.org", "203.0.113.1");
        return dns;
    }

    private static Task<SpfOutcome> CheckAsync(DnsServer dns, string client, string sender) =>
        new SpfEvaluation(new MailDns([dns.EndPoint]), IPAddress.Parse(client), sender, "helo.example.net", "mail.example", new FakeTimeProvider()).CheckAsync(TestContext.Current.CancellationToken);
}
