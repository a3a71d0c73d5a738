using System.Diagnostics;
using System.Text;
using Oss.MailEngine;
using Oss.MailEngine.Sieve;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.ManageSieve;

public sealed class ManageSieveTests : IAsyncLifetime
{
    private const string Anna = "anna@example.org";

    private readonly MailNode _node = new(o => o with { Sieve = new SieveOptions { MaxScripts = 3, MaxScriptOctets = 1000 } });

    private string Home => Path.GetDirectoryName(_node.Maildir(Anna))!;

    public async ValueTask InitializeAsync() => await _node.AddMailboxAsync(Anna);

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task Scripts_are_put_made_active_renamed_and_deleted()
    {
        var client = await LogInAsync();
        (await AskAsync(client, "PUTSCRIPT \"one\" \"keep;\"")).ShouldBe("OK");
        (await AskAsync(client, "PUTSCRIPT \"zwei ü\" \"discard;\"")).ShouldBe("OK");
        (await AskAsync(client, "SETACTIVE \"one\"")).ShouldBe("OK");
        (await AskAsync(client, "LISTSCRIPTS")).ShouldBe("\"one\" ACTIVE\n\"zwei ü\"\nOK");
        new FileInfo(Path.Combine(Home, ".dovecot.sieve")).LinkTarget.ShouldBe("sieve/one.sieve");
        (await AskAsync(client, "SETACTIVE \"zwei ü\"")).ShouldBe("OK");
        (await AskAsync(client, "RENAMESCRIPT \"zwei ü\" \"drei\"")).ShouldBe("OK");
        (await AskAsync(client, "LISTSCRIPTS")).ShouldBe("\"drei\" ACTIVE\n\"one\"\nOK");
        File.ReadAllText(Path.Combine(Home, ".dovecot.sieve")).ShouldBe("discard;");
        (await AskAsync(client, "DELETESCRIPT \"drei\"")).ShouldStartWith("NO (ACTIVE)");
        (await AskAsync(client, "SETACTIVE \"\"")).ShouldBe("OK");
        (await AskAsync(client, "DELETESCRIPT \"drei\"")).ShouldBe("OK");
        (await AskAsync(client, "LISTSCRIPTS")).ShouldBe("\"one\"\nOK");
    }

    [Theory]
    [InlineData("SETACTIVE \"no\"", "NO (NONEXISTENT)")]
    [InlineData("GETSCRIPT \"no\"", "NO (NONEXISTENT)")]
    [InlineData("DELETESCRIPT \"no\"", "NO (NONEXISTENT)")]
    [InlineData("RENAMESCRIPT \"no\" \"x\"", "NO (NONEXISTENT)")]
    [InlineData("RENAMESCRIPT \"one\" \"two\"", "NO (ALREADYEXISTS)")]
    [InlineData("HAVESPACE \"new\" 100", "OK")]
    [InlineData("HAVESPACE \"new\" 1001", "NO (QUOTA/MAXSIZE)")]
    [InlineData("HAVESPACE \"one\" 995", "NO (QUOTA/MAXSIZE)")]
    [InlineData("HAVESPACE \"one\" 990", "OK")]
    [InlineData("PUTSCRIPT \"a/b\" \"keep;\"", "NO")]
    [InlineData("PUTSCRIPT \"..\" \"keep;\"", "NO")]
    [InlineData("PUTSCRIPT \"\" \"keep;\"", "NO")]
    [InlineData("PUTSCRIPT {3+}\r\na\0b \"keep;\"", "NO")]
    [InlineData("PUTSCRIPT {3+}\r\na\nb \"keep;\"", "NO")]
    [InlineData("PUTSCRIPT {4+}\r\na\r\nb \"keep;\"", "NO")]
    [InlineData("PUTSCRIPT \"a\u2028b\" \"keep;\"", "NO")]
    [InlineData("PUTSCRIPT \"x\" {7+}\r\nkeep;\0#", "NO \"line 1, column 6")]
    [InlineData("RENAMESCRIPT \"one\" \"../x\"", "NO")]
    [InlineData("RENAMESCRIPT \"one\" \"\"", "NO")]
    [InlineData("GETSCRIPT \"../../.dovecot\"", "NO")]
    [InlineData("HAVESPACE \"new\" 4294967296", "NO (QUOTA/MAXSIZE)")]
    [InlineData("HAVESPACE \"new\" 99999999999999999999", "NO")]
    [InlineData("HAVESPACE \"new\" -1", "NO")]
    [InlineData("HAVESPACE \"a/b\" 1", "NO")]
    [InlineData("STARTTLS", "NO")]
    [InlineData("AUTHENTICATE \"PLAIN\"", "NO")]
    [InlineData("LISTSCRIPTS x", "NO")]
    [InlineData("PUTSCRIPT \"x\" \"frobnicate;\"", "NO")]
    [InlineData("PUTSCRIPT \"x\"", "NO")]
    [InlineData("PUTSCRIPT x \"keep;\"", "NO")]
    [InlineData("PUTSCRIPT \"x\" \"keep;", "NO")]
    [InlineData("HAVESPACE \"x\" many", "NO")]
    [InlineData("CHECKSCRIPT {x}", "NO")]
    [InlineData("CHECKSCRIPT \"require \\\"fileinto\\\"; fileinto \\\"a.b\\\";\"", "OK (WARNINGS)")]
    public async Task A_command_is_answered_with_the_code_that_the_RFC_has_for_it(string command, string expected)
    {
        var client = await LogInAsync();
        await AskAsync(client, "PUTSCRIPT \"one\" \"keep;\"");
        await AskAsync(client, "PUTSCRIPT \"two\" \"keep;  \"");
        var reply = await AskAsync(client, command);
        reply.ShouldStartWith(expected);
        if (!reply.StartsWith("OK", StringComparison.Ordinal))
            (await AskAsync(client, "LISTSCRIPTS")).ShouldBe("\"one\"\n\"two\"\nOK");
    }

    [Theory]
    [InlineData("ü", 128)]
    [InlineData("x", 512)]
    [InlineData("𝄞", 128)]
    [InlineData("中", 170)]
    public async Task A_name_may_be_as_long_as_the_RFC_says_in_any_letters(string letter, int count)
    {
        var client = await LogInAsync();
        var (name, other) = (string.Concat(Enumerable.Repeat(letter, count)), string.Concat(Enumerable.Repeat(letter, count - 1)));
        (await AskAsync(client, $"PUTSCRIPT \"{name}\" \"keep;\"")).ShouldBe("OK");
        (await AskAsync(client, $"PUTSCRIPT \"{other}\" \"stop;\"")).ShouldBe("OK");
        (await AskAsync(client, $"SETACTIVE \"{name}\"")).ShouldBe("OK");
        (await AskAsync(client, "LISTSCRIPTS")).ShouldContain($"\"{name}\" ACTIVE\n");
        (await AskAsync(client, $"GETSCRIPT \"{name}\"")).ShouldContain("keep;");
        (await AskAsync(client, $"GETSCRIPT \"{other}\"")).ShouldContain("stop;");
        File.ReadAllText(Path.Combine(Home, ".dovecot.sieve")).ShouldBe("keep;");
        (await AskAsync(client, $"PUTSCRIPT \"{name}\" \"discard;\"")).ShouldBe("OK");
        (await AskAsync(client, $"DELETESCRIPT \"{name}\"")).ShouldStartWith("NO (ACTIVE)");
        (await AskAsync(client, $"RENAMESCRIPT \"{name}\" \"short\"")).ShouldBe("OK");
        (await AskAsync(client, $"RENAMESCRIPT \"{other}\" \"{name}\"")).ShouldBe("OK");
        (await AskAsync(client, "LISTSCRIPTS")).Split('\n').Order().ShouldBe(new[] { $"\"{name}\"", "\"short\" ACTIVE", "OK" }.Order());
        (await AskAsync(client, $"DELETESCRIPT \"{name}\"")).ShouldBe("OK");
        Directory.GetFileSystemEntries(Path.Combine(Home, "sieve")).Select(Path.GetFileName).ShouldBe(["short.sieve"]);
        (await AskAsync(client, $"PUTSCRIPT \"{string.Concat(Enumerable.Repeat("x", 513))}\" \"keep;\"")).ShouldStartWith("NO ");
    }

    [Fact]
    public async Task A_long_name_whose_hidden_file_is_gone_is_there_by_the_name_that_Pigeonhole_knows()
    {
        var client = await LogInAsync();
        await AskAsync(client, $"PUTSCRIPT \"{new string('ü', 128)}\" \"keep;\"");
        var folder = Path.Combine(Home, "sieve");
        File.Delete(Directory.GetFiles(folder, ".*.name").ShouldHaveSingleItem());
        var name = Path.GetFileNameWithoutExtension(Directory.GetFiles(folder, "*.sieve").ShouldHaveSingleItem());
        name.ShouldStartWith(new string('ü', 90) + "~");
        (await AskAsync(client, "LISTSCRIPTS")).ShouldBe($"\"{name}\"\nOK");
        (await AskAsync(client, $"RENAMESCRIPT \"{name}\" \"short\"")).ShouldBe("OK");
        (await AskAsync(client, "LISTSCRIPTS")).ShouldBe("\"short\"\nOK");
    }

    [Fact]
    public async Task There_are_no_more_scripts_than_may_be()
    {
        var client = await LogInAsync();
        foreach (var name in (string[])["a", "b", "c"])
            (await AskAsync(client, $"PUTSCRIPT \"{name}\" \"keep;\"")).ShouldBe("OK");
        (await AskAsync(client, "PUTSCRIPT \"d\" \"keep;\"")).ShouldStartWith("NO (QUOTA/MAXSCRIPTS)");
        (await AskAsync(client, "PUTSCRIPT \"a\" \"stop;\"")).ShouldBe("OK");
    }

    [Fact]
    public async Task A_script_too_large_is_read_past_and_refused()
    {
        var client = await LogInAsync();
        await client.SendAsync($"PUTSCRIPT \"x\" {{{2 * 1024 * 1024}+}}\r\n");
        await client.SendAsync(new byte[2 * 1024 * 1024]);
        (await AskAsync(client, "")).ShouldStartWith("NO (QUOTA/MAXSIZE)");
        (await AskAsync(client, "NOOP")).ShouldBe("OK \"Done\"");
    }

    [Fact]
    public async Task NOOP_gives_back_what_it_was_given_lines_and_all()
    {
        var client = await LogInAsync();
        (await AskAsync(client, "NOOP {4+}\r\na\r\nb")).ShouldBe("OK (TAG {4}");
        (await client.ReadLineAsync()).ShouldBe("a");
        (await client.ReadLineAsync()).ShouldBe("b) \"Done\"");
        (await AskAsync(client, "NOOP \"x\"")).ShouldBe("OK (TAG \"x\") \"Done\"");
    }

    [Fact]
    public async Task Before_login_nothing_large_is_taken_and_guessing_ends()
    {
        var client = await GreetAsync(MailListenerAddress);
        await client.SendAsync("AUTHENTICATE \"PLAIN\" {99999999999+}\r\n");
        (await client.ReadLineAsync()).ShouldBeNull();
        client = await GreetAsync(MailListenerAddress);
        for (var i = 0; i < 20; i++)
            (await AskAsync(client, "BOGUS")).ShouldStartWith("NO ");
        (await client.ReadLineAsync()).ShouldStartWith("BYE");
    }

    [Fact]
    public async Task Passwords_wait_for_TLS_and_the_capabilities_are_told_again_inside()
    {
        var client = await GreetAsync("192.0.2.7");
        (await AskAsync(client, "AUTHENTICATE \"PLAIN\" \"AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0\"")).ShouldStartWith("NO (ENCRYPT-NEEDED)");
        (await AskAsync(client, "STARTTLS")).ShouldStartWith("OK");
        await client.StartTlsAsync();
        var capabilities = await ReplyAsync(client);
        capabilities.ShouldContain("PLAIN");
        capabilities.ShouldNotContain("STARTTLS");
        (await AskAsync(client, "AUTHENTICATE \"PLAIN\" \"AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0\"")).ShouldStartWith("OK");
        (await AskAsync(client, "UNAUTHENTICATE")).ShouldStartWith("OK");
        (await AskAsync(client, "LISTSCRIPTS")).ShouldStartWith("NO ");
    }

    [Fact]
    public async Task What_comes_with_STARTTLS_is_not_taken_into_TLS()
    {
        var client = await GreetAsync("192.0.2.7");
        await client.SendAsync("STARTTLS\r\nNOOP\r\n");
        (await client.ReadLineAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_file_in_the_link_s_place_is_kept_as_a_script()
    {
        await File.WriteAllTextAsync(Path.Combine(Home, ".dovecot.sieve"), "# mine\nkeep;");
        var client = await LogInAsync();
        await AskAsync(client, "PUTSCRIPT \"new\" \"stop;\"");
        (await AskAsync(client, "SETACTIVE \"new\"")).ShouldBe("OK");
        (await AskAsync(client, "LISTSCRIPTS")).ShouldBe("\"dovecot.orig\"\n\"new\" ACTIVE\nOK");
        (await File.ReadAllTextAsync(Path.Combine(Home, "sieve", "dovecot.orig.sieve"))).ShouldBe("# mine\nkeep;");
    }

    [Fact]
    public async Task Sieve_connect_uploads_activates_and_downloads()
    {
        var port = await _node.ListenAsync(MailListener.ManageSieve);
        var script = Path.Combine(Home, "upload");
        await File.WriteAllTextAsync(script, "require \"fileinto\";\r\nfileinto \"A\";\r\n");
        await SieveConnectAsync(port, "--localsieve", script, "--remotesieve", "mine", "--upload");
        await SieveConnectAsync(port, "--remotesieve", "mine", "--activate");
        (await SieveConnectAsync(port, "--list")).ShouldContain("mine");
        await SieveConnectAsync(port, "--localsieve", script + ".back", "--remotesieve", "mine", "--download");
        (await File.ReadAllTextAsync(script + ".back")).ShouldBe(await File.ReadAllTextAsync(script));
        new FileInfo(Path.Combine(Home, ".dovecot.sieve")).LinkTarget.ShouldBe("sieve/mine.sieve");
    }

    private const string MailListenerAddress = "127.0.0.1";

    private static async Task<string> SieveConnectAsync(int port, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "/usr/bin/sieve-connect",
            ["--server", "localhost", "--4", "--port", port.ToString(), "--user", Anna, "--authmech", "PLAIN", "--notlsverify", "--passwordfd", "0", .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync("secret");
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, output + await errors);
        return output;
    }

    private async Task<MailClient> GreetAsync(string address)
    {
        var client = _node.Connect(MailListener.ManageSieve, address);
        (await ReplyAsync(client)).ShouldEndWith("OK \"mail.example ready\"");
        return client;
    }

    private async Task<MailClient> LogInAsync()
    {
        var client = await GreetAsync(MailListenerAddress);
        (await AskAsync(client, "AUTHENTICATE \"PLAIN\" \"AGFubmFAZXhhbXBsZS5vcmcAc2VjcmV0\"")).ShouldStartWith("OK");
        return client;
    }

    private static async Task<string> AskAsync(MailClient client, string command)
    {
        await client.SendAsync(Encoding.UTF8.GetBytes(command + "\r\n"));
        return await ReplyAsync(client);
    }

    private static async Task<string> ReplyAsync(MailClient client)
    {
        var lines = new List<string>();
        do
            lines.Add(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(await client.ReadLineAsync() ?? "(closed)")));
        while (!(lines[^1].StartsWith("OK", StringComparison.Ordinal) || lines[^1].StartsWith("NO", StringComparison.Ordinal) || lines[^1].StartsWith("BYE", StringComparison.Ordinal) || lines[^1] == "(closed)"));
        return string.Join('\n', lines);
    }
}
