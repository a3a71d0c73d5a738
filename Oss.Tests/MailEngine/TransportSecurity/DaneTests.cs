using System.Security.Cryptography;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.TransportSecurity;

/// <summary>Signed zones say what certificates mail servers have (RFC 7672).</summary>
public class DaneTests
{
    [Theory]
    [InlineData(3, 0, 0)]
    [InlineData(3, 0, 1)]
    [InlineData(3, 0, 2)]
    [InlineData(3, 1, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(3, 1, 2)]
    [InlineData(2, 0, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 0, 2)]
    [InlineData(2, 1, 1)]
    [InlineData(2, 1, 2)]
    public async Task Mail_goes_to_a_server_with_the_certificate_that_its_records_name_whoever_gave_it_out(byte usage, byte selector, byte matching)
    {
        await using var node = await SecureNode.StartAsync();
        UseUnknown(node);
        var certificate = usage == 3 ? node.Sink.Certificate! : TestAuthority.Unknown.Between;
        node.Sign((usage, selector, matching, Data(certificate, selector, matching)));
        await node.SendAsync();
        node.Sink.Messages.Count.ShouldBe(1);
        node.Sent.ShouldEndWith("verified by DANE");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public async Task Another_certificate_keeps_mail_waiting_however_good_it_is(byte usage)
    {
        await using var node = (await SecureNode.StartAsync()).Sign((usage, 1, 1, new byte[32]));
        await node.SendAsync();
        node.Sink.Messages.ShouldBeEmpty();
        node.Reply.ShouldStartWith("451 4.7.5 mx.remote.example cannot prove who it is, which DANE requires");

        // A roll-over: one of several is enough.
        node.Sign((3, 1, 1, Data(node.Sink.Certificate!, 1, 1)));
        await node.Mail.RunAfterAsync(TimeSpan.FromMinutes(6));
        node.Sink.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_certificate_that_is_named_itself_needs_no_name_and_no_date()
    {
        await using var node = await SecureNode.StartAsync();
        node.Sink.Certificate = TestAuthority.Trusted.Issue("elsewhere.example", isExpired: true);
        node.Sign((3, 1, 1, Data(node.Sink.Certificate, 1, 1)));
        await node.SendAsync();
        node.Sink.Messages.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("name", "its certificate is for another name")]
    [InlineData("expired", "its certificate is out of date")]
    public async Task A_certificate_of_an_authority_that_is_named_needs_both(string wrong, string text)
    {
        await using var node = await SecureNode.StartAsync();
        UseUnknown(node);
        node.Sink.Certificate = wrong == "name" ? TestAuthority.Unknown.Issue("elsewhere.example") : TestAuthority.Unknown.Issue("mx.remote.example", isExpired: true);
        node.Sign((2, 0, 1, Data(TestAuthority.Unknown.Between, 0, 1)));
        await node.SendAsync();
        node.Sink.Messages.ShouldBeEmpty();
        node.Reply.ShouldEndWith(text);
    }

    [Fact]
    public async Task An_authority_named_is_not_the_server_that_signs_for_itself_beside_it()
    {
        await using var node = await SecureNode.StartAsync();
        node.Sink.Certificate = TestAuthority.SelfSigned("mx.remote.example");
        node.Sink.Chain.Add(TestAuthority.Unknown.Between);
        node.Sign((2, 0, 1, Data(TestAuthority.Unknown.Between, 0, 1)));
        await node.SendAsync();
        node.Sink.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Records_that_mean_nothing_for_mail_ask_for_TLS_with_anybody()
    {
        await using var node = (await SecureNode.StartAsync()).Sign((1, 0, 1, new byte[32]), (3, 1, 1, new byte[5]), (3, 7, 9, new byte[32]));
        node.Sink.Certificate = TestAuthority.SelfSigned("elsewhere.example");
        await node.SendAsync();
        node.Sink.Messages.Count.ShouldBe(1);

        node.Sink.Certificate = null;
        await node.Mail.RunAfterAsync(TimeSpan.FromMinutes(1));
        await node.SendAsync();
        node.Sink.Messages.Count.ShouldBe(1);
        node.Reply.ShouldBe("451 4.7.10 mx.remote.example offers no TLS, which DANE requires");
    }

    [Fact]
    public async Task Records_that_cannot_be_looked_up_or_are_bogus_keep_mail_waiting()
    {
        await using var node = (await SecureNode.StartAsync()).Sign();
        node.Dns.Failing[node.Tlsa] = true;
        await node.SendAsync();
        node.Sink.Connections.ShouldBe(0);
        node.Reply.ShouldStartWith("451 4.7.5 The TLSA records of mx.remote.example could not be looked up");

        node.Dns.Failing.Clear();
        await node.Mail.RunAfterAsync(TimeSpan.FromMinutes(6));
        node.Sink.Messages.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("remote.example")]
    [InlineData("mx.remote.example")]
    [InlineData("tlsa")]
    public async Task Where_DNSSEC_does_not_vouch_for_the_whole_way_records_do_not_count(string insecure)
    {
        await using var node = (await SecureNode.StartAsync()).Sign((3, 1, 1, new byte[32]));
        node.Dns.Secure.TryRemove(insecure == "tlsa" ? node.Tlsa : insecure, out _);
        await node.SendAsync();
        node.Sink.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_resolver_that_is_not_trusted_is_not_believed()
    {
        await using var node = (await SecureNode.StartAsync(o => o with { TrustNameServers = false })).Sign((3, 1, 1, new byte[32]));
        await node.SendAsync();
        node.Sink.Messages.Count.ShouldBe(1);
        node.Dns.Questions.ShouldNotContain(node.Tlsa);
    }

    [Fact]
    public async Task A_policy_on_the_web_softens_nothing_that_DANE_asks_for()
    {
        await using var node = (await SecureNode.StartAsync()).Publish("testing").Sign((3, 1, 1, new byte[32]));
        await node.SendAsync();
        node.Sink.Messages.ShouldBeEmpty();
        node.Reply.ShouldContain("DANE requires");
    }

    [Theory]
    [InlineData("target", true)]
    [InlineData("alias", true)]
    [InlineData("both", true)]
    [InlineData("alias", false)]
    public async Task A_server_that_is_named_by_an_alias_has_its_records_where_the_alias_leads_or_at_its_own_name(string records, bool isTargetSigned)
    {
        await using var node = (await SecureNode.StartAsync()).Sign();
        const string Target = "host.hoster.example";
        node.Dns.Remove("mx.remote.example");
        node.Dns.AddAlias("mx.remote.example", Target).AddAddress(Target, "127.0.0.1");
        // What the resolver says of the alias is said of the whole way behind it.
        if (!isTargetSigned)
            node.Dns.InsecureBehind["mx.remote.example"] = true;
        node.Sink.Certificate = TestAuthority.SelfSigned("elsewhere.example");
        var good = Data(node.Sink.Certificate, 1, 1);
        node.Dns.Secure[$"_{node.Sink.Port}._tcp.{Target}"] = true;
        if (records is "target" or "both")
            node.Dns.AddTlsa($"_{node.Sink.Port}._tcp.{Target}", 3, 1, 1, good);
        if (records is "alias" or "both")
            node.Dns.AddTlsa(node.Tlsa, 3, 1, 1, records == "both" ? new byte[32] : good);
        await node.SendAsync();
        node.Sent.ShouldEndWith("verified by DANE");

        // Another certificate is none of those that the records name.
        node.Sink.Certificate = TestAuthority.SelfSigned("elsewhere.example");
        await node.Mail.RunAfterAsync(TimeSpan.FromMinutes(1));
        await node.SendAsync();
        node.Sink.Messages.Count.ShouldBe(1);
        node.Reply.ShouldStartWith("451 4.7.5 mx.remote.example cannot prove who it is, which DANE requires");
    }

    [Fact]
    public async Task A_certificate_of_an_authority_may_be_for_the_name_that_the_alias_leads_to()
    {
        await using var node = (await SecureNode.StartAsync()).Sign();
        node.Dns.Remove("mx.remote.example");
        node.Dns.AddAlias("mx.remote.example", "host.hoster.example").AddAddress("host.hoster.example", "127.0.0.1");
        node.Dns.Secure[$"_{node.Sink.Port}._tcp.host.hoster.example"] = true;
        UseUnknown(node);
        node.Sink.Certificate = TestAuthority.Unknown.Issue("host.hoster.example");
        node.Dns.AddTlsa($"_{node.Sink.Port}._tcp.host.hoster.example", 2, 0, 1, Data(TestAuthority.Unknown.Between, 0, 1));
        await node.SendAsync();
        node.Sink.Messages.Count.ShouldBe(1);
        node.Sent.ShouldEndWith("verified by DANE");
    }

    private static void UseUnknown(SecureNode node)
    {
        node.Sink.Certificate = TestAuthority.Unknown.Issue("mx.remote.example");
        node.Sink.Chain.Clear();
        node.Sink.Chain.Add(TestAuthority.Unknown.Between);
    }

    private static byte[] Data(System.Security.Cryptography.X509Certificates.X509Certificate2 certificate, byte selector, byte matching)
    {
        var octets = selector == 0 ? certificate.RawData : certificate.PublicKey.ExportSubjectPublicKeyInfo();
        return matching switch { 1 => SHA256.HashData(octets), 2 => SHA512.HashData(octets), _ => octets };
    }
}
