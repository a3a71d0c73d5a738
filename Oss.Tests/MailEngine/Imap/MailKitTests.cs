using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using MimeKit;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>A client nobody here wrote, over a real port.</summary>
public sealed class MailKitTests
{
    [Fact]
    public async Task A_client_keeps_its_mail_here()
    {
        await using var node = await ImapNode.StartAsync();
        var port = await node.ListenAsync();
        using var client = await LogInAsync(port);
        var original = Awkward();

        var projects = (await client.GetFolder(client.PersonalNamespaces[0]).CreateAsync("Gespräche & Pläne", true, TestContext.Current.CancellationToken))!;
        var uid = await projects.AppendAsync(original, MessageFlags.Flagged, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)), TestContext.Current.CancellationToken);
        await projects.OpenAsync(FolderAccess.ReadWrite, TestContext.Current.CancellationToken);
        var summary = (await projects.FetchAsync(0, -1, MessageSummaryItems.Full | MessageSummaryItems.BodyStructure | MessageSummaryItems.UniqueId, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();

        summary.UniqueId.ShouldBe(uid!.Value);
        summary.Flags.ShouldBe(MessageFlags.Flagged | MessageFlags.Recent);
        summary.InternalDate.ShouldBe(new DateTimeOffset(2026, 1, 2, 1, 4, 5, TimeSpan.Zero));
        summary.Envelope!.Subject.ShouldBe("Grüße");
        summary.Envelope.From.Mailboxes.Single().Name.ShouldBe("Jörg");
        ((int)summary.Size!.Value).ShouldBe(Bytes(original).Length);
        Bytes(await projects.GetMessageAsync(uid.Value, TestContext.Current.CancellationToken)).ShouldBe(Bytes(original));
        var attachment = (MimeKit.MimePart)await projects.GetBodyPartAsync(uid.Value, summary.Attachments.Single(), TestContext.Current.CancellationToken);
        attachment.FileName.ShouldBe("a.bin");

        (await projects.SearchAsync(SearchQuery.SubjectContains("grüße").And(SearchQuery.BodyContains("Straße")), TestContext.Current.CancellationToken)).ShouldBe([uid.Value]);
        var moved = await projects.MoveToAsync(uid.Value, client.Inbox, TestContext.Current.CancellationToken);
        await client.Inbox.OpenAsync(FolderAccess.ReadWrite, TestContext.Current.CancellationToken);
        Bytes(await client.Inbox.GetMessageAsync(moved!.Value, TestContext.Current.CancellationToken)).ShouldBe(Bytes(original));
        await client.Inbox.AddFlagsAsync(moved.Value, MessageFlags.Deleted, true, TestContext.Current.CancellationToken);
        await client.Inbox.ExpungeAsync([moved.Value], TestContext.Current.CancellationToken);
        client.Inbox.Count.ShouldBe(0);
        await projects.DeleteAsync(TestContext.Current.CancellationToken);
        await client.DisconnectAsync(true, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_idle_client_is_told_of_new_mail_at_once()
    {
        await using var node = await ImapNode.StartAsync();
        var port = await node.ListenAsync();
        using var idle = await LogInAsync(port);
        using var other = await LogInAsync(port);
        await idle.Inbox.OpenAsync(FolderAccess.ReadOnly, TestContext.Current.CancellationToken);
        using var done = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        idle.Inbox.CountChanged += (_, _) => done.Cancel();
        var idling = idle.IdleAsync(done.Token, TestContext.Current.CancellationToken);

        await other.Inbox.AppendAsync(Awkward(), MessageFlags.None, TestContext.Current.CancellationToken);
        await idling;

        idle.Inbox.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Login_goes_on_in_TLS()
    {
        await using var node = await ImapNode.StartAsync();
        using var client = new ImapClient { ServerCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=mail.example" };
        await client.ConnectAsync("127.0.0.1", await node.ListenAsync(), SecureSocketOptions.StartTls, TestContext.Current.CancellationToken);
        await client.AuthenticateAsync(ImapNode.User, "secret", TestContext.Current.CancellationToken);

        client.IsEncrypted.ShouldBeTrue();
    }

    private static async Task<ImapClient> LogInAsync(int port)
    {
        var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None, TestContext.Current.CancellationToken);
        await client.AuthenticateAsync("alias@example.org", "secret", TestContext.Current.CancellationToken);
        return client;
    }

    private static MimeMessage Awkward()
    {
        var message = new MimeMessage { Subject = "Grüße", Date = new DateTimeOffset(2026, 11, 1, 8, 0, 0, TimeSpan.Zero) };
        message.From.Add(new MailboxAddress("Jörg", "joerg@example.org"));
        message.To.Add(new GroupAddress("alle", [new MailboxAddress("", "a@example.org")]));
        var builder = new BodyBuilder { TextBody = "In der Straße\r\n", HtmlBody = "<p>In der Straße</p>\r\n" };
        builder.Attachments.Add("a.bin", Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7)).ToArray());
        builder.Attachments.Count.ShouldBe(1);
        message.Body = builder.ToMessageBody();
        message.Prepare(EncodingConstraint.SevenBit);
        return message;
    }

    private static byte[] Bytes(MimeMessage message)
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        using var octets = new MemoryStream();
        message.WriteTo(format, octets);
        return octets.ToArray();
    }
}
