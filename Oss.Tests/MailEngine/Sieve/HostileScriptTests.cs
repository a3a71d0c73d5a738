using System.Diagnostics;
using System.Text;
using CsCheck;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Sieve.Messages;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>Scripts nobody wrote, and scripts somebody wrote to do harm.</summary>
public class HostileScriptTests
{
    private static readonly byte[][] Seeds = [.. SieveCase.All.Select(c => c.Script)];
    private static readonly byte[][] Messages = [.. SieveCase.All.Select(c => c.Message)];

    [Fact]
    public void Whatever_the_octets_a_script_compiles_or_says_what_is_wrong()
    {
        Gen.Byte.Array[0, 200].Sample(octets => _ = SieveScript.Compile(octets), iter: 5_000, threads: 1);
        Mutated.Sample(octets => SieveScript.Compile(octets).Errors.ShouldAllBe(e => e.Line > 0 && e.Column > 0 && e.Sentence.English.Length > 10 && e.Sentence.German.Length > 10 && e.Sentence.German != e.Sentence.English), iter: 5_000, threads: 1);
    }

    [Fact]
    public void Whatever_the_script_and_the_message_a_run_ends_with_actions() => Gen.Select(Mutated, MutatedMessage).Sample(
        (script, message) =>
        {
            var outcome = SieveInterpreter.Run(SieveScript.Compile(script), Context(message));
            outcome.Actions.ShouldNotBeNull();
            if (outcome.Error is not null)
                outcome.Actions.ShouldHaveSingleItem();
        },
        iter: 5_000, threads: 1);

    [Fact]
    public void A_wildcard_matches_what_a_regular_expression_of_the_same_meaning_does()
    {
        var pattern = Gen.String[Gen.Char["ab*?"], 0, 8];
        Gen.Select(Gen.String[Gen.Char["ab"], 0, 12], pattern).Sample(
            (value, key) =>
            {
                var regex = new System.Text.RegularExpressions.Regex("^" + key.Replace("*", "(.*?)", StringComparison.Ordinal).Replace("?", "(.)", StringComparison.Ordinal).Replace("(.*(.))", "(.*?)", StringComparison.Ordinal) + "\\z");
                var expected = regex.Match(value);
                var actual = Oss.MailEngine.Sieve.Language.Wildcards.Match(Oss.MailEngine.Sieve.Language.Comparator.Octet, value, key);
                (actual is not null).ShouldBe(expected.Success, $"{value} {key} {regex}");
                if (actual is not null)
                    actual.ShouldBe(expected.Groups.Values.Select(g => g.Value), $"{value} {key}");
            },
            iter: 5_000, threads: 1);
    }

    [Theory]
    [InlineData(100_000, "if true { ")]
    [InlineData(100_000, "not ")]
    [InlineData(100_000, "[")]
    [InlineData(100_000, "anyof (")]
    [InlineData(200_000, "keep; ")]
    [InlineData(300_000, "\"")]
    [InlineData(500_000, "/*")]
    public void Deep_and_long_scripts_are_refused(int times, string piece)
    {
        var prefix = piece is "not " or "anyof (" ? "if " : "";
        SieveScript.Compile(Encoding.ASCII.GetBytes(prefix + string.Concat(Enumerable.Repeat(piece, times)))).Errors.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("set \"a\" \"${a}${a}x\";", 60)]
    [InlineData("if string :matches \"${a}\" \"*a*a*a*a*a*a*a*a*a*a*a*a*b\" { discard; }", 400)]
    [InlineData("if body :contains \"zzzz\" { discard; }", 1000)]
    [InlineData("if header :regex \"subject\" \"(a|aa|aaa|a*)*b\" { discard; }", 200)]
    [InlineData("foreverypart { foreverypart { foreverypart { if header :mime :anychild :contains \"content-type\" \"x\" { discard; } } } }", 30)]
    [InlineData("addheader \"X-A\" \"${a}\";", 500)]
    public void A_script_that_costs_much_ends_in_bounded_time_and_the_message_is_kept(string piece, int times)
    {
        var script = "require [\"variables\", \"body\", \"regex\", \"foreverypart\", \"mime\", \"editheader\"];\nset \"a\" \"" + new string('a', 4000) + "\";\n"
            + string.Concat(Enumerable.Repeat(piece + "\n", times));
        var parts = string.Concat(Enumerable.Range(0, 300).Select(i => $"--b\r\nContent-Type: text/plain; name={i}\r\n\r\naaaa\r\n"));
        var message = Encoding.ASCII.GetBytes($"Subject: {new string('a', 2000)}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n{new string('z', 3)}{new string('y', 500_000)}\r\n");
        var compiled = SieveScript.Compile(Encoding.ASCII.GetBytes(script));
        compiled.Errors.ShouldBeEmpty();
        var clock = Stopwatch.StartNew();
        var outcome = SieveInterpreter.Run(compiled, Context(message));
        outcome.Actions.ShouldContain(a => a.ToString()!.StartsWith("implicit keep", StringComparison.Ordinal));
        // Generous: other programs run on the machine. Without the limits it would be hours.
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
    }

    private static Gen<byte[]> Mutated => Mutate(Seeds);

    private static Gen<byte[]> MutatedMessage => Mutate(Messages);

    // A seed with a piece of another put into it, a piece taken out, and an octet changed.
    private static Gen<byte[]> Mutate(byte[][] seeds) => Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.Int[0, seeds.Length - 1], Gen.Int[0, 10_000], Gen.Int[0, 10_000], Gen.Int[0, 40], Gen.Byte).Select((a, b, from, to, length, octet) =>
    {
        var (target, source) = (seeds[a], seeds[b]);
        var (at, start) = (to % (target.Length + 1), from % (source.Length + 1));
        byte[] mutated = [.. target[..at], .. source[start..Math.Min(source.Length, start + length)], .. target[Math.Min(target.Length, at + (length / 3))..]];
        if (mutated.Length > 0 && octet < 100)
            mutated[from % mutated.Length] = octet;
        return mutated;
    });

    private static SieveContext Context(byte[] message) => new()
    {
        Message = SieveMessage.Of(message), Sender = "sender@example.com", Recipient = "user@example.org", Now = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero),
        Mailbox = new CaseMailbox(SieveCase.All[0]),
    };
}
