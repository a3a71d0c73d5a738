using Oss.Api.CommandLine;
using Oss.Domain.Persistence;
using Oss.Domain.Trace;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.CommandLine;

/// <summary>Where is my mail, asked on the machine of a node.</summary>
public sealed class TraceCommandTests
{
    [Theory]
    [EachDatabase]
    public async Task A_message_is_found_shown_and_erased(DatabaseProvider provider)
    {
        await using var node = await CommandLineNode.CreateAsync(provider);
        var now = DateTimeOffset.UtcNow;
        var told = new TracedMessage(
            Guid.CreateVersion7(now), Guid.NewGuid(), "eve@spam.example", "anna@a.example", [new TraceEvent(TraceEventKind.Refused, now.UtcDateTime) { Reply = "550 5.7.1 Nothing from there", Rule = "rcpt: sender spam.example" }])
        {
            Client = "192.0.2.7", ClientName = "mx.spam.example", Protocol = "ESMTP",
        };
        await node.Get<RecordTrace>().ExecuteAsync([told], TestContext.Current.CancellationToken);

        (await node.RunAsync("trace", "find", "--recipient", "Anna@a.example")).ShouldBe(ExitCodes.Done).Output.ShouldContain("550 5.7.1 Nothing from there");
        (await node.RunAsync("trace", "find", "--state", "Delivered")).ShouldBe(ExitCodes.Done).Output.ShouldNotContain("anna@a.example");
        var shown = (await node.RunAsync("trace", "show", told.Message.ToString())).ShouldBe(ExitCodes.Done).Output;
        shown.ShouldContain("client 192.0.2.7 (mx.spam.example), ESMTP");
        shown.ShouldContain("Refused: 550 5.7.1 Nothing from there [rcpt: sender spam.example]");
        (await node.RunAsync("trace", "erase", "anna@a.example", "--reason", "request 1")).ShouldBe(ExitCodes.Done).Output.ShouldContain("1 records erased");
        (await node.RunAsync("trace", "show", told.Message.ToString())).ShouldBe(ExitCodes.NotFound);
    }
}
