using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Access;

/// <summary>Guesses at the passwords of mailboxes are counted on all nodes together.</summary>
public sealed class PasswordGuessTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, EachDatabase]
    public async Task Whoever_guesses_at_two_nodes_has_no_more_guesses_than_at_one(DatabaseProvider provider)
    {
        var (one, other) = await NodesAsync(provider);
        var address = An.Key() + "@guess.example";
        for (var i = 0; i < SignInMailUser.Attempts; i++)
            (await Guesses(i % 2 == 0 ? one : other).TryChargeAsync([address, $"from {address} {i}"], None)).ShouldBeTrue();
        (await Guesses(one).TryChargeAsync([$"from {address}", address], None)).ShouldBeFalse();
        (await Guesses(other).TryChargeAsync([$"from {address}", address], None)).ShouldBeFalse();
        // What was refused charged nobody.
        (await one.QueryAsync(db => db.PasswordGuesses.CountAsync(g => g.Count == 0))).ShouldBeGreaterThan(0);

        await Guesses(other).TakeBackAsync([address], None);
        (await Guesses(one).TryChargeAsync([address], None)).ShouldBeTrue();
        (await Guesses(one).TryChargeAsync([address], None)).ShouldBeFalse();
        one.Time.Advance(SignInMailUser.Window + TimeSpan.FromSeconds(1));
        (await Guesses(other).TryChargeAsync([address], None)).ShouldBeTrue();
    }

    [Theory, EachDatabase]
    public async Task A_hundred_guesses_at_once_are_no_more_than_the_limit(DatabaseProvider provider)
    {
        var (one, other) = await NodesAsync(provider);
        var address = An.Key() + "@guess.example";
        var (here, there) = (Guesses(one), Guesses(other));
        var charged = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 100), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellationToken) =>
        {
            if (await (i % 2 == 0 ? here : there).TryChargeAsync([address], cancellationToken))
                Interlocked.Increment(ref charged);
        });
        charged.ShouldBe(SignInMailUser.Attempts);
    }

    [Theory, EachDatabase]
    public async Task What_counts_no_more_is_swept_away(DatabaseProvider provider)
    {
        var (one, other) = await NodesAsync(provider);
        var address = An.Key() + "@guess.example";
        await Guesses(one).TryChargeAsync([address], None);
        one.Time.Advance(SignInMailUser.Window + TimeSpan.FromSeconds(1));
        await Guesses(other).TryChargeAsync(["another"], None);
        var now = one.Time.GetUtcNow().UtcDateTime;
        (await one.QueryAsync(db => db.PasswordGuesses.CountAsync(g => g.Until <= now))).ShouldBe(0);
    }

    private static PasswordGuesses Guesses(DomainNode node) => new(node.Get<IDbContextFactory<OssDbContext>>(), node.Time, SignInMailUser.Attempts, SignInMailUser.Window);

    private async Task<(DomainNode One, DomainNode Other)> NodesAsync(DatabaseProvider provider)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        return (await databases.NodeOnAsync(provider, time: time), await databases.NodeOnAsync(provider, time: time));
    }
}
