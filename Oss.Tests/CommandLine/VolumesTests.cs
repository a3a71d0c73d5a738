using Microsoft.EntityFrameworkCore;
using Oss.Api.CommandLine;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.CommandLine;

/// <summary>Mailboxes leave a volume by a command.</summary>
public sealed class VolumesTests
{
    [Theory]
    [EachDatabase]
    public async Task A_volume_is_emptied_by_command_and_the_directory_knows_where_its_mailboxes_are(DatabaseProvider provider)
    {
        await using var node = await CommandLineNode.CreateAsync(provider);
        await node.CustomerAsync("a.example");
        string[] both = [Name(0, "vol1"), Path(0, node, "vol1"), Name(1, "vol2"), Path(1, node, "vol2")];
        Directory.CreateDirectory(System.IO.Path.Combine(node.Data, "volumes", "vol2"));
        foreach (var name in (string[])["anna", "bert", "carl"])
            (await node.TypeAsync("secret-secret-1\n", "mailboxes", "create", $"{name}@a.example", "--contract", "a.example", "--password-stdin")).ShouldBe(ExitCodes.Done);

        (await node.RunAsync([.. both, "--Oss:Volumes:0:Weight=0", "volumes", "list"])).ShouldBe(ExitCodes.Done).Output.ShouldContain("vol2");
        var some = (await node.RunAsync([.. both, "volumes", "empty", "vol1", "--most", "1", "--json"])).ShouldBe(ExitCodes.Done).Json();
        (some.GetProperty("moved").GetInt32(), some.GetProperty("left").GetInt32()).ShouldBe((1, 2));
        (await node.RunAsync([.. both, "volumes", "empty", "vol1", "--reason", "new disks"])).ShouldBe(ExitCodes.Done).Output.ShouldContain("2 mailboxes moved, 0 left");

        (await node.QueryAsync(db => db.Mailboxes.Select(mailbox => mailbox.Volume).ToListAsync())).ShouldBe(["vol2", "vol2", "vol2"]);
        Directory.EnumerateDirectories(System.IO.Path.Combine(node.Data, "volumes", "vol1"), "*@a.example", SearchOption.AllDirectories).ShouldBeEmpty();
        Directory.EnumerateDirectories(System.IO.Path.Combine(node.Data, "volumes", "vol2"), "*@a.example", SearchOption.AllDirectories).Count().ShouldBe(3);
        (await node.QueryAsync(db => db.Set<Oss.Domain.Audit.AuditEntry>().Where(entry => entry.Action == "volume.empty").ToListAsync())).Select(entry => entry.Subject).ShouldBe(["vol1", "vol1"]);
    }

    private static string Name(int number, string name) => $"--Oss:Volumes:{number}:Name={name}";

    private static string Path(int number, CommandLineNode node, string name) => $"--Oss:Volumes:{number}:Path={System.IO.Path.Combine(node.Data, "volumes", name)}";
}
