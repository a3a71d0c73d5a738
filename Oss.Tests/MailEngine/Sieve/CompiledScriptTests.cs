using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Sieve.Compiled;
using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>Compiled scripts written down and read back: the same script, or none.</summary>
public class CompiledScriptTests
{
    private static readonly ScriptArtefact Artefacts = new(() => new byte[32]);
    private static readonly SieveCase[] Right = [.. SieveCase.All.Where(c => SieveScript.Compile(c.Script).Errors.Count == 0)];
    private static readonly byte[][] Bodies = [.. Right.Select(c => CallWriter.Write(SieveScript.Compile(c.Script)))];

    [Fact]
    public void Each_script_of_the_corpus_does_the_same_after_it_was_written_down()
    {
        foreach (var sieveCase in Right)
        {
            var compiled = SieveScript.Compile(sieveCase.Script);
            var hash = SHA256.HashData(sieveCase.Script);
            var read = Artefacts.Read(Artefacts.Write(compiled, hash), hash, "x").ShouldNotBeNull(sieveCase.Name);
            Traced(sieveCase, read).ShouldBe(Traced(sieveCase, compiled), sieveCase.Name);
            CallWriter.Write(read).ShouldBe(CallWriter.Write(compiled), sieveCase.Name);
        }
    }

    [Fact]
    public void A_file_is_read_for_its_own_source_and_node_alone()
    {
        var (script, hash) = (SieveScript.Compile("keep;"u8), SHA256.HashData("keep;"u8));
        var file = Artefacts.Write(script, hash)!;
        Artefacts.Read(file, hash, "x").ShouldNotBeNull();
        Artefacts.Read(file, SHA256.HashData("discard;"u8), "x").ShouldBeNull();
        new ScriptArtefact(() => [.. Enumerable.Repeat((byte)1, 32)]).Read(file, hash, "x").ShouldBeNull();
        for (var i = 0; i < file.Length; i++)
        {
            Artefacts.Read(file.AsSpan(..i), hash, "x").ShouldBeNull();
            var changed = file.ToArray();
            changed[i] ^= 0x20;
            Artefacts.Read(changed, hash, "x").ShouldBeNull(i.ToString(CultureInfo.InvariantCulture));
        }

        Artefacts.Read([.. file, 0], hash, "x").ShouldBeNull();
    }

    // Behind the seal, as somebody with the node's key could write it.
    [Fact]
    public void Whatever_the_octets_of_a_body_it_is_a_script_that_runs_or_none()
    {
        var read = 0;
        Mutated.Sample(
            body =>
            {
                if (CallReader.Read(body, Vocabulary.Instance, "x") is not { } script)
                    return;
                read++;
                script.Errors.ShouldBeEmpty();
                SieveInterpreter.Run(script, new SieveContext
                {
                    Message = SieveMessage.Of(Right[0].Message), Sender = "sender@example.com", Recipient = "user@example.org", Now = Right[0].Now, Mailbox = new CaseMailbox(Right[0]),
                }).Actions.ShouldNotBeNull();
            },
            iter: 20_000, threads: 1);
        read.ShouldBeGreaterThan(100);
        Gen.Byte.Array[0, 100].Sample(octets => _ = CallReader.Read(octets, Vocabulary.Instance, "x"), iter: 5_000, threads: 1);
    }

    [Theory]
    [InlineData("", "if true { redirect \"a@example.org\"; }")]
    [InlineData("require \"variables\"; ", "set \"abcde\" \"x\";")]
    [InlineData("require \"foreverypart\"; ", "foreverypart { break; }")]
    public void A_body_that_goes_past_the_checks_of_the_compiler_is_none(string require, string script)
    {
        var body = CallWriter.Write(SieveScript.Compile(Encoding.UTF8.GetBytes(require + script)));
        CallReader.Read(body, Vocabulary.Instance, "x").ShouldNotBeNull();
        // No address, no variable's name, and a break that stands in no loop.
        byte[] from = Encoding.UTF8.GetBytes(script.Contains("redirect", StringComparison.Ordinal) ? "@example" : "abcde"), to = [.. Enumerable.Repeat((byte)' ', from.Length)];
        var changed = script.StartsWith("foreverypart", StringComparison.Ordinal) ? WithoutLoop(body) : Replace(body, from, to);
        changed.ShouldNotBe(body);
        CallReader.Read(changed, Vocabulary.Instance, "x").ShouldBeNull();
    }

    [Fact]
    public void A_body_that_is_nested_without_end_is_none()
    {
        // One call "not" in another, 100,000 times.
        byte[] call = [.. LeadingOf(SieveScript.Compile("if not true { keep; }"u8))];
        CallReader.Read([0, 1, .. Enumerable.Repeat(call, 100_000).SelectMany(c => c)], Vocabulary.Instance, "x").ShouldBeNull();
        CallReader.Read([0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], Vocabulary.Instance, "x").ShouldBeNull();
    }

    private static string Traced(SieveCase sieveCase, SieveScript script)
    {
        var trace = new StringBuilder();
        var (actions, edited) = sieveCase.Run(script, (at, what) => trace.Append(CultureInfo.InvariantCulture, $"{at.Line}:{at.Column} {what}\n"));
        return $"{actions}\n{edited}\n{trace}";
    }

    private static Gen<byte[]> Mutated => Gen.Select(Gen.Int[0, Bodies.Length - 1], Gen.Int[0, Bodies.Length - 1], Gen.Int[0, 10_000], Gen.Int[0, 10_000], Gen.Int[0, 3], Gen.Byte).Select((a, b, at, from, kind, octet) =>
    {
        var (target, source) = (Bodies[a], Bodies[b]);
        var (here, there) = (at % target.Length, from % source.Length);
        return kind switch
        {
            0 => [.. target[..here], octet, .. target[(here + 1)..]],
            1 => [.. target[..here], .. target[(here + 1)..]],
            2 => [.. target[..here], (byte)(target[here] ^ (1 << (octet % 8))), .. target[(here + 1)..]],
            _ => (byte[])[.. target[..here], .. source[there..]],
        };
    });

    private static byte[] Replace(byte[] octets, byte[] from, byte[] to) => octets.AsSpan().IndexOf(from) is >= 0 and var at ? [.. octets[..at], .. to, .. octets[(at + from.Length)..]] : octets;

    // The loop's call is one octet for its word, two for where it stands, three noughts and the number of calls in its block.
    private static byte[] WithoutLoop(byte[] body)
    {
        var loop = Vocabulary.Instance.RowOf(Vocabulary.Instance.Word("foreverypart")!);
        var keep = Vocabulary.Instance.RowOf(Vocabulary.Instance.Word("if")!);
        var test = Vocabulary.Instance.RowOf(Vocabulary.Instance.Word("true")!);
        var at = body.AsSpan().LastIndexOf((byte)loop);
        return [.. body[..at], (byte)keep, body[at + 1], body[at + 2], 0, 1, (byte)test, 1, 1, 0, 0, 0, .. body[(at + 5)..]];
    }

    // What stands before the inner test of "not true".
    private static byte[] LeadingOf(SieveScript script)
    {
        var row = (byte)Vocabulary.Instance.RowOf(script.Calls[0].Tests[0].Rule);
        return [row, 1, 1, 0, 1];
    }
}
