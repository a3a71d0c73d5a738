using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Oss.Api.MailAdapter;
using Oss.Tests.MailEngine;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.MailAdapter;

/// <summary>Who runs out of storage hears of it while there is still some.</summary>
public sealed class QuotaWarningTests
{
    private const string Anna = "anna@example.org";

    [Fact]
    public async Task A_user_is_warned_once_by_a_message_that_every_program_can_read()
    {
        var warnings = new QuotaWarnings();
        await using var node = new MailNode(options => options with { QuotaCrossed = warnings.Add });
        await node.AddMailboxAsync(Anna, quota: 100_000);
        await node.DeliverAsync(Anna, $"Subject: large\r\n\r\n{new string('x', 82_000)}\r\n");
        await node.DeliverAsync(Anna, $"Subject: more\r\n\r\n{new string('x', 2_000)}\r\n");
        await RunAsync(node, warnings);

        var letter = node.Messages(Anna).Single(message => Encoding.ASCII.GetString(message).Contains("Auto-Submitted: auto-generated", StringComparison.Ordinal));
        using var read = MimeMessage.Load(new MemoryStream(letter), TestContext.Current.CancellationToken);
        read.Subject.ShouldBe("Ihr Postfach ist zu 80 % voll / Your mailbox is 80% full");
        read.TextBody.ShouldNotBeNull().ShouldContain("0.1 MB of 0.1 MB");
        node.Messages(Anna).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_mailbox_that_shares_is_told_what_of_and_one_without_room_loses_nothing()
    {
        var warnings = new QuotaWarnings();
        await using var node = new MailNode(options => options with { QuotaCrossed = warnings.Add });
        await node.AddMailboxAsync(Anna);
        node.SharePool(20_000);
        await node.DeliverAsync(Anna, $"Subject: large\r\n\r\n{new string('x', 16_000)}\r\n");
        await node.DeliverAsync(Anna, $"Subject: last\r\n\r\n{new string('x', 3_400)}\r\n");
        await RunAsync(node, warnings);

        var letters = node.Messages(Anna);
        letters.Count.ShouldBe(2);
        letters.ShouldAllBe(message => !Encoding.ASCII.GetString(message).Contains("Auto-Submitted", StringComparison.Ordinal));
    }

    private static async Task RunAsync(MailNode node, QuotaWarnings warnings)
    {
        using var worker = new QuotaWarningWorker(node.Engine, warnings, NullLogger<QuotaWarningWorker>.Instance);
        warnings.Close();
        await worker.StartAsync(TestContext.Current.CancellationToken);
        await worker.ExecuteTask!.WaitAsync(TestContext.Current.CancellationToken);
    }
}
