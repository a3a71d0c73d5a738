using System.Text;

namespace Oss.MailEngine.Smtp;

/// <summary>Reads the header of a message as it flows past, in constant memory whatever the lines' length: how often it was received (RFC 5321 6.3), which fields
/// are there, and what the message calls itself.</summary>
internal sealed class HeaderScan
{
    private const int MaxName = 32;
    private const int MaxMessageId = 250;

    private readonly byte[] _name = new byte[MaxName];
    private readonly StringBuilder _messageId = new();
    private int _column;
    private bool _isName = true;
    private bool _isHeader = true;
    private bool _isMessageId;
    private long _lineStart;
    private long? _filterField;
    private readonly List<(long Start, long End)> _filterFields = [];

    /// <summary>Received fields.</summary>
    public int Hops { get; private set; }

    /// <summary>Octets of the header.</summary>
    public long Length { get; private set; }

    public bool HasDate { get; private set; }

    public bool HasMessageId { get; private set; }

    public bool HasFrom { get; private set; }

    /// <summary>Whether the header has octets that are not ASCII, so that it needs SMTPUTF8 (RFC 6531).</summary>
    public bool IsUtf8 { get; private set; }

    /// <summary>What the Message-ID field says, cut where it is absurdly long; empty without one.</summary>
    public string MessageId => _messageId.ToString().Trim();

    /// <summary>Where fields stand that spam and virus filters write, or who wants to be taken for one: offsets, ascending. Only while the header is not larger than a message's may be.</summary>
    public IReadOnlyList<(long Start, long End)> FilterFields => _filterField is { } open ? [.. _filterFields, (open, Length)] : _filterFields;

    public void Read(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            if (!_isHeader)
                return;
            Length++;
            IsUtf8 |= octet >= 0x80;
            Read(octet);
        }
    }

    private void Read(byte octet)
    {
        // A field ends where a line begins that does not continue it.
        if (_column == 0 && octet is not ((byte)' ' or (byte)'\t' or (byte)'\r') && _filterField is { } open)
        {
            _filterFields.Add((open, _lineStart));
            _filterField = null;
        }

        if (octet == '\n')
        {
            // The header ends at the first empty line.
            _isHeader = _column > 0;
            (_column, _isName, _lineStart) = (0, true, Length);
        }
        else if (octet != '\r')
        {
            if (_column == 0 && octet is (byte)' ' or (byte)'\t')
                _isName = false;
            else if (_column == 0)
                _isMessageId = false;

            if (_isName && octet == ':')
                Field(_name.AsSpan(0, Math.Min(_column, MaxName)));
            else if (_isName && _column < MaxName)
                _name[_column] = (byte)char.ToLowerInvariant((char)octet);
            else if (_isMessageId && _messageId.Length < MaxMessageId && octet is > 0x20 and < 0x7F)
                _messageId.Append((char)octet);
            _column++;
        }
    }

    private void Field(ReadOnlySpan<byte> name)
    {
        _isName = false;
        name = name.TrimEnd((byte)' ');
        if (name.SequenceEqual("received"u8))
            Hops++;
        else if (name.SequenceEqual("date"u8))
            HasDate = true;
        else if (name.SequenceEqual("from"u8))
            HasFrom = true;
        else if (Length <= SmtpLimits.Header && (name.StartsWith("x-spam"u8) || name.StartsWith("x-rspam"u8) || name.StartsWith("x-virus"u8)))
            _filterField = _lineStart;
        else if (name.SequenceEqual("message-id"u8))
            (_isMessageId, HasMessageId) = (!HasMessageId, true);
    }
}
