using Oss.Domain.Passwords;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Passwords;

public sealed class PasswordHashTests
{
    // Made by others: openssl passwd -6 and -5, PHP's password_hash with PASSWORD_BCRYPT and PASSWORD_ARGON2ID.
    [Theory]
    [InlineData("{SHA512-CRYPT}$6$saltsalt$M5D.oAbIXcwR2RD.bvgv9MQo6IGQwNekTzHo4oWWWoFacKG/cMv2ql4/1.rrnsOp0SU4n2xqYrrtlOg/9l3BP1")]
    [InlineData("{SHA256-CRYPT}$5$saltsalt$vVzqrVgakQZ02tbuHBI10kgz.cu3IWQodMqd9hYkxe0")]
    [InlineData("{BLF-CRYPT}$2y$05$kP5vSyv/gph1LHGTQfYFSe4dUMGfOis4lG4WOcENXnzyEhKpeWDBK")]
    [InlineData("{ARGON2ID}$argon2id$v=19$m=1024,t=2,p=1$OExwSDdHbFVHNmNUdnY5TQ$k52krLXsVxoGU8vpCCspFTObdyqj8m7v2hROZU28APQ")]
    [InlineData("{sha512-crypt}$6$saltsalt$M5D.oAbIXcwR2RD.bvgv9MQo6IGQwNekTzHo4oWWWoFacKG/cMv2ql4/1.rrnsOp0SU4n2xqYrrtlOg/9l3BP1")]
    public void Hashes_made_elsewhere_are_verified(string stored)
    {
        PasswordHash.IsSupported(stored).ShouldBeTrue();
        PasswordHash.Verify(stored, "Grüße aus Köln").ShouldBeTrue();
        PasswordHash.Verify(stored, "Grüße aus Koeln").ShouldBeFalse();
        PasswordHash.Verify(stored, "").ShouldBeFalse();
    }

    [Fact]
    public void A_new_hash_is_argon2id_as_dovecot_writes_it_and_salted()
    {
        var one = PasswordHash.Create("geheim");
        one.ShouldMatch(@"^\{ARGON2ID\}\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$");
        PasswordHash.Create("geheim").ShouldNotBe(one);
        PasswordHash.Verify(one, "geheim").ShouldBeTrue();
        PasswordHash.Verify(one, "Geheim").ShouldBeFalse();
    }

    [Theory]
    [InlineData("geheim")]
    [InlineData("{PLAIN}geheim")]
    [InlineData("{MD5}$1$salt$x")]
    [InlineData("{SHA512-CRYPT}geheim")]
    [InlineData("{ARGON2ID}$argon2id$v=19$m=1024,t=2$x$y")]
    [InlineData("{ARGON2ID}$argon2id$v=19$m=99999999,t=2,p=1$OExwSDdHbFVHNmNUdnY5TQ$k52krLXsVxoGU8vpCCspFTObdyqj8m7v2hROZU28APQ")]
    [InlineData("{ARGON2ID}$argon2i$v=19$m=1024,t=2,p=1$OExwSDdHbFVHNmNUdnY5TQ$k52krLXsVxoGU8vpCCspFTObdyqj8m7v2hROZU28APQ")]
    [InlineData("{SHA512-CRYPT}$6$rounds=999999999$saltsalt$M5D.oAbIXcwR2RD.bvgv9MQo6IGQwNekTzHo4oWWWoFacKG/cMv2ql4/1.rrnsOp0SU4n2xqYrrtlOg/9l3BP1")]
    [InlineData("{BLF-CRYPT}$2y$31$kP5vSyv/gph1LHGTQfYFSe4dUMGfOis4lG4WOcENXnzyEhKpeWDBK")]
    [InlineData("{BLF-CRYPT}$2y$05$kP5vSyv/gph1LHGTQfYFSe4dUMGfOis4lG4WOcENXnzyEhKpeWD!!")]
    [InlineData("{BLF-CRYPT}$2zz05$kP5vSyv/gph1LHGTQfYFSe4dUMGfOis4lG4WOcENXnzyEhKpeWDBK")]
    [InlineData("{SHA512-CRYPT}$6$salt\nsalt$x")]
    public void Unknown_broken_and_ruinously_expensive_hashes_are_refused_and_match_nothing(string stored)
    {
        PasswordHash.IsSupported(stored).ShouldBeFalse();
        PasswordHash.Verify(stored, "geheim").ShouldBeFalse();
    }

    [Fact]
    public void A_password_with_a_nul_is_not_cut_short_at_it() =>
        PasswordHash.Verify("{SHA512-CRYPT}$6$saltsalt$M5D.oAbIXcwR2RD.bvgv9MQo6IGQwNekTzHo4oWWWoFacKG/cMv2ql4/1.rrnsOp0SU4n2xqYrrtlOg/9l3BP1", "Grüße aus Köln\0x").ShouldBeFalse();

    [Fact]
    public void An_overlong_password_costs_nothing() =>
        PasswordHash.Verify(PasswordHash.Create("x"), new string('x', PasswordHash.MaxPasswordOctets + 1)).ShouldBeFalse();
}
