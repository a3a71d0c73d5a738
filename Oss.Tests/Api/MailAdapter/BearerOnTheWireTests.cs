using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Oss.Api.Hosting;
using Oss.Api.MailAdapter;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Persistence;
using Oss.MailEngine;
using Oss.Tests.Domain;
using Oss.Tests.Hosting;
using Oss.Tests.MailEngine;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.MailAdapter;

/// <summary>A program that others wrote logs in with a token of an OpenID provider, by both mechanisms that are in use, to whatever it reads and sends by.</summary>
public sealed class BearerOnTheWireTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory]
    [InlineData("OAUTHBEARER")]
    [InlineData("XOAUTH2")]
    public async Task Curl_reads_by_IMAP_and_POP3_and_sends_with_a_token_and_with_no_other(string mechanism)
    {
        await using var provider = await LoopbackProvider.StartAsync();
        var platform = new FakeMailPlatform();
        var node = await databases.NodeOnAsync(DatabaseProvider.Sqlite, platform);
        var settings = new OssOptions { OpenId = new OpenIdSection { Authority = provider.Authority, Audience = LoopbackProvider.Audience } };
        using var tokens = new OpenIdTokens(settings, TimeProvider.System);
        var directory = new MailDirectory(
            node.Get<ResolveAddress>(), node.Get<AuthenticateMailbox>(), node.Get<FindScramKeys>(), node.Get<LogInAsMaster>(), tokens, node.Get<GetDkimSigningKeys>(), node.Get<FindNeighbour>(),
            node.Get<FindRevokedLogins>(), node.Get<MaySendAs>(), node.Get<MayForwardElsewhere>(), node.Get<ListPoolMailboxes>(), NullLogger<MailDirectory>.Instance);
        await using var mail = new MailNode(
            options => options with
            {
                Bearer = settings.OpenId.ToOptions(),
                Volumes = [new VolumeOptions(FakeMailPlatform.Volume, Path.Combine(Path.GetDirectoryName(options.SpoolDirectory)!, FakeMailPlatform.Volume))],
            },
            directory: directory);
        platform.AfterCreate = mailbox => mail.Engine.CreateMailboxAsync(mailbox.Id, mailbox.CanonicalName, CancellationToken.None);
        var domain = An.Key() + ".example";
        var (erika, hans) = ("erika@" + domain, "hans@" + domain);
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox(erika), An.Mailbox(hans)]);
        await mail.DeliverAsync(erika, "Subject: for erika\r\n\r\nread by token\r\n");
        var (imap, pop3, submission) = (await mail.ListenAsync(MailListener.Imap), await mail.ListenAsync(MailListener.Pop3), await mail.ListenAsync(MailListener.Submission));
        var token = provider.Token(erika);

        (await CurlAsync(token, erika, $"imap://127.0.0.1:{imap}/INBOX;MAILINDEX=1")).ShouldContain("read by token");
        (await CurlAsync(token, erika, $"pop3://127.0.0.1:{pop3}/1")).ShouldContain("read by token");
        var letter = Path.Combine(mail.Root, "letter");
        await File.WriteAllTextAsync(letter, $"From: {erika}\r\nTo: {erika}\r\nSubject: sent by token\r\n\r\nx\r\n", TestContext.Current.CancellationToken);
        await CurlAsync(token, erika, $"smtp://127.0.0.1:{submission}/client.example", "--mail-from", erika, "--mail-rcpt", erika, "-T", letter);
        (await CurlAsync(token, erika, $"imap://127.0.0.1:{imap}/INBOX;MAILINDEX=2")).ShouldContain("sent by token");

        foreach (var (wrong, user) in new[] { (token, hans), (provider.Token("nobody@" + domain), erika), (token[..^4] + "AAAA", erika) })
            await Should.ThrowAsync<InvalidOperationException>(() => CurlAsync(wrong, user, $"imap://127.0.0.1:{imap}/INBOX;MAILINDEX=1"));

        async Task<string> CurlAsync(string bearer, string user, string url, params string[] more) => Encoding.UTF8.GetString(await Client.RunAsync(
            "curl", ["-s", "--max-time", "60", "--login-options", $"AUTH={mechanism}", "--oauth2-bearer", bearer, "-u", $"{user}:", url, .. more]));
    }
}
