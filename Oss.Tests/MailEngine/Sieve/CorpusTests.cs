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

    [Fact]
    public void Names_of_cases_are_unique() => SieveCase.All.GroupBy(c => (c.File, c.Name)).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();
}
