using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

public sealed class MailboxPathTests
{
    [Fact]
    public void A_mailbox_lies_where_every_other_tool_of_the_platform_looks_for_it()
    {
        using var tree = new StorageTree();
        var storage = tree.NewNode();
        storage.Create(Guid.CreateVersion7(), "crohmann@netcologne.de");
        Path.Combine("vol104", MailboxPath.Relative("crohmann@netcologne.de")).ShouldBe("vol104/29/29d6/crohmann@netcologne.de");
        Directory.Exists(Path.Combine(tree.VolumePath, "29/29d6/crohmann@netcologne.de/Maildir/new")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc@passwd")]
    [InlineData(".hidden@example.org")]
    [InlineData("a/b@example.org")]
    [InlineData("a\0b@example.org")]
    public void A_name_that_would_lead_elsewhere_is_refused(string name) =>
        Should.Throw<ArgumentException>(() => MailboxPath.Relative(name));

    [Fact]
    public void The_longest_file_name_fits_and_one_octet_more_does_not()
    {
        MailboxPath.Relative(new string('ä', 127) + "x").ShouldEndWith("x");
        Should.Throw<ArgumentException>(() => MailboxPath.Relative(new string('ä', 128)));
    }

    [Fact]
    public void Mailboxes_spread_evenly_over_the_256_directories_of_a_level()
    {
        var counts = Enumerable.Range(0, 25_600).GroupBy(i => MailboxPath.Relative($"user{i}@example.org")[..2]).Select(g => g.Count()).ToList();
        counts.Count.ShouldBe(256);
        counts.Max().ShouldBeLessThan(160);
    }
}
