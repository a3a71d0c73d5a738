using Oss.Domain.Domains;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.MailEngine.Queue;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Domains;

/// <summary>What customers are told to enter, and whether what they entered serves.</summary>
public sealed class RecordTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Who_enters_all_that_is_recommended_is_found_to_have_done_so(DatabaseProvider provider)
    {
        await using var dns = new DnsServer();
        var node = await databases.AskingAsync(provider, dns);
        var domain = An.Key() + ".example";
        await node.SubmitAsync(An.Customer(domain));
        await node.Get<CreateDkimKeys>().ExecuteAsync(domain, DomainNode.Crm, Ct);
        var records = (await node.Get<GetDomainRecords>().ExecuteAsync(domain, DomainNode.Crm, Ct)).Records;

        foreach (var record in records)
            dns.Publish(record.Record);
        var found = await node.Get<CheckDomain>().ExecuteAsync(domain, DomainNode.Crm, Ct);

        found.Records.ShouldAllBe(r => r.Outcome == RecordOutcome.Match);
        found.Records.Select(r => r.Record.Kind).Distinct().ShouldBe(Enum.GetValues<RecordKind>(), ignoreOrder: true);
        found.MtaStsPolicy.ShouldBe("version: STSv1\r\nmode: testing\r\nmx: mail.provider.example\r\nmax_age: 604800\r\n");
    }

    [Theory]
    [InlineData(RecordKind.Spf, "v=spf1 a include:spf.provider.example -all", true)]
    [InlineData(RecordKind.Spf, "v=spf1 +INCLUDE:spf.provider.example ~all", true)]
    [InlineData(RecordKind.Spf, "v=spf1 a -all", false)]
    [InlineData(RecordKind.Spf, "v=spf1 include:spf.provider.example ~all|v=spf1 -all", false)]
    [InlineData(RecordKind.Spf, "some text|v=spf1 include:spf.provider.example -all", true)]
    [InlineData(RecordKind.Dmarc, "v=DMARC1; p=reject; rua=mailto:d@elsewhere.example", true)]
    [InlineData(RecordKind.Dmarc, "v=DMARC1; rua=mailto:d@elsewhere.example", false)]
    [InlineData(RecordKind.Dmarc, "v=DMARC1; p=none|v=DMARC1; p=reject", false)]
    [InlineData(RecordKind.MailExchanger, "5 MAIL.provider.example", true)]
    [InlineData(RecordKind.MailExchanger, "10 mail.provider.example|20 mail.former.example", false)]
    [InlineData(RecordKind.MtaSts, "v=STSv1; id=of-yesterday", false)]
    [InlineData(RecordKind.TlsReporting, "v=TLSRPTv1; rua=https://reports.example/tls", true)]
    [InlineData(RecordKind.Service, "10 5 993 mail.provider.example", true)]
    [InlineData(RecordKind.Service, "0 1 143 mail.provider.example", false)]
    [InlineData(RecordKind.Dkim, "k=rsa; p=QUJD; t=s", true)]
    [InlineData(RecordKind.Dkim, "v=DKIM1; p=QU JD", true)]
    [InlineData(RecordKind.Dkim, "v=DKIM1; k=rsa; p=", false)]
    [InlineData(RecordKind.Dkim, "v=DKIM1; k=ed25519; p=QUJD", false)]
    public void What_does_the_same_counts_and_what_does_not_does_not(RecordKind kind, string found, bool matches)
    {
        var wanted = kind switch
        {
            RecordKind.Spf => "v=spf1 include:spf.provider.example ~all",
            RecordKind.Dmarc => "v=DMARC1; p=none",
            RecordKind.MailExchanger => "10 mail.provider.example",
            RecordKind.MtaSts => "v=STSv1; id=0123456789abcdef",
            RecordKind.TlsReporting => "v=TLSRPTv1; rua=mailto:postmaster@example.org",
            RecordKind.Service => "0 1 993 mail.provider.example",
            _ => "v=DKIM1; k=rsa; p=QUJD",
        };
        RecordComparison.Matches(new DomainRecord(kind, "example.org", DnsRecordType.Txt, wanted, RecordNeed.Recommended), found.Split('|')).ShouldBe(matches);
    }
}
