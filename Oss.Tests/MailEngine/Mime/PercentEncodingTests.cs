using System.Text;
using Oss.MailEngine.Mime;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Mime;

/// <summary>Percent signs and what follows them.</summary>
public sealed class PercentEncodingTests
{
    [Theory]
    [InlineData("Gr%C3%BC%c3%9Fe", "Grüße")]
    [InlineData("100% %4 %zz %", "100% %4 %zz %")]
    [InlineData("%2541", "%41")]
    [InlineData("Köln 📮 %F0%9F%93%AE", "Köln 📮 📮")]
    [InlineData("", "")]
    public void Octets_are_undone_and_all_else_stands_for_itself(string text, string expected) => Encoding.UTF8.GetString(PercentEncoding.Decode(text)).ShouldBe(expected);
}
