using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

public class CorpusTests
{
    public static TheoryData<string, string> All => [.. SieveCase.All.Select(c => (c.File, c.Name))];

    [Theory]
    [MemberData(nameof(All))]
    public void A_script_does_to_a_message_what_the_case_says(string file, string name)
    {
        var sieveCase = SieveCase.Find(file, name);
        var (actions, edited) = sieveCase.Run();
        actions.ShouldBe(sieveCase.Expected);
        if (sieveCase.Sections.TryGetValue("edited", out var expected))
            edited?.Trim('\n').ShouldBe(expected);
    }

    // Files on disk end lines as Unix does, scripts that came by ManageSieve as the RFC says; editors mix them.
    [Fact]
    public void Line_ends_make_no_difference()
    {
        foreach (var sieveCase in SieveCase.All)
        {
            var text = System.Text.Encoding.UTF8.GetString(sieveCase.Script);
            foreach (var variant in (string[])[text.ReplaceLineEndings("\r\n"), string.Concat(text.Split('\n').Index().Select(l => (l.Index == 0 ? "" : l.Index % 2 == 0 ? "\r\n" : "\n") + l.Item))])
                sieveCase.Run(Oss.MailEngine.Sieve.SieveScript.Compile(System.Text.Encoding.UTF8.GetBytes(variant))).ShouldBe(sieveCase.Run(), sieveCase.Name);
        }
    }

    [Fact]
    public void Names_of_cases_are_unique() => SieveCase.All.GroupBy(c => (c.File, c.Name)).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();
}
