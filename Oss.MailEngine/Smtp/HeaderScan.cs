using System.Text;

namespace Oss.MailEngine.Smtp;

/// <summary>Reads the header of a message as it flows past, in constant memory whatever the lines' length: how often it was received (RFC 5321 6.3), which fields
/// are there, and what the message calls itself.</summary>
internal sealed class HeaderScan(string authenticationServer)
{
    private const int MaxName = 32;
    private const int MaxMessageId = 250;
    private const int MaxResults = 300;
    private const int MaxTlsRequired = 20;

    private readonly byte[] _name = new byte[MaxName];
    private readonly StringBuilder _messageId = new();
    private int _column;
    private bool _isName = true;
    private bool _isHeader = true;
    private bool _isMessageId;
    private readonly StringBuilder _tlsRequired = new();
    private bool _isTlsRequired;
    private long _lineStart;
    private long? _filterField;
    private readonly List<(long Start, long End)> _filterFields = [];
    private readonly StringBuilder _results = new();
    private readonly List<(long Start, long End)> _forged = [];
    private long _resultsStart = -1;

    /// <summary>Received fields.</summary>
    public int Hops { get; private set; }

    /// <summary>Octets of the header.</summary>
    public long Length { get; private set; }

    public bool HasDate { get; private set; }

    public bool HasMessageId { get; private set; }

    public bool HasFrom { get; private set; }

    /// <summary>Whether the header has octets that are not ASCII, so that it needs SMTPUTF8 (RFC 6531).</summary>
    public bool IsUtf8 { get; private set; }

    /// <summary>Whether it says <c>TLS-Required: No</c> (RFC 8689 5).</summary>
    public bool IsTlsOptional => _tlsRequired.ToString().Trim().Equals("No", StringComparison.OrdinalIgnoreCase);

    /// <summary>What the Message-ID field says, cut where it is absurdly long; empty without one.</summary>
    public string MessageId => _messageId.ToString().Trim();

    /// <summary>Where fields stand that spam and virus filters write, or who wants to be taken for one: offsets, ascending. Only while the header is not larger than a message's may be.</summary>
    public IReadOnlyList<(long Start, long End)> FilterFields => _filterField is { } open ? [.. _filterFields, (open, Length)] : _filterFields;

    /// <summary>Where Authentication-Results fields stand that claim to be of this server (RFC 8601 5): offsets, ascending. Asked when all of the header was read.</summary>
    public IReadOnlyList<(long Start, long End)> ForgedResults
    {
        get
        {
            // A message that ends in its header.
            if (_isHeader)
                EndResults(Length);
            return _forged;
        }
    }

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
            if (!_isHeader)
                EndResults(_lineStart);
            (_column, _isName, _lineStart) = (0, true, Length);
        }
        else if (octet != '\r')
        {
            if (_column == 0 && octet is (byte)' ' or (byte)'\t')
                _isName = false;
            else if (_column == 0)
            {
                (_isMessageId, _isTlsRequired) = (false, false);
                EndResults(_lineStart);
            }

            if (_isName && octet == ':')
                Field(_name.AsSpan(0, Math.Min(_column, MaxName)));
            else if (_isName && _column < MaxName)
                _name[_column] = (byte)char.ToLowerInvariant((char)octet);
            else if (_resultsStart >= 0 && _results.Length < MaxResults)
                _results.Append((char)octet);
            else if (_isMessageId && _messageId.Length < MaxMessageId && octet is > 0x20 and < 0x7F)
                _messageId.Append((char)octet);
            else if (_isTlsRequired && _tlsRequired.Length < MaxTlsRequired)
                _tlsRequired.Append((char)octet);
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
        else if (name.SequenceEqual("authentication-results"u8))
            _resultsStart = _lineStart;
        else if (name.SequenceEqual("tls-required"u8))
            _isTlsRequired = true;
        else if (name.SequenceEqual("message-id"u8))
            (_isMessageId, HasMessageId) = (!HasMessageId, true);
    }

    private void EndResults(long end)
    {
        if (_resultsStart >= 0 && ServerOf(_results.ToString()).Equals(authenticationServer, StringComparison.OrdinalIgnoreCase))
            _forged.Add((_resultsStart, end));
        _results.Clear();
        _resultsStart = -1;
    }

    // The first word of the field, behind comments, which nest (RFC 8601 2.2).
    private static string ServerOf(string value)
    {
        var (at, depth) = (0, 0);
        for (; at < value.Length && (depth > 0 || value[at] is ' ' or '\t' or '('); at++)
            depth += value[at] switch { '(' => 1, ')' => -1, _ => 0 };
        return value[at..].Split(';', ' ', '\t', '(')[0].Trim('"');
    }
}
