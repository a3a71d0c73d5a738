using System.Text;
using Oss.MailEngine.Imap.Fetch;
using Oss.MailEngine.Mime;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Mime;

/// <summary>What a message costs to look into, in octets allocated: it does not grow with the message.</summary>
public sealed class MimeCostTests
{
    private const long Large = 200L * 1024 * 1024;
    private const long Bound = 32L * 1024 * 1024;

    [Fact]
    public async Task A_message_of_200_MB_costs_next_to_nothing()
    {
        var header = "Subject: large\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nFirst words\r\n--b\r\nContent-Type: application/zip\r\n\r\n";
        var message = new EndlessMessage(header, "TG9yZW0gaXBzdW0gZG9sb3Igc2l0IGFtZXQsIGNvbnNldGV0dXIgc2FkaXBzY2luZyBlbGl0ciwgc2Vk\r\n", Large);
        var (part, structure, preview) = await LookAsync(message, 1024 * 1024);
        part.Parts.Count.ShouldBe(2);
        part.Parts[1].End.ShouldBe((int)Large);
        structure.ShouldContain("\"APPLICATION\" \"ZIP\"");
        preview.ShouldBe("First words");
    }

    [Theory]
    [InlineData("a hundred thousand parts", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nx\r\n", 6_000_000)]
    [InlineData("multiparts ten thousand deep", "", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 500_000)]
    [InlineData("messages ten thousand deep", "", "Content-Type: message/rfc822\r\nSubject: one within another\r\n\r\n", 620_000)]
    [InlineData("digests of digests", "Content-Type: multipart/digest; boundary=b\r\n\r\n", "--b\r\n\r\nFrom: a@b.example, c@d.example\r\nContent-Type: multipart/digest; boundary=c\r\n\r\n--c\r\n\r\n", 4_000_000)]
    [InlineData("a header without end", "Subject: x\r\n", "X-Field: value of some length\r\n", Large)]
    [InlineData("one line", "Subject: x\r\n\r\n", "x", 50_000_000)]
    [InlineData("one field", "Subject: ", "x", 50_000_000)]
    [InlineData("one field of many lines", "Subject: x", "\r\n x", 50_000_000)]
    [InlineData("lines that are no fields", "", "no field\r\n", 50_000_000)]
    [InlineData("parts of nothing but addresses", "Content-Type: multipart/digest; boundary=b\r\n\r\n", "--b\r\n\r\nTo: a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a\r\n\r\n\r\n", 4_000_000)]
    [InlineData("boundaries that begin alike", "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--bb\r\n--\r\n--b x\r\n-", 10_000_000)]
    public async Task A_hostile_one_costs_a_bounded_amount(string what, string start, string repeated, long length)
    {
        var (part, structure, _) = await LookAsync(new EndlessMessage(start, repeated, length), Bound);
        structure.Count(c => c == '(').ShouldBeGreaterThan(0, what);
        Count(part).ShouldBeLessThanOrEqualTo(MimeLimits.Parts + MimeLimits.Depth);
    }

    private static async Task<(MimePart Part, string Structure, string Preview)> LookAsync(EndlessMessage message, long bound)
    {
        // The stream answers at once, so that all of it happens on this thread, whose allocations are counted.
        await MimeReader.ReadAsync(new EndlessMessage("Subject: warm\r\n\r\n", "x\r\n", 1000), TestContext.Current.CancellationToken);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var part = await MimeReader.ReadAsync(message, TestContext.Current.CancellationToken);
        var structure = BodyStructure.Of(part, extended: true);
        _ = await MimeReader.ReadHeaderAsync(message, TestContext.Current.CancellationToken);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(bound);
        // On whatever thread; it reads the first 16 KB of one part.
        return (part, structure, await PreviewText.OfAsync(part, message, TestContext.Current.CancellationToken));
    }

    private static int Count(MimePart part) => 1 + part.Parts.Sum(Count) + (part.Message is { } message ? Count(message) : 0);

    /// <summary>A text, and another one again and again.</summary>
    private sealed class EndlessMessage(string start, string repeated, long length) : Stream
    {
        private readonly byte[] _start = Encoding.ASCII.GetBytes(start);
        private readonly byte[] _repeated = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(repeated, 1 + (64 * 1024 / repeated.Length))));
        private readonly int _period = repeated.Length;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            var source = Position < _start.Length ? _start.AsSpan((int)Position) : _repeated.AsSpan((int)((Position - _start.Length) % _period));
            var count = (int)Math.Min(Math.Min(source.Length, buffer.Length), length - Position);
            if (count <= 0)
                return 0;
            source[..count].CopyTo(buffer);
            Position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override long Seek(long offset, SeekOrigin origin) => Position = origin == SeekOrigin.Begin ? offset : origin == SeekOrigin.Current ? Position + offset : length + offset;

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
