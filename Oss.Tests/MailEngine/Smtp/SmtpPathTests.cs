using System.Text;
using CsCheck;
using Oss.MailEngine.Smtp;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Smtp;

public class SmtpPathTests
{
    [Theory]
    [InlineData("TO:<user@example.org>", "user@example.org")]
    [InlineData("to: <user@example.org>", "user@example.org")]
    [InlineData("TO:<@one.example,@two.example:user@example.org>", "user@example.org")]
    [InlineData("TO:<\"user\"@example.org>", "user@example.org")]
    [InlineData("TO:<\"a b>c\"@example.org>", "\"a b>c\"@example.org")]
    [InlineData("TO:<user@[192.0.2.1]>", "user@[192.0.2.1]")]
    [InlineData("TO:<Postmaster>", "Postmaster")]
    [InlineData("TO:<>", "")]
    [InlineData("TO:<grün@exämple.org>", "grün@exämple.org")]
    public void A_path_is_read(string argument, string address) => Parse(argument).ShouldNotBeNull().Address.ShouldBe(address);

    [Theory]
    [InlineData("")]
    [InlineData("TO:")]
    [InlineData("TO:user@example.org")]
    [InlineData("TO:<user@example.org")]
    [InlineData("TO:<user@example.org>x")]
    [InlineData("TO:<user>")]
    [InlineData("TO:<@example.org>")]
    [InlineData("TO:<user@>")]
    [InlineData("TO:<user@exa mple.org>")]
    [InlineData("TO:<user@exa\tmple.org>")]
    [InlineData("TO:<user@a..b>")]
    [InlineData("TO:<user@exam(ple).org>")]
    [InlineData("TO:<@route.example:>")]
    [InlineData("TO:<@route.example>")]
    [InlineData("TO:<\"user@example.org>")]
    [InlineData("TO:<<user@example.org>>")]
    [InlineData("TO:<user@example.org> SIZE=1 SIZE=2")]
    public void What_is_no_path_is_refused(string argument) => Parse(argument).ShouldBeNull();

    [Fact]
    public void Lengths_are_those_of_the_standard()
    {
        Parse($"TO:<{new string('a', 242)}@example.org>").ShouldNotBeNull();
        Parse($"TO:<{new string('a', 243)}@example.org>").ShouldBeNull();
        Parse($"TO:<{new string('ä', 121)}@example.org>").ShouldNotBeNull();
        Parse($"TO:<{new string('ä', 122)}@example.org>").ShouldBeNull();
        Parse($"TO:<a@{new string('b', 256)}>").ShouldBeNull();
    }

    [Fact]
    public void Octets_that_are_no_UTF_8_are_refused() => SmtpPath.TryParse([.. "TO:<"u8, 0xff, .. "@example.org>"u8], "TO:").ShouldBeNull();

    [Fact]
    public void Parameters_are_read_by_name() =>
        Parse("TO:<a@example.org> SIZE=12 body=8BITMIME SMTPUTF8").ShouldNotBeNull().Parameters.ShouldBe(
            new Dictionary<string, string> { ["SIZE"] = "12", ["body"] = "8BITMIME", ["SMTPUTF8"] = "" }, ignoreOrder: true);

    [Fact]
    public void Whatever_comes_nothing_is_thrown_and_no_line_break_gets_through()
    {
        var pieces = Gen.OneOfConst("TO:", "<", ">", "@", "\"", "\\", ":", ",", ".", " ", "=", "a", "example.org", "\r", "\n", "\0", "[", "]", "ä", "\ud83d\ude00").Array[0, 30];
        pieces.Sample(parts =>
        {
            var path = SmtpPath.TryParse(Encoding.UTF8.GetBytes("TO:<" + string.Concat(parts)), "TO:");
            return path is null || (!path.Address.Any(char.IsControl) && path.Address.Length <= 256);
        });
        Gen.Byte.Array[0, 300].Sample(octets =>
        {
            SmtpPath.TryParse([.. "TO:<"u8, .. octets, .. ">"u8], "TO:");
            return true;
        });
    }

    private static SmtpPath? Parse(string argument) => SmtpPath.TryParse(Encoding.UTF8.GetBytes(argument), "TO:");
}
