using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Oss.Api.CommandLine;
using Oss.Domain.Persistence;
using Oss.MailEngine.Queue;
using Oss.Tests.Databases;
using Oss.Tests.MailEngine.Queue;
using Shouldly;
using Xunit;

namespace Oss.Tests.CommandLine;

/// <summary>The queue of a node by commands beside it.</summary>
public sealed class QueueTests
{
    [Theory]
    [EachDatabase]
    public async Task The_queue_is_counted_listed_shown_and_changed_and_the_audit_says_so(DatabaseProvider provider)
    {
        await using var node = await CommandLineNode.CreateAsync(provider);
        var store = new QueueStore(Path.Combine(node.Data, "queue"), TimeProvider.System, NullLogger.Instance);
        var content = node.Write("content", "Subject: x\r\n\r\nbody\r\n");
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        store.Add(first, content, new QueuedEnvelope("anna@a.example", [new QueuedRecipient("bert@remote.example")]) { Arrived = DateTimeOffset.UtcNow });
        store.Add(second, content, new QueuedEnvelope("", [new QueuedRecipient("carl@other.example")]) { Arrived = DateTimeOffset.UtcNow });

        (await node.RunAsync("queue", "summary")).ShouldBe(ExitCodes.Done).Output.ShouldContain("to remote.example");
        (await node.RunAsync("queue", "summary", "--json")).Json().GetProperty("messages").GetInt32().ShouldBe(2);
        (await node.RunAsync("queue", "list", "--destination", "remote.example")).ShouldBe(ExitCodes.Done).Output.ShouldContain($"{first:N}");
        (await node.RunAsync("queue", "hold", $"{first:N}", "--reason", "ticket 9")).ShouldBe(ExitCodes.Done).Output.ShouldContain("Done for 1");
        (await node.RunAsync("queue", "show", $"{first:N}")).ShouldBe(ExitCodes.Done).Output.ShouldContain("Held");
        var header = (await node.RunAsync("queue", "header", $"{first:N}")).ShouldBe(ExitCodes.Done).Output;
        (header.Contains("Subject: x"), header.Contains("body")).ShouldBe((true, false));
        (await node.RunAsync("queue", "delete", "--state", "Held")).ShouldBe(ExitCodes.Refused);
        (await node.RunAsync("queue", "delete", "--all", "1")).ShouldBe(ExitCodes.Refused).Errors.ShouldContain("queue-grown");
        (await node.RunAsync("queue", "delete", "--state", "Held", "--all", "1")).ShouldBe(ExitCodes.Done);
        (await node.RunAsync("queue", "show", $"{first:N}")).ShouldBe(ExitCodes.NotFound);
        (await node.RunAsync("queue", "retry", $"{second:N}")).ShouldBe(ExitCodes.Done);
        (await node.QueryAsync(db => db.Set<Oss.Domain.Audit.AuditEntry>().OrderBy(e => e.Id).Select(entry => entry.Action).ToListAsync()))
            .Where(action => action.Contains("queue", StringComparison.Ordinal)).ShouldBe(["queue.hold", "read.queued-header", "queue.delete", "queue.retry"]);
    }
}
