using MimeKit.IO;
using MimeKit.IO.Filters;

namespace Oss.MailEngine.Mime;

/// <summary>How a part's octets are written (RFC 2045 6), and how they were before.</summary>
internal static class TransferEncoding
{
    /// <summary>Its name in capitals, without what some write around it; <c>7BIT</c> when nothing is said.</summary>
    public static string Of(MimePart part) => part.Header("Content-Transfer-Encoding") is { Length: > 0 } header && ContentHeader.Parse(header).Value is { Length: > 0 } name ? name.ToUpperInvariant() : "7BIT";

    /// <summary>Whether it can be taken off.</summary>
    public static bool IsKnown(string encoding) => encoding is "7BIT" or "8BIT" or "BINARY" or "BASE64" or "QUOTED-PRINTABLE";

    /// <summary>The octets without it; as they are when it is none, or not known.</summary>
    public static Stream Decoded(Stream octets, string encoding)
    {
        if (encoding is not ("BASE64" or "QUOTED-PRINTABLE"))
            return octets;

        var filtered = new FilteredStream(encoding == "BASE64" ? Padded(octets) : octets);
        if (encoding == "QUOTED-PRINTABLE")
            filtered.Add(new SpaceBeforeLineEnds());
        filtered.Add(DecoderFilter.Create(encoding));
        return filtered;
    }

    // Base64 whose padding is missing would lose its last octets; padding behind the end means nothing.
    private static ChainedStream Padded(Stream octets)
    {
        var chained = new ChainedStream();
        chained.Add(octets);
        chained.Add(new MemoryStream("=="u8.ToArray(), writable: false));
        return chained;
    }

    /// <summary>Takes away the white space before a line's end, which transports add: a decoder must (RFC 2045 6.7, rule 3).</summary>
    private sealed class SpaceBeforeLineEnds : MimeFilterBase
    {
        /// <summary>White space that is held back until it is known what follows; a line has no more than 76 characters.</summary>
        private const int MaxHeld = 1000;

        private readonly List<byte> _held = [];

        protected override byte[] Filter(byte[] input, int startIndex, int length, out int outputIndex, out int outputLength, bool flush)
        {
            EnsureOutputSize(length + _held.Count, keep: false);
            var to = 0;
            for (var i = startIndex; i < startIndex + length; i++)
            {
                var octet = input[i];
                if (octet is (byte)' ' or (byte)'\t' && _held.Count < MaxHeld)
                {
                    _held.Add(octet);
                    continue;
                }

                if (octet is not ((byte)'\r' or (byte)'\n'))
                    to = Release(to);
                _held.Clear();
                OutputBuffer[to++] = octet;
            }

            (outputIndex, outputLength) = (0, to);
            return OutputBuffer;
        }

        public override void Reset()
        {
            _held.Clear();
            base.Reset();
        }

        private int Release(int to)
        {
            _held.CopyTo(OutputBuffer!, to);
            return to + _held.Count;
        }
    }
}
