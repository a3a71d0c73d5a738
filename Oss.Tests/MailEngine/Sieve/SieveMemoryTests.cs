using Microsoft.Extensions.Time.Testing;
using Oss.MailEngine.Sieve.Scripts;
using Oss.Tests.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>What scripts remember, on more than one node.</summary>
public sealed class SieveMemoryTests : IDisposable
{
    private readonly StorageTree _tree = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task What_several_programs_note_at_once_is_all_there()
    {
        // Written by another program, without this one's locks, while this one writes.
        var path = Path.Combine(_tree.Root, SieveMemory.FileName);
        var memory = new SieveMemory(_tree.Root, _time);
        memory.TryAdd("first", TimeSpan.FromDays(1)).ShouldBeTrue();
        var line = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Trim('\n').Split(' ')[^1];
        File.Delete(path);
        await Task.WhenAll(
            Task.Run(() => Enumerable.Range(0, 40).ToList().ForEach(i => memory.TryAdd($"a{i}", TimeSpan.FromDays(1)).ShouldBeTrue())),
            Hosting.Client.RunAsync("bash", "-c", $"for i in $(seq 40); do printf '\\n%12s %s\\n' 4000000000 {line} >> '{path}'; done"));
        Enumerable.Range(0, 40).ShouldAllBe(i => memory.Contains($"a{i}"));
        (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken)).Count(l => l.EndsWith(line, StringComparison.Ordinal)).ShouldBe(40);
    }

    public void Dispose() => _tree.Dispose();
}
