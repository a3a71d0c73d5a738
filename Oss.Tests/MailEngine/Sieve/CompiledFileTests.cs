using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Oss.MailEngine;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Sieve.Compiled;
using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>The files of compiled scripts beside their sources, and the deliveries that must not mind what has become of them.</summary>
public sealed class CompiledFileTests : IAsyncDisposable
{
    private const string Anna = "anna@example.org";
    private const string Script = "require [\"fileinto\", \"mailbox\"];\nfileinto :create \"Filed\";\n";

    private readonly string _root = Directory.CreateTempSubdirectory("oss-compiled-").FullName;
    private readonly Dictionary<string, MailboxAccount> _mailboxes = [];
    private MailNode _node;

    public CompiledFileTests() => _node = Start();

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        if (Directory.Exists(_root))
            Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task A_script_is_compiled_into_a_file_beside_it_and_comes_back_from_there_after_a_restart()
    {
        await ActivateAsync(Script);
        await DeliverAsync(filed: 1);
        var (compiled, written) = (File.ReadAllBytes(Compiled), FileStamp.Of(Compiled));
        File.GetUnixFileMode(Compiled).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Restart();
        await DeliverAsync(filed: 2);
        FileStamp.Of(Compiled).ShouldBe(written, "it was written again");

        // That it is the file which runs shows when it says something else, under the node's own seal.
        Seal(SieveScript.Compile("require [\"fileinto\", \"mailbox\"];\nfileinto :create \"Other\";\n"u8));
        Restart();
        await DeliverAsync(filed: 2);
        Filed("Other").ShouldBe(1);

        File.WriteAllBytes(Compiled, compiled);
        Restart();
        await DeliverAsync(filed: 3);
    }

    public static TheoryData<string> Damages => ["deleted", "empty", "truncated", "longer", "noise", "another script's", "an older format", "another build's", "another node's", "a directory", "a symlink", "a pipe", "a link to nowhere"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Whatever_has_become_of_the_file_the_delivery_is_right_and_the_file_is_made_anew(string damage)
    {
        await ActivateAsync(Script);
        await DeliverAsync(filed: 1);
        var good = File.ReadAllBytes(Compiled);
        var victim = Path.Combine(_root, "victim");
        File.WriteAllText(victim, "untouched");

        await DamageAsync(damage, good, victim);
        Restart();
        await DeliverAsync(filed: 2);
        if (damage != "a directory")
        {
            File.ReadAllBytes(Compiled).ShouldBe(good);
            new FileInfo(Compiled).LinkTarget.ShouldBeNull();
        }

        File.ReadAllText(victim).ShouldBe("untouched");
        Directory.GetFiles(Path.GetDirectoryName(Compiled)!, "*.tmp").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("truncated")]
    [InlineData("another script's")]
    public async Task A_node_that_has_the_script_in_memory_mends_the_file_too(string damage)
    {
        await ActivateAsync(Script);
        await DeliverAsync(filed: 1);
        var good = File.ReadAllBytes(Compiled);
        await DamageAsync(damage, good, "");
        await DeliverAsync(filed: 2);
        File.ReadAllBytes(Compiled).ShouldBe(good);
    }

    [Fact]
    public async Task A_script_that_was_changed_on_disk_runs_as_it_is_now()
    {
        await ActivateAsync(Script);
        await DeliverAsync(filed: 1);
        var before = File.ReadAllBytes(Compiled);
        File.WriteAllText(Source, Script.Replace("Filed", "Moved", StringComparison.Ordinal));
        await DeliverAsync(filed: 1);
        Filed("Moved").ShouldBe(1);
        File.ReadAllBytes(Compiled).ShouldNotBe(before);

        File.WriteAllText(Source, "this is no script");
        await DeliverAsync(filed: 1);
        _node.Messages(Anna).Count.ShouldBe(1);
        File.Exists(Compiled).ShouldBeFalse();
    }

    [Fact]
    public async Task A_script_that_another_includes_has_its_own_file_and_each_is_right_after_either_changes()
    {
        await ActivateAsync("require \"include\";\ninclude :personal \"inner\";\n");
        var inner = Path.Combine(Path.GetDirectoryName(Source)!, "inner.sieve");
        File.WriteAllText(inner, Script);
        await DeliverAsync(filed: 1);
        File.Exists(ArtefactFile.PathOf(inner)).ShouldBeTrue();

        File.WriteAllText(inner, Script.Replace("Filed", "Moved", StringComparison.Ordinal));
        Restart();
        await DeliverAsync(filed: 1);
        Filed("Moved").ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_written_is_done_without()
    {
        await ActivateAsync(Script);
        // Root may write everywhere; where the temporary file belongs there is a directory that is not empty.
        Directory.CreateDirectory(Path.Combine(Compiled + ".tmp", "x"));
        await DeliverAsync(filed: 1);
        await DeliverAsync(filed: 2);
        File.Exists(Compiled).ShouldBeFalse();
    }

    [Fact]
    public async Task A_link_where_the_file_is_written_first_leads_nowhere()
    {
        await ActivateAsync(Script);
        var victim = Path.Combine(_root, "victim");
        File.WriteAllText(victim, "untouched");
        File.CreateSymbolicLink(Compiled + ".tmp", victim);
        await DeliverAsync(filed: 1);
        File.ReadAllText(victim).ShouldBe("untouched");
        File.Exists(Compiled).ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_but_the_engine_sees_the_files()
    {
        var client = await SignedInAsync();
        (await client.AskAsync("PUTSCRIPT \"flt\" {5+}\r\nkeep;")).ShouldStartWith("OK");
        (await client.AskAsync("SETACTIVE \"flt\"")).ShouldStartWith("OK");
        var compiled = Path.Combine(Home, "sieve", "flt.ossbin");
        File.Exists(compiled).ShouldBeTrue("uploading compiles");

        (await client.AskAsync("LISTSCRIPTS")).ShouldBe("\"flt\" ACTIVE");
        (await client.ReadLineAsync()).ShouldNotBeNull().ShouldStartWith("OK");
        await using var archive = new MemoryStream();
        await _node.Engine.ExportMailboxAsync(_mailboxes[Anna], archive, CancellationToken.None);
        var tar = Encoding.Latin1.GetString(archive.ToArray());
        tar.ShouldContain("sieve/flt.sieve");
        tar.ShouldNotContain("ossbin");

        (await client.AskAsync("RENAMESCRIPT \"flt\" \"new\"")).ShouldStartWith("OK");
        File.Exists(compiled).ShouldBeFalse();
        (await client.AskAsync("SETACTIVE \"\"")).ShouldStartWith("OK");
        (await client.AskAsync("DELETESCRIPT \"new\"")).ShouldStartWith("OK");
        Directory.GetFiles(Path.Combine(Home, "sieve")).ShouldBeEmpty();
    }

    private string Home => Path.GetDirectoryName(_node.Maildir(Anna))!;

    private string Source => Path.Combine(Home, "sieve", "test.sieve");

    private string Compiled => Path.Combine(Home, "sieve", "test.ossbin");

    private MailNode Start() => new(options => options with { DerivedDirectory = Path.Combine(_root, "derived") }, _root);

    // The process is gone, what it wrote is there. The old node's directory is the new one's.
    private void Restart()
    {
        _node.Engine.Dispose();
        _node = Start();
        foreach (var (name, account) in _mailboxes)
            _node.Mail.Mailboxes[name] = account;
    }

    private async Task ActivateAsync(string script)
    {
        _mailboxes[Anna] = await _node.AddMailboxAsync(Anna);
        Directory.CreateDirectory(Path.GetDirectoryName(Source)!);
        File.WriteAllText(Source, script);
        File.CreateSymbolicLink(Path.Combine(Home, ".dovecot.sieve"), "sieve/test.sieve");
    }

    private async Task DeliverAsync(int filed)
    {
        await _node.DeliverAsync(Anna, "From: a@example.com\r\nSubject: x\r\n\r\nx\r\n");
        Filed("Filed").ShouldBe(filed);
    }

    private int Filed(string folder) => Directory.Exists(Path.Combine(_node.Maildir(Anna), "." + folder)) ? Directory.GetFiles(Path.Combine(_node.Maildir(Anna), "." + folder, "new")).Length : 0;

    private void Seal(SieveScript script) =>
        File.WriteAllBytes(Compiled, new ScriptArtefact(() => ArtefactKey.Of(Path.Combine(_root, "derived"))).Write(script, SHA256.HashData(File.ReadAllBytes(Source)))!);

    private async Task DamageAsync(string damage, byte[] good, string victim)
    {
        File.Delete(Compiled);
        switch (damage)
        {
            case "deleted":
                break;
            case "a directory":
                Directory.CreateDirectory(Path.Combine(Compiled, "x"));
                break;
            case "a symlink":
                File.CreateSymbolicLink(Compiled, victim);
                break;
            case "a link to nowhere":
                File.CreateSymbolicLink(Compiled, victim + ".missing");
                break;
            case "a pipe":
                using (var process = Process.Start("mkfifo", [Compiled]))
                    await process.WaitForExitAsync();
                break;
            default:
                File.WriteAllBytes(Compiled, damage switch
                {
                    "empty" => [],
                    "truncated" => good[..^7],
                    "longer" => [.. good, 1, 2, 3],
                    "noise" => [.. good[..60], .. RandomNumberGenerator.GetBytes(good.Length - 60)],
                    "another script's" => new ScriptArtefact(() => ArtefactKey.Of(Path.Combine(_root, "derived"))).Write(SieveScript.Compile("discard;"u8), SHA256.HashData("discard;"u8))!,
                    "an older format" => [.. "OSSBIN00"u8, .. good[8..]],
                    "another build's" => [.. good[..8], .. new byte[16], .. good[24..]],
                    _ => new ScriptArtefact(() => new byte[32]).Write(SieveScript.Compile("discard;"u8), SHA256.HashData(File.ReadAllBytes(Source)))!,
                });
                break;
        }
    }

    private async Task<MailClient> SignedInAsync()
    {
        _mailboxes[Anna] = await _node.AddMailboxAsync(Anna);
        var client = _node.Connect(MailListener.ManageSieve, "127.0.0.1");
        while (!(await client.ReadLineAsync())!.StartsWith("OK", StringComparison.Ordinal))
        {
        }

        (await client.AskAsync($"AUTHENTICATE \"PLAIN\" \"{Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{Anna}\0secret"))}\"")).ShouldStartWith("OK");
        return client;
    }
}
