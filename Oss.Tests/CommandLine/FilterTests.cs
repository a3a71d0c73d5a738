using Oss.Api.CommandLine;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.CommandLine;

/// <summary>Filters tried and brought over by commands, on mailboxes that are really there.</summary>
public sealed class FilterTests
{
    private const string Ingo = """
        require ["fileinto", "mailbox"];
        # Filter: Lists
        if header :contains "List-Id" "news" { fileinto "INBOX.Lists"; stop; }
        """;

    [Theory]
    [EachDatabase]
    public async Task A_script_is_brought_over_and_tried_on_a_message_of_the_mailbox(DatabaseProvider provider)
    {
        await using var node = await CommandLineNode.CreateAsync(provider);
        await node.CustomerAsync("a.example");
        (await node.RunAsync("mailboxes", "create", "anna@a.example", "--contract", "a.example")).ShouldBe(ExitCodes.Done);
        var home = Directory.EnumerateDirectories(Path.Combine(node.Data, "volumes"), "anna@a.example", SearchOption.AllDirectories).Single();
        File.WriteAllText(Path.Combine(home, "Maildir", "new", "1.M1P1.host"), "Message-ID: <1@x.example>\r\nList-Id: <news.x.example>\r\nSubject: x\r\n\r\nx\r\n");

        var imported = await node.RunAsync("mailbox", "import-filters", "anna@a.example", node.Write("ingo.sieve", Ingo));
        imported.ShouldBe(ExitCodes.Done).Output.ShouldContain("INBOX.Lists");
        imported.Output.ShouldContain("1 rules; order ");
        (await node.RunAsync("mailbox", "try-filters", "anna@a.example", "--uid", "1")).ShouldBe(ExitCodes.Refused).Errors.ShouldContain("Say why");
        var tried = await node.RunAsync("mailbox", "try-filters", "anna@a.example", "--message-id", "1@x.example", "--trace", "--reason", "ticket 9");
        tried.ShouldBe(ExitCodes.Done).Output.ShouldContain("fileinto \"Lists\"");
        tried.Output.ShouldContain("header: true");
        (await node.RunAsync("mailbox", "try-filters", "anna@a.example", "--uid", "2", "--reason", "x")).ShouldBe(ExitCodes.NotFound);
        (await node.RunAsync("mailbox", "try-filters", "anna@a.example", "--file", node.Write("m", "Subject: y\r\n\r\ny\r\n"))).ShouldBe(ExitCodes.Done).Output.Trim().ShouldBe("implicit keep");

        var refused = await node.RunAsync("mailbox", "import-filters", "anna@a.example", node.Write("odd.sieve", "require [\"fileinto\", \"body\"]; if body :contains \"x\" { fileinto \"A\"; }"));
        refused.ShouldBe(ExitCodes.Refused).Output.ShouldContain("Nothing was changed");
        (await node.RunAsync("mailbox", "import-filters", "anna@a.example", node.Write("odd.sieve", "keep;"), "--separator", "ab")).ShouldBe(ExitCodes.Refused).Errors.ShouldContain("separator");
    }
}
