using Oss.MailEngine.Directory;
using Oss.MailEngine.Sieve;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>"My filter does not work": what a mailbox's scripts would do with a message, and with one that it has.</summary>
public sealed class FilterTrialTests : IAsyncLifetime
{
    private const string Anna = "anna@example.org";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _scripts = Directory.CreateTempSubdirectory("oss-trial-").FullName;
    private MailNode _node = null!;
    private MailboxAccount _anna = null!;

    public async ValueTask InitializeAsync()
    {
        var before = Path.Combine(_scripts, "before.sieve");
        File.WriteAllText(before, "require \"imap4flags\"; if header :contains \"Subject\" \"[ads]\" { discard; }\n");
        _node = new MailNode(options => options with { Sieve = new SieveOptions { Before = [before] } });
        _anna = await _node.AddMailboxAsync(Anna);
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        Directory.Delete(_scripts, recursive: true);
    }

    [Fact]
    public async Task A_message_of_the_mailbox_is_found_by_uid_and_by_its_id_and_nothing_is_changed_by_trying()
    {
        await _node.DeliverAsync(Anna, "From: bert@example.com\r\nTo: anna@example.org\r\nSubject: one\r\nMessage-ID: <1@example.com>\r\n\r\nx\r\n");
        await _node.DeliverAsync(Anna, "From: bert@example.com\r\nTo: anna@example.org\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <2@example.com>\r\n\r\nx\r\n");
        Activate("""require ["fileinto", "include", "variables"]; include :personal "lists"; if header :matches "Subject" "*" { fileinto "${1}"; }""");
        Write("lists", """require ["fileinto", "mailbox"]; if header :is "Subject" "one" { fileinto :create "Lists"; stop; }""");

        var listing = (await _node.Engine.ListMessagesAsync(_anna, "INBOX", 50, None)).ShouldNotBeNull();
        listing.Messages.Select(m => (m.Uid, m.From, m.Subject)).ShouldBe([(2u, "bert@example.com", "Grüße"), (1u, "bert@example.com", "one")]);
        listing.Folders.ShouldBe(["INBOX"]);

        var byUid = (await _node.Engine.TryScriptAsync(_anna, null, 1, null, null, Anna, None)).ShouldNotBeNull();
        byUid.Actions.ShouldBe(["fileinto \"Lists\" :create"]);
        byUid.Trace.ShouldContain("script \"before.sieve\":");
        byUid.Trace.ShouldContain("line 1, column 47: include lists");
        foreach (var id in (string[])["<2@example.com>", "2@example.com"])
            (await _node.Engine.TryScriptAsync(_anna, null, null, id, null, Anna, None))!.Actions.ShouldBe(["fileinto \"Grüße\" (not done: there is no such folder; the message stays in INBOX)"]);

        (await _node.Engine.TryScriptAsync(_anna, "INBOX", 3, null, null, Anna, None)).ShouldBeNull();
        (await _node.Engine.TryScriptAsync(_anna, "Nowhere", 1, null, null, Anna, None)).ShouldBeNull();
        (await _node.Engine.TryScriptAsync(_anna, null, null, "3@example.com", null, Anna, None)).ShouldBeNull();
        (await _node.Engine.ListMessagesAsync(_anna, "Nowhere", 50, None)).ShouldBeNull();
        Directory.Exists(Path.Combine(_node.Maildir(Anna), ".Lists")).ShouldBeFalse();
        File.Exists(Path.Combine(_node.Maildir(Anna), "..", ".sieve-memory")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("From: bert@example.com\r\nTo: anna@example.org\r\n", null)]
    [InlineData("From: bert@example.com\r\nTo: other@example.org\r\n", "none of the user's addresses is in To or Cc")]
    [InlineData("From: bert@example.com\r\nTo: anna@example.org\r\nList-Id: <x.example>\r\n", "the message came by a list")]
    [InlineData("Return-Path: <>\r\nFrom: bert@example.com\r\nTo: anna@example.org\r\n", "the message has no sender")]
    public async Task It_says_why_a_sender_gets_no_automatic_reply(string header, string? why)
    {
        Activate("require \"vacation\"; vacation \"Away.\";");
        var trial = await _node.Engine.TryScriptAsync(_anna, System.Text.Encoding.UTF8.GetBytes($"{header}Subject: x\r\n\r\nx\r\n"), null, Anna, None);
        trial.Actions[0].ShouldBe("vacation \"Away.\" :seconds 604800" + (why is null ? "" : $" (not done: {why})"));
    }

    [Fact]
    public async Task The_administrators_scripts_are_tried_too()
    {
        Activate("keep;");
        (await _node.Engine.TryScriptAsync(_anna, "Subject: [ads] x\r\n\r\nx\r\n"u8.ToArray(), "a@example.com", Anna, None)).Actions.ShouldBe(["discard"]);
    }

    [Fact]
    public async Task It_says_that_mail_is_not_let_out()
    {
        _node.Mail.KeptHere[_anna.Id] = true;
        Activate("require \"copy\"; redirect :copy \"anna@example.org\"; redirect \"boss@elsewhere.example\";");
        (await _node.Engine.TryScriptAsync(_anna, "Subject: x\r\n\r\nx\r\n"u8.ToArray(), "a@example.com", Anna, None)).Actions
            .ShouldBe(["redirect \"anna@example.org\"", "redirect \"boss@elsewhere.example\" (not done: mail may be passed on to addresses of this platform only; it stays in INBOX)"]);
    }

    private void Activate(string script)
    {
        Write("test", script);
        File.CreateSymbolicLink(Path.Combine(_node.Maildir(Anna), "..", ".dovecot.sieve"), "sieve/test.sieve");
    }

    private void Write(string name, string script)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_node.Maildir(Anna), "..", "sieve"));
        File.WriteAllText(Path.Combine(folder.FullName, name + ".sieve"), script);
    }
}
