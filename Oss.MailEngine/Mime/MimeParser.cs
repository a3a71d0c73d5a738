using System.Text;

namespace Oss.MailEngine.Mime;

/// <summary>
/// Finds the parts of a message in one pass over its octets as they come, however broken it is: a part without its end reaches to the end of what holds it, and past the limits a multipart is taken as
/// text. It holds a line's beginning, one header field and the parts found so far, and never the message: what a hostile one costs does not depend on its length, its depth or its number of parts.
/// A line that several multiparts would take for a delimiter belongs to the outermost of them.
/// </summary>
internal sealed class MimeParser
{
    private readonly bool _headerOnly;
    private readonly List<OpenPart> _open = [];
    private readonly MimePart _root;
    private byte[] _line = [];
    private readonly List<byte> _rest = [];
    private byte[] _field = new byte[512];
    private byte _beforeFinal;
    private byte _final;
    private int _lineLength;
    private int _fieldLength;
    private int _fieldStart;
    private bool _hasField;
    private int _at;
    private int _lineStart;
    private int _newlines;
    private int _ending;
    private int _parts;
    private int _fields;
    private int _octets;

    private MimeParser(bool headerOnly)
    {
        _headerOnly = headerOnly;
        _root = Open(0, 0, "text/plain");
    }

    /// <summary>Whether more octets would change nothing.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The message's header; its parts are not looked for.</summary>
    public static MimePart ParseHeader(ReadOnlyMemory<byte> content)
    {
        var parser = ForHeader();
        parser.Feed(content.Span);
        return parser.Finish(content.Length);
    }

    public static MimePart Parse(ReadOnlyMemory<byte> content)
    {
        var parser = ForMessage();
        parser.Feed(content.Span);
        return parser.Finish(content.Length);
    }

    /// <summary>For a whole message.</summary>
    public static MimeParser ForMessage() => new(headerOnly: false);

    /// <summary>For its header.</summary>
    public static MimeParser ForHeader() => new(headerOnly: true);

    /// <summary>Takes the next octets.</summary>
    public void Feed(ReadOnlySpan<byte> octets)
    {
        // Places are counted by 32 bits; what is beyond 2 GB is the last part's.
        octets = octets[..(int)Math.Min(octets.Length, int.MaxValue - (long)_at)];
        while (octets.Length > 0 && !IsDone)
        {
            var newline = octets.IndexOf((byte)'\n');
            var piece = newline < 0 ? octets : octets[..(newline + 1)];
            octets = octets[piece.Length..];
            _at += piece.Length;
            if (newline >= 0 && _lineLength == 0)
            {
                Line(piece, piece.Length);
                continue;
            }

            Keep(piece);
            if (newline >= 0)
                Line(_line.AsSpan(0, Math.Min(_lineLength, _line.Length)), _lineLength);
        }
    }

    /// <summary>The message, when all octets are there.</summary>
    /// <param name="length">How many there are, should not all have been needed.</param>
    public MimePart Finish(int length)
    {
        if (_lineLength > 0 && !IsDone)
            Line(_line.AsSpan(0, Math.Min(_lineLength, _line.Length)), _lineLength);
        Close(0, IsDone ? length : _at, _newlines);
        _root.End = length;
        return _root;
    }

    private void Keep(ReadOnlySpan<byte> piece)
    {
        if (_line.Length == 0)
            _line = new byte[MimeLimits.Line];
        var room = Math.Max(0, _line.Length - _lineLength);
        piece[..Math.Min(room, piece.Length)].CopyTo(_line.AsSpan(Math.Min(_lineLength, _line.Length)));
        // Of a long line the field keeps more than the line's beginning.
        if (piece.Length > room && _open[^1].IsInHeader)
            Long(piece[room..]);
        _lineLength += piece.Length;
        _beforeFinal = piece.Length > 1 ? piece[^2] : _lineLength > 1 ? _final : (byte)0;
        _final = piece[^1];
    }

    private void Long(ReadOnlySpan<byte> more)
    {
        if (_rest.Count < MimeLimits.FieldValue)
            _rest.AddRange(more[..Math.Min(more.Length, MimeLimits.FieldValue)]);
    }

    // One line: its beginning, which is all of it when it is no longer than that.
    private void Line(ReadOnlySpan<byte> line, int length)
    {
        var start = _lineStart;
        var hasNewline = length > line.Length ? _final == '\n' : line[^1] == '\n';
        var isReturn = hasNewline && length > 1 && (length > line.Length ? _beforeFinal : line[^2]) == '\r';
        if (!TryDelimit(line, start))
        {
            var part = _open[^1];
            if (part.IsInHeader)
                HeaderLine(part, line, start, length);
        }

        _ending = !hasNewline ? 0 : isReturn ? 2 : 1;
        _newlines += hasNewline ? 1 : 0;
        _lineStart = _at;
        _lineLength = 0;
        _rest.Clear();
        if (_open[^1] is { IsInHeader: false, HasBody: false } begun)
            BeginBody(begun);
    }

    private bool TryDelimit(ReadOnlySpan<byte> line, int start)
    {
        if (line is not [(byte)'-', (byte)'-', ..])
            return false;
        for (var i = 0; i < _open.Count; i++)
        {
            if (_open[i] is not { Boundary: { } boundary, IsClosed: false } holder || !line[2..].StartsWith(boundary))
                continue;
            var rest = line[(2 + boundary.Length)..];
            var isLast = rest.StartsWith("--"u8);
            if (!isLast && !rest.Trim(" \t\r\n"u8).IsEmpty)
                continue;

            // The line ending before a delimiter belongs to the delimiter (RFC 2046 5.1.1).
            if (_open.Count > i + 1)
                Close(i + 1, start > _open[i + 1].Part.Start ? start - _ending : start, _newlines - (start > _open[i + 1].Part.Start && _ending > 0 ? 1 : 0));
            if (isLast)
                holder.IsClosed = true;
            else if (_parts <= MimeLimits.Parts)
                holder.Part.Parts.Add(Open(_at, holder.Depth + 1, holder.PartType));
            return true;
        }

        return false;
    }

    private void HeaderLine(OpenPart part, ReadOnlySpan<byte> line, int start, int length)
    {
        if (length == line.Length && line.Trim("\r\n"u8).IsEmpty)
        {
            EndField(part, start);
            EndHeader(part, _at);
            return;
        }

        if (_hasField && line[0] is (byte)' ' or (byte)'\t')
        {
            AddToField(line);
            return;
        }

        EndField(part, start);
        if (part.Headers.Count >= MimeLimits.Headers)
        {
            EndHeader(part, start);
            return;
        }

        (_hasField, _fieldStart) = (true, start);
        AddToField(line);
    }

    private void AddToField(ReadOnlySpan<byte> line)
    {
        Append(line);
        if (_rest.Count > 0)
            Append(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_rest));

        void Append(ReadOnlySpan<byte> octets)
        {
            octets = octets[..Math.Min(octets.Length, MimeLimits.FieldName + MimeLimits.FieldValue - _fieldLength)];
            if (_field.Length < _fieldLength + octets.Length)
                Array.Resize(ref _field, Math.Max(_field.Length * 2, _fieldLength + octets.Length));
            octets.CopyTo(_field.AsSpan(_fieldLength));
            _fieldLength += octets.Length;
        }
    }

    private void EndField(OpenPart part, int end)
    {
        if (!_hasField)
            return;
        var octets = _field.AsSpan(0, _fieldLength);
        (_hasField, _fieldLength) = (false, 0);
        var colon = octets.IndexOf((byte)':');
        if (colon is not (> 0 and <= MimeLimits.FieldName) || ++_fields > MimeLimits.AllHeaders)
            return;
        var value = octets[(colon + 1)..];
        value = value[..Math.Min(value.Length, Math.Min(MimeLimits.FieldValue, Math.Max(0, MimeLimits.AllValues - _octets)))];
        _octets += value.Length;
        part.Headers.Add(new HeaderField(Text(octets[..colon]).TrimEnd(), Unfold(Text(value)), _fieldStart, end));
    }

    // What kind of part it is; its body begins with the next line.
    private void EndHeader(OpenPart open, int bodyStart)
    {
        var part = open.Part;
        (open.IsInHeader, part.BodyStart) = (false, bodyStart);
        IsDone = _headerOnly;
        if (_headerOnly)
            return;

        var type = ContentHeader.Parse(part.Header("Content-Type") ?? open.Type);
        // What cannot be read is text (RFC 2045 5.2).
        part.Type = type.Value.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < type.Value.Length - 1 ? type : MimePart.Text;
    }

    private void BeginBody(OpenPart open)
    {
        open.HasBody = true;
        open.NewlinesBefore = _newlines - (open.Part.BodyStart < _at ? 1 : 0);
        var part = open.Part;
        if (_headerOnly || open.Depth >= MimeLimits.Depth || ++_parts > MimeLimits.Parts)
            return;
        if (part.Type.Value.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) && part.Type.Parameter("boundary") is { Length: > 0 and <= MimeLimits.Boundary } boundary)
        {
            open.Boundary = Encoding.Latin1.GetBytes(boundary);
            open.PartType = part.Type.Value.Equals("multipart/digest", StringComparison.OrdinalIgnoreCase) ? "message/rfc822" : "text/plain";
        }
        else if (part.Type.Value.Equals("message/rfc822", StringComparison.OrdinalIgnoreCase))
            part.Message = Open(part.BodyStart, open.Depth + 1, "text/plain");
    }

    private MimePart Open(int start, int depth, string type)
    {
        var headers = new List<HeaderField>();
        var part = new MimePart { Start = start, BodyStart = start, Headers = headers };
        _open.Add(new OpenPart(part, headers, depth, type));
        return part;
    }

    // Ends all parts from one on: what is within it ends with it.
    private void Close(int first, int end, int newlines)
    {
        for (var i = first; i < _open.Count; i++)
        {
            var open = _open[i];
            if (open.IsInHeader)
            {
                EndField(open, end);
                EndHeader(open, end);
            }

            if (!open.HasBody)
                BeginBody(open);
            var part = open.Part;
            // A part that would begin where it ends is none, but for the last one that a delimiter ended.
            if (i > first && part.Start >= end && _open[i - 1].Part is var holder && holder.Parts.Count > 0 && ReferenceEquals(holder.Parts[^1], part))
                holder.Parts.RemoveAt(holder.Parts.Count - 1);
            part.Cut(end);
            part.Lines = part.BodyStart < end ? Math.Max(0, newlines - open.NewlinesBefore) : 0;
        }

        _open.RemoveRange(first, _open.Count - first);
    }

    private static string Unfold(string value) =>
        value.Replace("\r\n", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Trim(' ', '\t', '\r');

    // One char an octet: what it means is for those who look at it, and an envelope carries it on as it is.
    private static string Text(ReadOnlySpan<byte> octets) => Encoding.Latin1.GetString(octets);

    // A part whose end is not known yet; the last one is the innermost.
    private sealed class OpenPart(MimePart part, List<HeaderField> headers, int depth, string type)
    {
        public MimePart Part => part;

        public List<HeaderField> Headers => headers;

        public int Depth => depth;

        /// <summary>What it is unless it says other.</summary>
        public string Type => type;

        /// <summary>What its own parts are unless they say other.</summary>
        public string PartType { get; set; } = "text/plain";

        public byte[]? Boundary { get; set; }

        public bool IsClosed { get; set; }

        public bool IsInHeader { get; set; } = true;

        public bool HasBody { get; set; }

        public int NewlinesBefore { get; set; }
    }
}
