using Oss.Domain.Addresses;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Addresses;

public sealed class DomainNameTests
{
    [Theory]
    [InlineData("NetCologne.de", "netcologne.de", "netcologne.de")]
    [InlineData("Köln.de", "xn--kln-sna.de", "köln.de")]
    [InlineData("Ko\u0308ln.de", "xn--kln-sna.de", "köln.de")]
    [InlineData("xn--kln-sna.de", "xn--kln-sna.de", "köln.de")]
    [InlineData("straße.de", "xn--strae-oqa.de", "straße.de")]
    public void A_domain_is_stored_as_a_labels_and_shown_in_unicode(string text, string stored, string shown)
    {
        var name = DomainName.TryParse(text)!;
        name.Value.ShouldBe(stored);
        name.Display.ShouldBe(shown);
    }

    // RFC 5891 4.2: what comes in as an A-label must be one that its own U-label makes.
    [Theory]
    [InlineData("xn--a.de")]
    [InlineData("xn--kln-sna-.de")]
    [InlineData("xn--\u00fc.de")]
    [InlineData("a b.de")]
    [InlineData("a.b.c.")]
    [InlineData("de")]
    [InlineData("a\u3002.de")]
    [InlineData("10.0.0.1")]
    public void What_is_no_domain_is_refused(string text) => DomainName.TryParse(text).ShouldBeNull();
}
