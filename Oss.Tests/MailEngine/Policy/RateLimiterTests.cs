using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Oss.MailEngine.Policy;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Policy;

/// <summary>The bucket's promises, whatever comes.</summary>
public class RateLimiterTests
{
    [Fact]
    public void Nobody_gets_more_than_the_limit_and_what_flowed_back() =>
        Gen.Select(Gen.Int[0, 120], Gen.Int[1, 5]).Array[1, 200].Sample(steps =>
        {
            var time = new FakeTimeProvider();
            var limiter = new RateLimiter(10, TimeSpan.FromMinutes(10), time);
            var (taken, seconds) = (0, 0);
            foreach (var (pause, amount) in steps)
            {
                time.Advance(TimeSpan.FromSeconds(pause));
                seconds += pause;
                taken += limiter.TryTake("x", amount) ? amount : 0;
                ((double)taken).ShouldBeLessThanOrEqualTo(10 + (seconds / 60.0) + 1e-3);
            }
        }, iter: 200);

    [Fact]
    public void Invented_names_do_not_free_those_that_are_counted()
    {
        var time = new FakeTimeProvider();
        var limiter = new RateLimiter(1, TimeSpan.FromHours(1), time, capacity: 100);
        limiter.TryTake("known", 1).ShouldBeTrue();
        for (var i = 0; i < 1000; i++)
            limiter.TryTake($"invented{i}", 1);
        limiter.Count.ShouldBe(100);
        limiter.TryTake("known", 1).ShouldBeFalse();
        time.Advance(TimeSpan.FromHours(2));
        limiter.TryTake("new", 1).ShouldBeTrue();
        limiter.Count.ShouldBe(1);
    }
}
