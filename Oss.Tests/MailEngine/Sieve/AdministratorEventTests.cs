using System.Text;
using Oss.MailEngine;
using Oss.MailEngine.Sieve;
using Oss.Tests.MailEngine.Imap;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>The administrator's scripts at IMAP events, as they are set to learn from what users move into the junk folder and out of it: seen by what arrives where it is learned, and by flags.</summary>
public sealed class AdministratorEventTests : IAsyncLifetime
{
    private const string Anna = "anna@example.org";
    private const string Spam = "learn-spam@example.org";
    private const string Ham = "learn-ham@example.org";

    private readonly string _scripts = Directory.CreateTempSubdirectory("oss-events-").FullName;
    private readonly MailNode _node;
    private RawImap _imap = null!;

    public AdministratorEventTests()
    {
        _node = new MailNode(options => options with
        {
            Sieve = new SieveOptions
            {
                Events =
                [
                    new EventScripts { Folder = "\\Junk", Causes = ImapCauses.Copy, Before = [Script("spam", $$"""require ["copy", "imapsieve"]; redirect :copy "{{Spam}}";""")] },
                    new EventScripts
                    {
                        Folder = "*", From = "\\Junk", Causes = ImapCauses.Copy,
                        After = [Script("ham", $$"""require ["copy", "imapsieve", "environment"]; if environment "imap.mailbox" "Trash" { stop; } redirect :copy "{{Ham}}";""")],
                    },
                    new EventScripts
                    {
                        Folder = "Work*",
                        Before = [Script("before", """require ["imap4flags", "imapsieve", "environment"]; addflag "$Before"; if hasflag "$Own" { addflag "$Wrong"; } if environment "imap.cause" "FLAG" { addflag "$Changed"; }""")],
                        After = [Script("after", """require ["imap4flags", "imapsieve"]; if hasflag "$Before" { addflag "$After"; }""")],
                    },
                    new EventScripts { Folder = "inbox", Causes = ImapCauses.Append | ImapCauses.Flag, Before = [Script("inbox", """require ["imap4flags", "imapsieve"]; addflag "$Inbox";""")] },
                    new EventScripts { Folder = "Broken", Before = [Script("error", """require ["include", "imap4flags"]; addflag "$Half"; include "missing";""")] },
                    new EventScripts { Folder = "Vault", Before = [Script("vault", """require ["imap4flags", "fileinto"]; addflag "$Vault"; fileinto "INBOX";""")], After = [Script("never", "discard;")] },
                ],
            },
        });
    }

    public async ValueTask InitializeAsync()
    {
        foreach (var name in (string[])[Anna, Spam, Ham])
            await _node.AddMailboxAsync(name);
        _imap = await RawImap.LogInAsync(await _node.ListenAsync(MailListener.Imap), Anna);
        foreach (var folder in (string[])["Werbung (USE (\\Junk))", "Trash", "Work", "Work/Sub", "Broken", "Vault", "Archive"])
            await AskAsync($"CREATE {folder}");
    }

    public async ValueTask DisposeAsync()
    {
        _imap.Dispose();
        await _node.DisposeAsync();
        Directory.Delete(_scripts, recursive: true);
    }

    [Theory]
    [InlineData("COPY")]
    [InlineData("MOVE")]
    public async Task What_a_user_takes_for_spam_is_learned_and_what_he_takes_back_is_too(string command)
    {
        await AppendAsync("INBOX", "one");
        await AskAsync("SELECT INBOX");
        await AskAsync($"{command} 1 Werbung");
        Subjects(Spam).ShouldBe(["one"]);
        Subjects(Ham).ShouldBeEmpty();

        await AskAsync("SELECT Werbung");
        await AskAsync("COPY 1 Trash");
        Subjects(Ham).ShouldBeEmpty();
        await AskAsync($"{command} 1 INBOX");
        Subjects(Ham).ShouldBe(["one"]);
        Subjects(Spam).ShouldBe(["one"]);
    }

    [Fact]
    public async Task What_a_filter_or_a_program_stores_there_is_not_learned()
    {
        await AppendAsync("Werbung", "stored");
        await AskAsync("SELECT Werbung");
        await AskAsync("STORE 1 +FLAGS (\\Seen)");
        Subjects(Spam).ShouldBeEmpty();
    }

    [Fact]
    public async Task They_run_around_the_users_own_and_each_finds_the_flags_of_those_before_it()
    {
        await OwnAsync("Work", """require ["imap4flags", "imapsieve"]; if hasflag "$Before" { addflag "$Own"; } removeflag "\\Flagged";""");
        await AppendAsync("Work", "one", "\\Flagged");
        (await FlagsAsync("Work")).ShouldBe(["$After $Before $Own"]);
        await AppendAsync("Work/Sub", "two");
        (await FlagsAsync("Work/Sub")).ShouldBe(["$After $Before"]);
    }

    [Fact]
    public async Task Flags_are_events_of_theirs_too()
    {
        await AppendAsync("Work", "one");
        await AskAsync("SELECT Work");
        await AskAsync("STORE 1 +FLAGS.SILENT (\\Flagged)");
        (await FlagsAsync("Work")).ShouldBe(["$After $Before $Changed \\Flagged"]);
    }

    [Fact]
    public async Task Causes_say_which_and_INBOX_is_INBOX_in_any_letters()
    {
        await AppendAsync("Archive", "copied");
        await AskAsync("SELECT Archive");
        await AskAsync("COPY 1 INBOX");
        (await FlagsAsync("INBOX")).ShouldBe([""]);
        await AppendAsync("INBOX", "appended");
        (await FlagsAsync("INBOX")).ShouldBe(["", "$Inbox"]);
    }

    [Fact]
    public async Task An_error_in_one_costs_what_it_would_have_done_and_not_the_scripts_after_it()
    {
        await OwnAsync("Broken", """require ["imap4flags", "imapsieve"]; addflag "$Own";""");
        await AppendAsync("Broken", "one", "\\Seen");
        (await FlagsAsync("Broken")).ShouldBe(["$Own \\Seen"]);
    }

    [Fact]
    public async Task One_that_does_not_keep_the_message_ends_the_row()
    {
        await OwnAsync("Vault", """require ["imap4flags", "imapsieve"]; addflag "$Own";""");
        await AppendAsync("Vault", "one");
        (await FlagsAsync("Vault")).ShouldBe(["\\Deleted"]);
        (await FlagsAsync("INBOX")).ShouldBe(["$Vault"]);
    }

    private string Script(string name, string text)
    {
        var path = Path.Combine(_scripts, name + ".sieve");
        File.WriteAllText(path, text);
        return path;
    }

    private async Task OwnAsync(string folder, string script)
    {
        var directory = Path.Combine(Path.GetDirectoryName(_node.Maildir(Anna))!, "sieve");
        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(Path.Combine(directory, "own.sieve"), script);
        await AskAsync($"""SETMETADATA {folder} (/shared/imapsieve/script "own")""");
    }

    private async Task AppendAsync(string folder, string subject, string flags = "") =>
        (await _imap.AppendAsync($"{folder} ({flags})", $"Subject: {subject}\r\nMessage-ID: <{subject}@example.org>\r\n\r\nHello\r\n"))[^1].ShouldStartWith("OK ");

    private IEnumerable<string> Subjects(string mailbox) =>
        _node.Messages(mailbox).Select(octets => Encoding.UTF8.GetString(octets).Split("\r\n").First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..]);

    private async Task AskAsync(string command) => (await _imap.AskAsync(command))[^1].ShouldStartWith("OK ");

    private async Task<List<string>> FlagsAsync(string folder)
    {
        await AskAsync($"EXAMINE {folder}");
        return
        [
            .. (await _imap.AskAsync("FETCH 1:* FLAGS"))[..^1].Select(answer => string.Join(' ', answer[(answer.IndexOf("FLAGS (", StringComparison.Ordinal) + 7)..answer.IndexOf(')', StringComparison.Ordinal)]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(["\\Recent"]).Order(StringComparer.Ordinal))),
        ];
    }
}
