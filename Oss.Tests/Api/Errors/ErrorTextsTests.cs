using System.Reflection;
using Oss.Api.Errors;
using Oss.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.Errors;

public sealed class ErrorTextsTests
{
    [Fact]
    public void Every_code_of_the_catalogue_has_a_German_text() => typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Concat(typeof(CodesOfForm).GetFields(BindingFlags.Public | BindingFlags.Static))
        .Select(field => (string)field.GetValue(null)!).Except(ErrorTexts.Translated).ShouldBeEmpty();

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
