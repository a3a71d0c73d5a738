using System.Reflection;
using Oss.Api.Errors;
using Oss.Api.Soap.Contract;
using Oss.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.Errors;

public sealed class ErrorTextsTests
{
    [Fact]
    public void Every_code_of_the_catalogue_has_a_meaning() => ErrorTexts.Codes.ShouldBe(
        typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Concat(typeof(CodesOfForm).GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => (string)field.GetValue(null)!),
        ignoreOrder: true);

    [Fact]
    public async Task The_guide_lists_every_code_and_every_fault()
    {
        const string Mark = "<!-- codes -->\n";
        var file = Path.Combine(Repository.Root, "docs", "integrators.md");
        var guide = await File.ReadAllTextAsync(file);
        var table = $"\n| code | meaning |\n| --- | --- |\n{string.Concat(ErrorTexts.Codes.Order(StringComparer.Ordinal).Select(code => $"| `{code}` | {ErrorTexts.Of(code, Language.English)} |\n"))}";
        var listed = guide.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
        if (Environment.GetEnvironmentVariable("OSS_WRITE_CONTRACT") == "1")
            await File.WriteAllTextAsync(file, guide = guide[..listed] + table);

        guide[listed..].ShouldBe(table, "Run with OSS_WRITE_CONTRACT=1 and look at the difference.");
        typeof(Fault).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Fault))).Select(fault => $"| `{fault.Name}`").Where(row => !guide.Contains(row, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void What_an_error_names_stands_in_both_languages()
    {
        var limit = new DomainError.LimitExceeded("mailboxes", 5, 5, 6);

        ErrorTexts.Of(new DomainError.NotFound("mailbox", "a@b.example"), Language.German).ShouldBe("Postfach 'a@b.example' gibt es nicht.");
        ErrorTexts.Of(new DomainError.NotFound("mailbox", "a@b.example"), Language.English).ShouldBe("There is no mailbox 'a@b.example'.");
        foreach (var language in Enum.GetValues<Language>())
            ErrorTexts.Of(limit, language).ShouldContain("mailboxes");
    }
}
