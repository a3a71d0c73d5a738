using Oss.MailEngine.Mime;

namespace Oss.MailEngine.Sieve.Messages;

/// <summary>
/// The message a script looks at. Only its header is read at first; the rest is read when a test needs it. It never changes: an edit makes another one, so that an
/// action keeps the message as it was when the action was taken (RFC 5293 7).
/// </summary>
internal sealed class SieveMessage
{
    private const int FirstRead = 16 * 1024;

    private readonly Lazy<ReadOnlyMemory<byte>> _octets;
    private readonly Lazy<MimePart> _structure;

    private readonly SieveMessage? _unenclosed;

    private SieveMessage(IReadOnlyList<MessageField> fields, long size, Func<ReadOnlyMemory<byte>> octets, bool isEdited, SieveMessage? unenclosed = null)
    {
        (Fields, Size, IsEdited, _unenclosed) = (fields, size, isEdited, unenclosed);
        _octets = new Lazy<ReadOnlyMemory<byte>>(octets);
        _structure = new Lazy<MimePart>(() => MimeParser.Parse(Octets.Length <= SieveLimits.BodyOctets ? Octets : Octets[..SieveLimits.BodyOctets]));
    }

    /// <summary>The header's fields from the top.</summary>
    public IReadOnlyList<MessageField> Fields { get; }

    /// <summary>Octets of the whole message.</summary>
    public long Size { get; }

    /// <summary>Whether it differs from the message that came in.</summary>
    public bool IsEdited { get; }

    public ReadOnlyMemory<byte> Octets => _octets.Value;

    /// <summary>The message as it was before a script enclosed it in another; itself when none did. It is what <c>redirect</c> passes on (RFC 5703 6).</summary>
    public SieveMessage Unenclosed => _unenclosed ?? this;

    /// <summary>Its parts.</summary>
    public MimePart Structure => _structure.Value;

    /// <summary>Everything after the header.</summary>
    public ReadOnlyMemory<byte> Body => Octets[Math.Min(Structure.BodyStart, Octets.Length)..];

    public static SieveMessage Of(ReadOnlyMemory<byte> octets, bool isEdited = false) => new(FieldsOf(octets), octets.Length, () => octets, isEdited);

    /// <summary>The message with other octets.</summary>
    public SieveMessage Rewritten(ReadOnlyMemory<byte> octets) => new(FieldsOf(octets), octets.Length, () => octets, isEdited: true, _unenclosed);

    /// <summary>A message in which this one is.</summary>
    public SieveMessage EnclosedIn(ReadOnlyMemory<byte> octets) => new(FieldsOf(octets), octets.Length, () => octets, isEdited: true, Unenclosed);

    /// <summary>Reads a file's header now and its body when asked for; the file must stay until then.</summary>
    public static SieveMessage Open(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
        return Open(file, () => File.ReadAllBytes(path));
    }

    /// <summary>The same of a stream that can seek; it must stay open until then.</summary>
    public static SieveMessage Open(Stream content) => Open(content, () =>
    {
        var octets = new byte[content.Length];
        content.Position = 0;
        content.ReadExactly(octets);
        return octets;
    });

    private static SieveMessage Open(Stream file, Func<byte[]> readAll)
    {
        var size = file.Length;
        for (long length = FirstRead; ; length *= 4)
        {
            var octets = new byte[Math.Min(length, size)];
            file.Position = 0;
            file.ReadExactly(octets);
            if (octets.Length == size)
                return Of(octets);
            if (octets.AsSpan().IndexOf("\r\n\r\n"u8) >= 0 || octets.AsSpan().IndexOf("\n\n"u8) >= 0)
                return new SieveMessage(FieldsOf(octets), size, () => readAll(), isEdited: false);
        }
    }

    /// <summary>All fields of a name, from the top.</summary>
    public IEnumerable<MessageField> FieldsNamed(string name)
    {
        foreach (var field in Fields)
        {
            if (field.Is(name))
                yield return field;
        }
    }

    public string? Header(string name) => FieldsNamed(name).FirstOrDefault()?.Value;

    /// <summary>The message with another header.</summary>
    public SieveMessage WithFields(IReadOnlyList<MessageField> fields)
    {
        var before = this;
        var size = Size - Fields.Sum(f => (long)f.Octets.Length) + fields.Sum(f => (long)f.Octets.Length);
        return new SieveMessage(fields, size, () => Join(fields, before.Body), isEdited: true, _unenclosed);
    }

    private static ReadOnlyMemory<byte> Join(IReadOnlyList<MessageField> fields, ReadOnlyMemory<byte> body)
    {
        var octets = new byte[fields.Sum(f => f.Octets.Length) + 2 + body.Length];
        var at = 0;
        foreach (var field in fields)
        {
            field.Octets.CopyTo(octets.AsMemory(at));
            at += field.Octets.Length;
        }

        "\r\n"u8.CopyTo(octets.AsSpan(at));
        body.CopyTo(octets.AsMemory(at + 2));
        return octets;
    }

    private static List<MessageField> FieldsOf(ReadOnlyMemory<byte> octets) =>
        [.. MimeParser.ParseHeader(octets).Headers.Select(h => MessageField.Of(h, octets[h.Start..h.End]))];
}
