using System.Text;
using Oss.MailEngine;
using Oss.MailEngine.Sieve;
using Oss.Tests.MailEngine.Imap;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>Scripts that run when IMAP changes something (RFC 6785): set by METADATA, seen by what IMAP shows afterwards.</summary>
public sealed class ImapEventTests : IAsyncLifetime
{
    private const string Anna = "anna@example.org";
    private const string Bert = "bert@example.org";
    private const string Message = "From: bert@example.org\r\nTo: anna@example.org\r\nSubject: Report\r\nMessage-ID: <1@example.org>\r\n\r\nHello\r\n";

    /// <summary>Writes down in the folder Log what the environment says of each event.</summary>
    private const string Log = """
        require ["environment", "imapsieve", "vnd.dovecot.imapsieve", "variables", "editheader", "fileinto", "copy", "mailbox", "imap4flags"];
        if environment :matches "imap.cause" "*" { set "cause" "${1}"; }
        if environment :matches "imap.mailbox" "*" { set "mailbox" "${1}"; }
        if environment :matches "imap.changedflags" "*" { set "changed" "${1}"; }
        if environment :matches "imap.user" "*" { set "user" "${1}"; }
        if environment :matches "imap.email" "*" { set "email" "${1}"; }
        if environment :matches "vnd.dovecot.mailbox-from" "*" { set "from" "${1}"; }
        if environment :matches "location" "*" { set "location" "${1}"; }
        if environment :matches "phase" "*" { set "phase" "${1}"; }
        set "seen" "unseen";
        if hasflag "\\Seen" { set "seen" "seen"; }
        addheader "X-Event" "${cause}|${mailbox}|${changed}|${user}|${email}|${from}|${location}|${phase}|${seen}";
        fileinto :copy :create "Log";
        """;

    private readonly MailNode _node = new();
    private RawImap _imap = null!;

    public async ValueTask InitializeAsync()
    {
        await _node.AddMailboxAsync(Anna);
        await _node.AddMailboxAsync(Bert);
        _imap = await RawImap.LogInAsync(await _node.ListenAsync(MailListener.Imap), Anna);
        await AskAsync("CREATE Work");
        await AskAsync("CREATE Other");
    }

    public async ValueTask DisposeAsync()
    {
        _imap.Dispose();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task The_capability_says_where_the_scripts_are() =>
        (await _imap.AskAsync("CAPABILITY"))[0].ShouldContain(" IMAPSIEVE=sieve://mail.example ");

    [Fact]
    public async Task An_appended_message_runs_the_script_of_its_folder()
    {
        await SetAsync("Work", Log);
        await _imap.AppendAsync("Work (\\Seen)", Message);
        await _imap.AppendAsync("Other", Message);
        (await EventsAsync()).ShouldBe([$"APPEND|Work||{Anna}|{Anna}||MS|post|seen"]);
    }

    [Fact]
    public async Task Each_of_many_appended_messages_is_an_event_of_its_own()
    {
        await SetAsync("Work", Log);
        await AskAsync($"APPEND Work {{{Message.Length}+}}\r\n{Message} (\\Seen) {{{Message.Length}+}}\r\n{Message}");
        (await EventsAsync()).ShouldBe([$"APPEND|Work||{Anna}|{Anna}||MS|post|unseen", $"APPEND|Work||{Anna}|{Anna}||MS|post|seen"]);
    }

    [Theory]
    [InlineData("COPY 1 Work")]
    [InlineData("UID COPY 1 Work")]
    [InlineData("MOVE 1 Work")]
    public async Task A_message_that_is_copied_or_moved_runs_the_script_of_where_it_comes_to(string command)
    {
        await _imap.AppendAsync("Other", Message);
        await SetAsync("Work", Log);
        await AskAsync("SELECT Other");
        await AskAsync(command);
        (await EventsAsync()).ShouldBe([$"COPY|Work||{Anna}|{Anna}|Other|MS|post|unseen"]);
    }

    [Fact]
    public async Task A_replaced_message_is_an_appended_one()
    {
        await _imap.AppendAsync("Work", Message);
        await SetAsync("Work", Log);
        await AskAsync("SELECT Work");
        await AskAsync($"REPLACE 1 Work {{{Message.Length}+}}\r\n{Message}");
        (await EventsAsync()).ShouldBe([$"APPEND|Work||{Anna}|{Anna}||MS|post|unseen"]);
    }

    [Fact]
    public async Task Flags_that_change_are_an_event_and_flags_that_stay_are_none()
    {
        await _imap.AppendAsync("Work (\\Flagged)", Message);
        await SetAsync("Work", Log);
        await AskAsync("SELECT Work");
        await AskAsync("STORE 1 +FLAGS (\\Seen $Later)");
        await AskAsync("STORE 1 +FLAGS.SILENT (\\Seen)");
        await AskAsync("UID STORE 1 FLAGS ($Later)");
        (await EventsAsync()).ShouldBe([$"FLAG|Work|\\Seen $Later|{Anna}|{Anna}||MS|post|seen", $"FLAG|Work|\\Flagged \\Seen|{Anna}|{Anna}||MS|post|unseen"]);
    }

    [Fact]
    public async Task Reading_a_message_changes_a_flag_too()
    {
        await _imap.AppendAsync("Work", Message);
        await SetAsync("Work", Log);
        await AskAsync("SELECT Work");
        await AskAsync("FETCH 1 BODY[]");
        await AskAsync("FETCH 1 BODY[]");
        (await EventsAsync()).ShouldBe([$"FLAG|Work|\\Seen|{Anna}|{Anna}||MS|post|seen"]);
    }

    [Fact]
    public async Task Flags_that_the_script_sets_are_told_with_the_command_s_answer()
    {
        await SetAsync("Work", """require ["imapsieve", "imap4flags"]; if hasflag "\\Flagged" { addflag "$Important"; removeflag "\\Seen"; }""");
        await AskAsync("SELECT Work");
        await _imap.AppendAsync("Work (\\Seen)", Message);
        (await _imap.AskAsync("STORE 1 +FLAGS (\\Flagged)")).ShouldContain(line => line.StartsWith("* 1 FETCH ", StringComparison.Ordinal) && line.Contains("\\Flagged $Important", StringComparison.Ordinal) && !line.Contains("\\Seen", StringComparison.Ordinal));
        (await FlagsAsync("Work")).ShouldBe(["\\Flagged $Important"]);
    }

    [Fact]
    public async Task What_is_discarded_is_marked_as_deleted_and_stays()
    {
        await SetAsync("Work", """require ["imapsieve"]; discard;""");
        await _imap.AppendAsync("Work (\\Seen)", Message);
        (await FlagsAsync("Work")).ShouldBe(["\\Deleted \\Seen"]);
    }

    [Fact]
    public async Task What_is_discarded_and_kept_is_kept()
    {
        await SetAsync("Work", """require ["imapsieve"]; keep; discard;""");
        await _imap.AppendAsync("Work", Message);
        (await FlagsAsync("Work")).ShouldBe([""]);
    }

    [Theory]
    [InlineData("""fileinto "Other";""", "\\Deleted", 1)]
    [InlineData("""fileinto :copy "Other";""", "", 1)]
    [InlineData("""fileinto "Other"; keep;""", "", 1)]
    [InlineData("""fileinto "Missing";""", "", 0)]
    [InlineData("""fileinto "Other"; fileinto "Missing";""", "", 1)]
    public async Task A_message_is_filed_beside_itself(string script, string flags, int copies)
    {
        await SetAsync("Work", $"""require ["imapsieve", "fileinto", "copy"]; {script}""");
        await _imap.AppendAsync("Work", Message);
        (await FlagsAsync("Work")).ShouldBe([flags]);
        (await FlagsAsync("Other")).ShouldBe(Enumerable.Repeat("", copies));
    }

    [Fact]
    public async Task INBOX_is_a_folder_like_others_to_file_into()
    {
        await SetAsync("Work", """require ["imapsieve", "fileinto"]; keep; fileinto "INBOX";""");
        await _imap.AppendAsync("Work", Message);
        (await FlagsAsync("INBOX")).ShouldBe([""]);
        (await FlagsAsync("Work")).ShouldBe([""]);
    }

    [Fact]
    public async Task A_stored_message_is_never_changed_and_its_copy_is()
    {
        await SetAsync("Work", """require ["imapsieve", "editheader", "fileinto"]; addheader "X-Edited" "yes"; keep; fileinto "Other";""");
        await AskAsync($"APPEND Work \"01-Jan-2020 10:00:00 +0000\" {{{Message.Length}+}}\r\n{Message}");
        (await HeaderAsync("Work", "X-Edited")).ShouldBe([""]);
        (await HeaderAsync("Other", "X-Edited")).ShouldBe(["yes"]);
        await AskAsync("EXAMINE Other");
        (await _imap.AskAsync("FETCH 1 INTERNALDATE"))[0].ShouldContain("01-Jan-2020 10:00:00 +0000");
    }

    [Fact]
    public async Task A_message_dropped_into_a_folder_is_sent_on_in_its_owner_s_name()
    {
        // RFC 6785 5, example 1.
        await SetAsync("Work", $$"""
            require ["copy", "environment", "imapsieve"];
            if anyof (environment :is "imap.cause" "APPEND", environment :is "imap.cause" "COPY") {
                if environment :is "imap.mailbox" "Work" { redirect :copy "{{Bert}}"; }
            }
            """);
        await _imap.AppendAsync("Work", Message);
        Encoding.UTF8.GetString(_node.Messages(Bert).ShouldHaveSingleItem()).ShouldContain($"X-Sieve-Redirected-From: {Anna}");
        (await FlagsAsync("Work")).ShouldBe([""]);
    }

    [Fact]
    public async Task A_draft_that_lacks_what_a_message_needs_is_sent_on_with_it()
    {
        await SetAsync("Work", $"""require ["imapsieve", "copy"]; redirect :copy "{Bert}";""");
        await _imap.AppendAsync("Work", "Subject: draft\r\n\r\nx\r\n");
        var sent = Encoding.UTF8.GetString(_node.Messages(Bert).ShouldHaveSingleItem());
        foreach (var field in (string[])["Received: by mail.example", $"From: <{Anna}>", "Date: ", "Message-ID: <"])
            sent.ShouldContain(field);
        sent.ShouldEndWith("Subject: draft\r\n\r\nx\r\n");
        (await HeaderAsync("Work", "From")).ShouldBe([""]);
    }

    [Fact]
    public async Task A_message_that_cannot_be_sent_on_is_not_marked_as_deleted()
    {
        await SetAsync("Work", """require "imapsieve"; redirect "nobody@example.org";""");
        await _imap.AppendAsync("Work", Message);
        (await FlagsAsync("Work")).ShouldBe([""]);
    }

    [Fact]
    public async Task A_flag_notifies_once()
    {
        // RFC 6785 5, example 2, by mail.
        await SetAsync("Work", $$"""
            require ["enotify", "imap4flags", "variables", "environment", "imapsieve"];
            if environment :matches "imap.mailbox" "*" { set "mailbox" "${1}"; }
            if allof (hasflag "\\Flagged", environment :contains "imap.changedflags" "\\Flagged") {
                notify :message "Important message in ${mailbox}" "mailto:{{Bert}}";
            }
            """);
        await _imap.AppendAsync("Work", Message);
        await AskAsync("SELECT Work");
        await AskAsync("STORE 1 +FLAGS (\\Flagged)");
        await AskAsync("STORE 1 +FLAGS (\\Seen)");
        Encoding.UTF8.GetString(_node.Messages(Bert).ShouldHaveSingleItem()).ShouldContain("Important message in Work");
    }

    [Theory]
    [InlineData("""require ["imapsieve", "reject"]; reject "no";""")]
    [InlineData("""require ["imapsieve", "ereject"]; discard;""")]
    [InlineData("""require ["imapsieve", "vacation"]; discard;""")]
    [InlineData("""require ["imapsieve", "vacation-seconds"]; discard;""")]
    [InlineData("""require ["imapsieve", "envelope"]; if envelope "from" "x@example.org" { stop; } discard;""")]
    [InlineData("""require ["imapsieve", "ihave"]; if ihave "fileinto" { error "no"; } discard;""")]
    [InlineData("""require ["imapsieve", "include"]; include "missing"; discard;""")]
    [InlineData("this is no script")]
    public async Task A_script_that_fails_leaves_the_message_as_it_is(string script)
    {
        await SetAsync("Work", script);
        (await _imap.AppendAsync("Work (\\Seen $Kept)", Message))[^1].ShouldStartWith("OK [APPENDUID ");
        (await FlagsAsync("Work")).ShouldBe(["\\Seen $Kept"]);
    }

    [Fact]
    public async Task The_entry_for_all_folders_counts_where_a_folder_has_none_of_its_own()
    {
        await ScriptAsync("all", """require ["imapsieve", "imap4flags"]; addflag "$All";""");
        await ScriptAsync("own", """require ["imapsieve", "imap4flags"]; addflag "$Own";""");
        await AskAsync("""SETMETADATA "" (/shared/imapsieve/script "all")""");
        await AskAsync("""SETMETADATA Work (/shared/imapsieve/script "own")""");
        await AskAsync("CREATE Silent");
        await AskAsync("""SETMETADATA Silent (/shared/imapsieve/script "")""");
        await AskAsync("CREATE Wrong");
        await AskAsync("""SETMETADATA Wrong (/shared/imapsieve/script "../own")""");
        foreach (var folder in (string[])["Work", "Other", "Silent", "Wrong"])
            await _imap.AppendAsync(folder, Message);
        (await FlagsAsync("Work")).ShouldBe(["$Own"]);
        (await FlagsAsync("Other")).ShouldBe(["$All"]);
        (await FlagsAsync("Silent")).ShouldBe([""]);
        (await FlagsAsync("Wrong")).ShouldBe([""]);
    }

    [Fact]
    public async Task What_scripts_do_brings_about_no_events()
    {
        await SetAsync("Work", """require ["imapsieve", "fileinto", "imap4flags", "copy"]; addflag "$Work"; fileinto :copy "Other";""", "one");
        await SetAsync("Other", """require ["imapsieve", "fileinto", "imap4flags", "copy"]; addflag "$Other"; fileinto :copy "Work";""", "two");
        await _imap.AppendAsync("Work", Message);
        (await FlagsAsync("Work")).ShouldBe(["$Work"]);
        (await FlagsAsync("Other")).ShouldBe(["$Work"]);
    }

    [Fact]
    public async Task One_command_sends_so_many_messages_and_no_more()
    {
        foreach (var number in Enumerable.Range(0, SieveLimits.EventMessages / 4 + 5))
            await _imap.AppendAsync("Other", Message.Replace("<1@", $"<{number}@", StringComparison.Ordinal));
        await SetAsync("Work", $"""require ["imapsieve", "copy", "enotify"]; redirect :copy "{Bert}"; notify :message "1" "mailto:{Bert}"; notify :message "2" "mailto:{Bert}"; notify :message "3" "mailto:{Bert}";""");
        await AskAsync("SELECT Other");
        await AskAsync("COPY 1:* Work");
        _node.Messages(Bert).Count.ShouldBe(SieveLimits.EventMessages);
        (await FlagsAsync("Work")).Count.ShouldBe(SieveLimits.EventMessages / 4 + 5);
    }

    [Fact]
    public async Task At_a_delivery_the_items_of_events_are_empty()
    {
        await ScriptAsync("main", """
            require ["environment", "imapsieve", "imap4flags"];
            if allof (environment :is "imap.user" "", environment :is "imap.cause" "", environment "location" "MDA") { addflag "$Delivered"; }
            """);
        File.CreateSymbolicLink(Path.Combine(Path.GetDirectoryName(_node.Maildir(Anna))!, ".dovecot.sieve"), "sieve/main.sieve");
        await _node.DeliverAsync(Anna, Message);
        (await FlagsAsync("INBOX")).ShouldBe(["$Delivered"]);
    }

    private async Task<string> AskAsync(string command)
    {
        var answer = (await _imap.AskAsync(command))[^1];
        answer.ShouldStartWith("OK ");
        return answer;
    }

    private async Task SetAsync(string folder, string script, string name = "events")
    {
        await ScriptAsync(name, script);
        await AskAsync($"""SETMETADATA {folder} (/shared/imapsieve/script "{name}")""");
    }

    private async Task ScriptAsync(string name, string script)
    {
        var directory = Path.Combine(Path.GetDirectoryName(_node.Maildir(Anna))!, "sieve");
        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(Path.Combine(directory, name + ".sieve"), script);
    }

    private Task<List<string>> EventsAsync() => HeaderAsync("Log", "X-Event");

    private async Task<List<string>> HeaderAsync(string folder, string field)
    {
        await AskAsync($"EXAMINE {folder}");
        var answers = await _imap.AskAsync($"FETCH 1:* BODY.PEEK[HEADER.FIELDS ({field})]");
        return [.. answers[..^1].Select(answer => answer.Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal).Split("\r\n").FirstOrDefault(line => line.StartsWith(field, StringComparison.OrdinalIgnoreCase))?[(field.Length + 1)..].Trim() ?? "")];
    }

    private async Task<List<string>> FlagsAsync(string folder)
    {
        await AskAsync($"EXAMINE {folder}");
        return
        [
            .. (await _imap.AskAsync("FETCH 1:* FLAGS"))[..^1].Select(answer => answer[(answer.IndexOf("FLAGS (", StringComparison.Ordinal) + 7)..answer.IndexOf(')', StringComparison.Ordinal)]
                .Replace("\\Recent", "", StringComparison.Ordinal).Trim()),
        ];
    }
}
