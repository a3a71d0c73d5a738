using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Smtp;

/// <summary>What is left in the spool by a process that was killed.</summary>
public class SpoolTests
{
    [Fact]
    public async Task What_a_killed_process_left_goes_and_what_is_being_written_stays()
    {
        await using var node = new MailNode();
        var spool = Directory.CreateDirectory(Path.Combine(node.Root, "spool")).FullName;
        var (old, fresh) = (Path.Combine(spool, "old.msg"), Path.Combine(spool, "fresh.msg"));
        foreach (var file in (string[])[old, fresh])
            await File.WriteAllTextAsync(file, "half a mess", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(old, node.Time.GetUtcNow().UtcDateTime.AddHours(-2));
        File.SetLastWriteTimeUtc(fresh, node.Time.GetUtcNow().UtcDateTime.AddMinutes(-5));
        using var stop = new CancellationTokenSource();
        var running = node.Engine.RunQueueAsync(stop.Token);
        File.Exists(old).ShouldBeFalse();
        File.Exists(fresh).ShouldBeTrue();
        node.Time.Advance(TimeSpan.FromHours(2));
        File.Exists(fresh).ShouldBeFalse();
        await stop.CancelAsync();
        await running;
    }
}
