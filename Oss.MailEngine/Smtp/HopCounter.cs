namespace Oss.MailEngine.Smtp;

/// <summary>Counts the Received fields of a message as it flows past (RFC 5321 6.3), in constant memory whatever the lines' length.</summary>
internal sealed class HopCounter
{
    private static ReadOnlySpan<byte> Field => "received:"u8;

    private int _matched;
    private int _column;
    private bool _isHeader = true;

    public int Hops { get; private set; }

    public void Read(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            if (!_isHeader)
                return;
            Read(octet);
        }
    }

    private void Read(byte octet)
    {
        if (octet == '\n')
        {
            // The header ends at the first empty line.
            _isHeader = _column > 0;
            (_column, _matched) = (0, 0);
        }
        else if (octet != '\r')
        {
            if (_matched == _column && _matched < Field.Length && char.ToLowerInvariant((char)octet) == Field[_matched] && ++_matched == Field.Length)
                Hops++;
            _column++;
        }
    }
}
