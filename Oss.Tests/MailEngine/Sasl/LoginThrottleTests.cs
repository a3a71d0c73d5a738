using System.Net;
using Oss.MailEngine.Sasl;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sasl;

public class LoginThrottleTests
{
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.1");
    private readonly WaitedTime _time = new();
    private readonly LoginThrottle _throttle;

    public LoginThrottleTests() => _throttle = new LoginThrottle(_time);

    [Fact]
    public async Task The_delay_grows_with_each_failure_up_to_a_limit()
    {
        var delays = new List<int>();
        for (var i = 0; i < 10; i++)
            delays.Add(await FailAsync(Address, $"user{i}"));
        delays.ShouldBe([0, 0, 0, 1, 2, 4, 8, 15, 15, 15]);
    }

    [Fact]
    public async Task One_account_guessed_at_from_many_addresses_is_slow_but_stays_open_to_its_owner()
    {
        var delays = new List<int>();
        for (var i = 1; i <= 8; i++)
            delays.Add(await FailAsync(IPAddress.Parse($"198.51.100.{i}"), i % 2 == 0 ? "Anna" : "ANNA", $"guess{i}"));
        delays.ShouldBe([0, 0, 0, 1, 2, 4, 4, 4]);
    }

    [Fact]
    public async Task Addresses_of_one_IPv6_network_count_together()
    {
        for (var i = 1; i <= 3; i++)
            await FailAsync(IPAddress.Parse($"2001:db8:1:2::{i}"), $"user{i}");
        (await FailAsync(IPAddress.Parse("2001:db8:1:2:ffff::9"), "user9")).ShouldBe(1);
        (await FailAsync(IPAddress.Parse("2001:db8:1:3::1"), "user8")).ShouldBe(0);
    }

    [Fact]
    public async Task Right_passwords_cost_nothing_however_many_come_at_once()
    {
        var turns = new List<LoginTurn>();
        for (var i = 0; i < LoginThrottle.AtOnce; i++)
            turns.Add(await _throttle.EnterAsync(Address, $"user{i}", CancellationToken.None));
        var queued = _throttle.EnterAsync(Address, "user99", CancellationToken.None).AsTask();
        queued.IsCompleted.ShouldBeFalse();

        turns.ForEach(turn => turn.Succeeded());
        turns.ForEach(turn => turn.Dispose());
        (await queued).Dispose();
    }

    [Fact]
    public async Task Guesses_made_at_the_same_time_see_one_another()
    {
        var turns = new List<LoginTurn>();
        for (var i = 0; i < LoginThrottle.AtOnce; i++)
            turns.Add(await _throttle.EnterAsync(Address, $"user{i}", CancellationToken.None));
        var queued = _throttle.EnterAsync(Address, "user99", CancellationToken.None).AsTask();
        turns.ForEach(turn => turn.Failed("guess"));
        turns.ForEach(turn => turn.Dispose());

        (await queued).Dispose();
        _time.Waits.ShouldBe([TimeSpan.FromSeconds(15)]);
    }

    [Fact]
    public async Task The_same_wrong_password_again_is_no_new_guess()
    {
        for (var i = 0; i < 20; i++)
            (await FailAsync(Address, "anna", "the-old-one")).ShouldBe(0);
    }

    [Fact]
    public async Task A_success_forgives_the_account_and_not_the_network()
    {
        for (var i = 0; i < 3; i++)
            await FailAsync(Address, "anna", $"guess{i}");
        using (var turn = await _throttle.EnterAsync(IPAddress.Parse("198.51.100.1"), "bert", CancellationToken.None))
            turn.Succeeded();
        (await FailAsync(Address, "bert")).ShouldBe(1);
    }

    [Fact]
    public async Task Failures_are_forgotten_in_time()
    {
        for (var i = 0; i < 9; i++)
            await FailAsync(Address, "anna", $"guess{i}");
        _time.Now += TimeSpan.FromMinutes(16);
        (await FailAsync(Address, "anna")).ShouldBe(0);
    }

    [Fact]
    public async Task Who_hangs_up_while_waiting_leaves_the_queue()
    {
        for (var i = 0; i < 9; i++)
            await FailAsync(Address, "anna", $"guess{i}");
        _time.Passes = false;
        for (var i = 0; i < 2 * LoginThrottle.AtOnce; i++)
        {
            using var hangUp = new CancellationTokenSource();
            var waiting = _throttle.EnterAsync(Address, "anna", hangUp.Token).AsTask();
            await hangUp.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(waiting);
        }

        _time.Passes = true;
        (await FailAsync(Address, "anna")).ShouldBe(15);
    }

    // Guesses wrong; says how many seconds that took to be allowed.
    private async Task<int> FailAsync(IPAddress address, string user, string password = "wrong")
    {
        _time.Waits.Clear();
        using var turn = await _throttle.EnterAsync(address, user, CancellationToken.None);
        turn.Failed(password);
        return (int)_time.Waits.Sum(wait => wait.TotalSeconds);
    }

    /// <summary>Time that passes at once when somebody waits for it, and notes for how long.</summary>
    private sealed class WaitedTime : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public bool Passes { get; set; } = true;

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            if (Passes)
                callback(state);
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
