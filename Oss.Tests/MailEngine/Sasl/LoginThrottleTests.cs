using System.Net;
using Microsoft.Extensions.Time.Testing;
using Oss.MailEngine.Sasl;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sasl;

public class LoginThrottleTests
{
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.1");
    private readonly FakeTimeProvider _time = new();
    private readonly LoginThrottle _throttle;

    public LoginThrottleTests() => _throttle = new LoginThrottle(_time);

    [Fact]
    public void The_delay_grows_with_each_failure_up_to_a_limit()
    {
        var delays = Enumerable.Range(0, 10).Select(i => _throttle.Begin(Address, $"user{i}").TotalSeconds);
        delays.ShouldBe([0, 0, 0, 1, 2, 4, 8, 15, 15, 15]);
    }

    [Fact]
    public void One_account_guessed_at_from_many_addresses_is_slow_but_stays_open_to_its_owner()
    {
        var delays = Enumerable.Range(1, 8).Select(i => _throttle.Begin(IPAddress.Parse($"198.51.100.{i}"), "Anna").TotalSeconds);
        delays.ShouldBe([0, 0, 0, 1, 2, 4, 4, 4]);
    }

    [Fact]
    public void Another_spelling_of_the_account_is_the_same_account()
    {
        for (var i = 1; i <= 3; i++)
            _throttle.Begin(IPAddress.Parse($"198.51.100.{i}"), "anna");
        _throttle.Begin(Address, "ANNA").ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public void Addresses_of_one_IPv6_network_count_together()
    {
        for (var i = 1; i <= 3; i++)
            _throttle.Begin(IPAddress.Parse($"2001:db8:1:2::{i}"), $"user{i}");
        _throttle.Begin(IPAddress.Parse("2001:db8:1:2:ffff::9"), "user9").ShouldBeGreaterThan(TimeSpan.Zero);
        _throttle.Begin(IPAddress.Parse("2001:db8:1:3::1"), "user8").ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_success_is_not_charged()
    {
        for (var i = 0; i < 20; i++)
        {
            _throttle.Begin(Address, "anna").ShouldBe(TimeSpan.Zero);
            _throttle.Succeeded(Address, "anna");
        }
    }

    [Fact]
    public void Failures_are_forgotten_in_time()
    {
        for (var i = 0; i < 9; i++)
            _throttle.Begin(Address, "anna");
        _time.Advance(TimeSpan.FromMinutes(16));
        _throttle.Begin(Address, "anna").ShouldBe(TimeSpan.Zero);
    }
}
