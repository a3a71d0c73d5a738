using System.Buffers;
using System.Text;
using Oss.MailEngine.Smtp.Client;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Smtp.Client;

/// <summary>What goes out as DATA, held against the rule in its plainest form.</summary>
public class DotStuffedWriterTests
{
    private const int Longest = 6;

    [Fact]
    public void Whatever_the_text_and_wherever_it_is_parted_only_dots_at_the_start_of_a_line_are_doubled_and_no_bare_CR_or_LF_passes()
    {
        foreach (var text in Texts())
        {
            var expected = Plainly(text);
            for (var cuts = 0; cuts < 1 << (text.Length - 1); cuts++)
                Written(text, cuts).ShouldBe(expected, $"{Convert.ToHexString(text)} parted by {cuts:b}");
        }
    }

    // Nothing when the text may not be sent.
    private static string? Plainly(byte[] octets)
    {
        var text = Encoding.ASCII.GetString(octets);
        return text.Replace("\r\n", "", StringComparison.Ordinal).AsSpan().ContainsAny('\r', '\n') ? null : ("\r\n" + text).Replace("\r\n.", "\r\n..", StringComparison.Ordinal)[2..];
    }

    // A bit for each place between two octets.
    private static string? Written(byte[] text, int cuts)
    {
        var output = new ArrayBufferWriter<byte>();
        byte last = (byte)'\n', beforeLast = (byte)'\r';
        var start = 0;
        for (var end = 1; end <= text.Length; end++)
        {
            if (end < text.Length && (cuts >> (end - 1) & 1) == 0)
                continue;
            if (!DotStuffedWriter.Stuff(text.AsSpan(start..end), output, ref beforeLast, ref last))
                return null;
            start = end;
        }

        // The end is not written behind half an end of a line.
        return last == '\r' ? null : Encoding.ASCII.GetString(output.WrittenSpan);
    }

    private static IEnumerable<byte[]> Texts()
    {
        ReadOnlyMemory<byte> letters = "a.\r\n"u8.ToArray();
        for (var length = 1; length <= Longest; length++)
        {
            for (var number = 0; number < 1 << (2 * length); number++)
                yield return [.. Enumerable.Range(0, length).Select(i => letters.Span[number >> (2 * i) & 3])];
        }
    }
}
