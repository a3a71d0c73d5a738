using System.Text;
using System.Text.Unicode;

namespace Oss.Api.CommandLine.Import;

/// <summary>How a file of a spreadsheet is written: UTF-8 or UTF-16 by its byte order mark; without one UTF-8 if all of it is, else Windows-1252, which is what a German
/// Excel's "CSV" is. Separated by whatever the first line has most of: German Excel uses semicolons.</summary>
internal static class CsvText
{
    private const int Chunk = 64 * 1024;
    private const int LongestCharacter = 4;
    private static readonly char[] Separators = [';', ',', '\t'];

    /// <summary>The encoding of a file that can be read twice; its position is the beginning again.</summary>
    public static async Task<Encoding> EncodingOfAsync(Stream file, CancellationToken cancellationToken)
    {
        var buffer = new byte[Chunk];
        var (kept, first) = (0, true);
        while (await file.ReadAsync(buffer.AsMemory(kept), cancellationToken) is > 0 and var read)
        {
            var octets = buffer.AsMemory(0, kept + read);
            if (first && octets.Span is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
                return Rewound(file, octets.Span[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode);

            // A character may be cut by the end of the chunk; no other fault is so short.
            var valid = ValidLength(octets.Span);
            if (octets.Length - valid >= LongestCharacter)
                return Rewound(file, Windows());

            octets[valid..].CopyTo(buffer);
            (kept, first) = (octets.Length - valid, false);
        }

        return Rewound(file, kept > 0 ? Windows() : new UTF8Encoding(false));
    }

    /// <summary>What separates the cells of a first line.</summary>
    public static string SeparatorOf(string head) => Separators.MaxBy(separator => head.Count(c => c == separator)).ToString();

    private static int ValidLength(ReadOnlySpan<byte> octets)
    {
        if (Utf8.IsValid(octets))
            return octets.Length;

        for (var cut = 1; cut < LongestCharacter && cut <= octets.Length; cut++)
        {
            if (Utf8.IsValid(octets[..^cut]))
                return octets.Length - cut;
        }

        return 0;
    }

    private static Encoding Windows() => CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private static Encoding Rewound(Stream file, Encoding encoding)
    {
        file.Position = 0;
        return encoding;
    }
}
