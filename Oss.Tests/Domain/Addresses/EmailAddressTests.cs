using System.Text;
using CsCheck;
using Oss.Domain.Addresses;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Addresses;

public sealed class EmailAddressTests
{
    // Letters in both cases and both Unicode forms, and what sits between them.
    private static readonly Gen<string> LocalPart = Gen.OneOfConst(
        "a", "B", "z", "7", "ä", "Ä", "a\u0308", "ß", "ẞ", "É", "e\u0301", "İ", "K", "Σ", "ς", "ﬁ", "-", "_", "+").Array[1, 20].Select(string.Concat);

    private static readonly Gen<string> Domain = Gen.OneOfConst("example.org", "EXAMPLE.org", "Köln.de", "xn--kln-sna.de", "Ko\u0308ln.DE", "sub.Bücher.example");

    [Theory]
    [InlineData("Crohmann@NetCologne.DE", "crohmann@netcologne.de")]
    [InlineData("info@Köln.de", "info@xn--kln-sna.de")]
    [InlineData("info@XN--KLN-SNA.de", "info@xn--kln-sna.de")]
    [InlineData("Jörg@example.org", "jörg@example.org")]
    [InlineData("Jo\u0308rg@example.org", "jörg@example.org")]
    [InlineData("STRAßE@example.org", "straße@example.org")]
    [InlineData("o'brien+list=ab@example.org", "o'brien+list=ab@example.org")]
    public void Spellings_of_one_address_become_one_value(string text, string normalised) =>
        EmailAddress.TryParse(text)!.Value.ShouldBe(normalised);

    [Theory]
    [InlineData("")]
    [InlineData("crohmann")]
    [InlineData("@example.org")]
    [InlineData("crohmann@")]
    [InlineData("crohmann@localhost")]
    [InlineData("crohmann@example..org")]
    [InlineData("crohmann@example.org.")]
    [InlineData("crohmann@-example.org")]
    [InlineData("crohmann@exa_mple.org")]
    [InlineData("crohmann@127.0.0.1")]
    [InlineData("crohmann@[127.0.0.1]")]
    [InlineData(" crohmann@example.org")]
    [InlineData("crohmann@example.org ")]
    [InlineData("c rohmann@example.org")]
    [InlineData("c\trohmann@example.org")]
    [InlineData("c\u00a0rohmann@example.org")]
    [InlineData("c\u200brohmann@example.org")]
    [InlineData("c\u202erohmann@example.org")]
    [InlineData("crohmann\r\n@example.org")]
    [InlineData("crohmann\0@example.org")]
    [InlineData("\"c rohmann\"@example.org")]
    [InlineData(".crohmann@example.org")]
    [InlineData("crohmann.@example.org")]
    [InlineData("c..rohmann@example.org")]
    [InlineData("a@b@example.org")]
    [InlineData("<crohmann@example.org>")]
    public void What_is_not_an_address_is_refused_and_nothing_is_trimmed(string text) =>
        EmailAddress.TryParse(text).ShouldBeNull();

    [Theory]
    [InlineData("../../etc/passwd@example.org")]
    [InlineData("a/b@example.org")]
    public void No_address_names_a_path_outside_its_directory(string text) => EmailAddress.TryParse(text).ShouldBeNull();

    [Fact]
    public void Half_a_surrogate_pair_is_refused() => EmailAddress.TryParse("a\ud83d@example.org").ShouldBeNull();

    [Fact]
    public void Limits_count_octets_not_characters()
    {
        EmailAddress.TryParse(new string('a', 64) + "@example.org").ShouldNotBeNull();
        EmailAddress.TryParse(new string('a', 65) + "@example.org").ShouldBeNull();
        EmailAddress.TryParse(new string('ä', 32) + "@example.org").ShouldNotBeNull();
        EmailAddress.TryParse(new string('ä', 33) + "@example.org").ShouldBeNull();
        EmailAddress.TryParse(new string('ä', 32) + "@" + LongDomain(189)).ShouldNotBeNull();
        EmailAddress.TryParse(new string('ä', 32) + "@" + LongDomain(190)).ShouldBeNull();
        EmailAddress.TryParse("a@" + new string('a', 63) + ".org").ShouldNotBeNull();
        EmailAddress.TryParse("a@" + new string('a', 64) + ".org").ShouldBeNull();
    }

    [Fact]
    public void A_detail_is_split_off_at_the_first_plus()
    {
        EmailAddress.TryParse("crohmann+lists+dovecot@netcologne.de")!.WithoutDetail()!.Value.ShouldBe("crohmann@netcologne.de");
        EmailAddress.TryParse("crohmann@netcologne.de")!.WithoutDetail().ShouldBeNull();
        EmailAddress.TryParse("+crohmann@netcologne.de")!.WithoutDetail().ShouldBeNull();
    }

    [Fact]
    public void Normalising_twice_changes_nothing() => Gen.Select(LocalPart, Domain).Sample((localPart, domain) =>
    {
        if (EmailAddress.TryParse($"{localPart}@{domain}") is { } address)
            EmailAddress.TryParse(address.Value)!.Value.ShouldBe(address.Value);
    });

    [Fact]
    public void Case_and_unicode_form_make_no_difference() => Gen.Select(LocalPart, Domain).Sample((localPart, domain) =>
    {
        var text = $"{localPart}@{domain}";
        var address = EmailAddress.TryParse(text);
        EmailAddress.TryParse(text.Normalize(NormalizationForm.FormD)).ShouldBe(address);
        EmailAddress.TryParse(text.Normalize(NormalizationForm.FormC)).ShouldBe(address);
        EmailAddress.TryParse(text.ToLowerInvariant()).ShouldBe(address);
    });

    private static string LongDomain(int length)
    {
        var labels = new StringBuilder();
        while (labels.Length + 64 < length)
            labels.Append(new string('d', 60)).Append('.');

        return labels.Append(new string('d', length - labels.Length)).ToString();
    }
}
