using Microsoft.Extensions.Time.Testing;
using Oss.Domain.Passwords;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Passwords;

public sealed class VerifiedPasswordsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_password_that_was_changed_is_wrong_at_once()
    {
        var passwords = new VerifiedPasswords(_time);
        passwords.Verify(PasswordHash.Create("old"), "old").ShouldBeTrue();
        passwords.Verify(PasswordHash.Create("new"), "old").ShouldBeFalse();
    }

    [Fact]
    public void A_wrong_password_is_not_remembered_and_a_right_one_is_no_key_to_others()
    {
        var passwords = new VerifiedPasswords(_time);
        var stored = PasswordHash.Create("right");
        passwords.Verify(stored, "right").ShouldBeTrue();
        passwords.Verify(stored, "wrong").ShouldBeFalse();
        passwords.Verify(stored, "wrong").ShouldBeFalse();
        passwords.Verify(stored, "").ShouldBeFalse();
    }

    [Fact]
    public void What_is_remembered_is_not_hashed_again_until_it_is_forgotten()
    {
        var hashed = 0;
        var passwords = new VerifiedPasswords(_time, (_, password) => ++hashed > 0 && password == "right");
        passwords.Verify("hash", "right").ShouldBeTrue();
        passwords.Verify("hash", "right").ShouldBeTrue();
        hashed.ShouldBe(1);
        _time.Advance(VerifiedPasswords.Memory);
        passwords.Verify("hash", "right").ShouldBeTrue();
        hashed.ShouldBe(2);
    }
}
