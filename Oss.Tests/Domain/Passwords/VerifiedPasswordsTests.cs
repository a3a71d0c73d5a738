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
        var passwords = new VerifiedPasswords(_time);
        var stored = PasswordHash.Create("right");
        passwords.Verify(stored, "right");
        // Allocations tell: Argon2 takes 19 MiB, and no clock is asked.
        Allocated(() => passwords.Verify(stored, "right")).ShouldBeLessThan(100_000);
        _time.Advance(VerifiedPasswords.Memory);
        Allocated(() => passwords.Verify(stored, "right")).ShouldBeGreaterThan(100_000);
    }

    private static long Allocated(Func<bool> verify)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        verify().ShouldBeTrue();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
