using Microsoft.EntityFrameworkCore;
using Oss.Api.CommandLine;
using Oss.Domain.Persistence;
using Oss.MailEngine.ContentFilters;
using Oss.MailEngine.Storage;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.CommandLine;

/// <summary>Mail that is held back, looked at and let go by commands.</summary>
public sealed class QuarantineTests
{
    [Theory]
    [EachDatabase]
    public async Task What_is_held_back_is_listed_asked_for_and_deleted_and_the_audit_says_so(DatabaseProvider provider)
    {
        await using var node = await CommandLineNode.CreateAsync(provider);
        (await node.RunAsync("quarantine", "list", "--json")).ShouldBe(ExitCodes.Done).Output.Trim().ShouldBe("[]");
        var quarantine = new Quarantine(Path.Combine(node.Data, "quarantine"), TimeSpan.FromDays(30), TimeProvider.System);
        await using (var content = SpooledMessage.Create(Path.Combine(node.Data, "spool")))
        {
            await content.WriteAsync("Subject: x\r\n\r\nx\r\n"u8.ToArray(), CancellationToken.None);
            await content.CompleteAsync(CancellationToken.None);
            quarantine.Add(content, "x@sender.example", ["anna@a.example"], "virus Test");
        }

        (await node.RunAsync("quarantine", "list")).ShouldBe(ExitCodes.Done).Output.ShouldContain("virus Test  <x@sender.example> to anna@a.example");
        var id = quarantine.List(10).ShouldHaveSingleItem().Id;
        (await node.RunAsync("quarantine", "release", $"{id:N}", "--reason", "ticket 9")).ShouldBe(ExitCodes.Accepted);
        quarantine.ListWanted().ShouldBe([id]);
        (await node.RunAsync("quarantine", "delete", $"{id:N}")).ShouldBe(ExitCodes.Done);
        (await node.RunAsync("quarantine", "release", $"{id:N}")).ShouldBe(ExitCodes.NotFound).Errors.ShouldContain($"{id:N}");
        (await node.QueryAsync(db => db.Set<Oss.Domain.Audit.AuditEntry>().Select(entry => entry.Action).ToListAsync())).ShouldContain("quarantine.release");
    }
}
