using System.Net;
using Microsoft.Extensions.Time.Testing;
using Oss.Api.Authentication;
using Shouldly;
using Xunit;
using static Oss.Api.Authentication.GuessThrottle;

namespace Oss.Tests.Api.Authentication;

public sealed class GuessThrottleTests
{
    private static readonly IPAddress Nat = IPAddress.Parse("192.0.2.1");

    private readonly FakeTimeProvider _time = new();
    private readonly GuessThrottle _throttle;

    public GuessThrottleTests() => _throttle = new GuessThrottle(_time);

    [Fact]
    public void A_client_with_a_stale_secret_is_refused_for_ever_and_locks_nobody_out()
    {
        for (var i = 0; i < 1000; i++)
        {
            Fail("crm", "stale").ShouldNotBeOfType<Verdict.Wait>();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Judge("crm", "right").ShouldBeOfType<Verdict.Try>();
        Judge("other", "right").ShouldBeOfType<Verdict.Try>();
    }

    [Fact]
    public void The_same_wrong_secret_is_not_hashed_again_at_once()
    {
        Fail("crm", "wrong");

        Judge("crm", "wrong").ShouldBeOfType<Verdict.Refuse>();
        _time.Advance(ApiClientLimits.RepeatAfter);
        Judge("crm", "wrong").ShouldBeOfType<Verdict.Try>();
    }

    [Fact]
    public void Who_guesses_has_to_wait_until_the_window_ends()
    {
        for (var i = 0; i < ApiClientLimits.GuessesPerClient; i++)
            Fail("crm", $"guess {i}").ShouldBeOfType<Verdict.Try>();

        Judge("crm", "one more").ShouldBeOfType<Verdict.Wait>().For.ShouldBe(ApiClientLimits.Window);
        _time.Advance(ApiClientLimits.Window);
        Judge("crm", "one more").ShouldBeOfType<Verdict.Try>();
    }

    [Fact]
    public void Guesses_that_are_under_way_together_count_together()
    {
        for (var i = 0; i < ApiClientLimits.GuessesPerClient; i++)
            Judge("crm", $"guess {i}").ShouldBeOfType<Verdict.Try>();

        Judge("crm", "one more").ShouldBeOfType<Verdict.Wait>();
    }

    [Fact]
    public void Another_name_for_each_guess_is_no_way_round()
    {
        for (var i = 0; i < ApiClientLimits.GuessesPerNetwork; i++)
            Fail($"name {i}", "guess").ShouldBeOfType<Verdict.Try>();

        Judge("one more", "guess").ShouldBeOfType<Verdict.Wait>();
        Judge("one more", "guess", IPAddress.Parse("192.0.2.2")).ShouldBeOfType<Verdict.Try>();
    }

    [Fact]
    public void Another_address_of_the_same_network_is_no_way_round()
    {
        for (var i = 0; i < ApiClientLimits.GuessesPerClient; i++)
            Fail("crm", $"guess {i}", IPAddress.Parse($"2001:db8::{i:x}")).ShouldBeOfType<Verdict.Try>();

        Judge("crm", "one more", IPAddress.Parse("2001:db8::ffff:1")).ShouldBeOfType<Verdict.Wait>();
        Judge("crm", "one more", IPAddress.Parse("2001:db8:0:1::1")).ShouldBeOfType<Verdict.Try>();
    }

    [Fact]
    public void A_secret_that_was_right_before_passes_while_the_neighbour_guesses()
    {
        Judge("crm", "right");
        _throttle.Succeeded(_throttle.Of("crm", "right", Nat));
        for (var i = 0; i < ApiClientLimits.GuessesPerNetwork; i++)
            Fail("crm", $"guess {i}");

        Judge("crm", "right").ShouldBeOfType<Verdict.Try>();
    }

    [Fact]
    public void A_success_does_not_clear_the_guesses()
    {
        for (var i = 0; i < ApiClientLimits.GuessesPerClient - 1; i++)
            Fail("crm", $"guess {i}");
        Judge("crm", "right");
        _throttle.Succeeded(_throttle.Of("crm", "right", Nat));

        Fail("crm", "the last").ShouldBeOfType<Verdict.Try>();
        Judge("crm", "one more").ShouldBeOfType<Verdict.Wait>();
    }

    [Fact]
    public void Name_and_secret_do_not_run_together() => _throttle.Of("a", "bc", Nat).Fingerprint.ShouldNotBe(_throttle.Of("ab", "c", Nat).Fingerprint);

    private Verdict Judge(string name, string secret, IPAddress? address = null) => _throttle.Judge(_throttle.Of(name, secret, address ?? Nat));

    private Verdict Fail(string name, string secret, IPAddress? address = null)
    {
        var verdict = Judge(name, secret, address);
        if (verdict is Verdict.Try)
            _throttle.Failed(_throttle.Of(name, secret, address ?? Nat));
        return verdict;
    }
}
