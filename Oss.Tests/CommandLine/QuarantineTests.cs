using Microsoft.EntityFrameworkCore;
using Oss.Api.CommandLine;
using Oss.Domain.Persistence;
using Oss.MailEngine.Quarantine;
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
        (await node.RunAsync("quarantine", "list", "--json")).Json().GetProperty("items").GetArrayLength().ShouldBe(0);
        var quarantine = new QuarantineStore(Path.Combine(node.Data, "quarantine"), TimeProvider.System);
        await using (var content = SpooledMessage.Create(Path.Combine(node.Data, "spool")))
        {
            await content.WriteAsync("Subject: hello\r\n\r\nbody\r\n"u8.ToArray(), CancellationToken.None);
            await content.CompleteAsync(CancellationToken.None);
            quarantine.Add(content, "x@sender.example", [(null, ["anna@a.example"])], QuarantineCause.Virus, "virus Test");
        }

        var listed = (await node.RunAsync("quarantine", "list")).ShouldBe(ExitCodes.Done).Output;
        foreach (var part in (string[])["virus Test", "<x@sender.example>", "anna@a.example"])
            listed.ShouldContain(part);
        var id = quarantine.All().ShouldHaveSingleItem().Id;
        (await node.RunAsync("quarantine", "show", $"{id:N}")).ShouldBe(ExitCodes.Done).Output.ShouldContain("virus Test");
        var header = (await node.RunAsync("quarantine", "header", $"{id:N}")).ShouldBe(ExitCodes.Done).Output;
        (header.Contains("Subject: hello"), header.Contains("body")).ShouldBe((true, false));
        (await node.RunAsync("quarantine", "release", $"{id:N}", "--reason", "ticket 9")).ShouldBe(ExitCodes.Accepted);
        quarantine.ListWanted().ShouldBe([id]);
        (await node.RunAsync("quarantine", "delete", $"{id:N}")).ShouldBe(ExitCodes.Done);
        (await node.RunAsync("quarantine", "release", $"{id:N}")).ShouldBe(ExitCodes.NotFound).Errors.ShouldContain($"{id:N}");
        (await node.QueryAsync(db => db.Set<Oss.Domain.Audit.AuditEntry>().OrderBy(entry => entry.Id).Select(entry => entry.Action).ToListAsync())).Where(action => action.Contains("quarantine", StringComparison.Ordinal))
            .ShouldBe(["read.quarantine", "read.quarantine", "read.quarantined-header", "quarantine.release", "quarantine.delete"]);
    }
}
