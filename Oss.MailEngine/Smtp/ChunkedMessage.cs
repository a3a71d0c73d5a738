namespace Oss.MailEngine.Smtp;

/// <summary>A message that comes in chunks (RFC 3030). Its lines end in CR LF and it has no NUL, as by DATA, unless it was announced as binary: what is refused by one command
/// must not be smuggled in by the other.</summary>
internal sealed class ChunkedMessage(SmtpServices services, bool mayBeBinary) : IAsyncDisposable
{
    private byte _last;
    private bool _isBare;
    private bool _isNul;
    private bool _isTooLarge;
    private int _chunks;

    public IncomingMessage Message { get; } = new(services);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> octets, long maxOctets)
    {
        if (!mayBeBinary)
            Scan(octets.Span);
        _isTooLarge = _isTooLarge || Message.Length + octets.Length > maxOctets;
        if (!_isTooLarge && !_isBare && !_isNul)
            await Message.WriteAsync(octets);
    }

    /// <summary>What is wrong after a chunk; <see langword="null"/> when nothing is.</summary>
    public string? Refusal(long octets, bool isLast)
    {
        // Many chunks of next to nothing are no message but a flood.
        if (!isLast && ++_chunks > SmtpLimits.Chunks)
            return "552 5.5.0 Too many chunks";
        if (_isTooLarge)
            return "552 5.3.4 The message is larger than this server takes";
        if (_isBare || (isLast && !mayBeBinary && _last == '\r'))
            return "550 5.6.11 The message has a CR or LF alone; lines end in CR LF";
        return _isNul ? "550 5.6.11 The message has a NUL octet" : octets == 0 && !isLast ? "501 5.5.4 A chunk has octets" : null;
    }

    public ValueTask DisposeAsync() => Message.DisposeAsync();

    private void Scan(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            _isBare |= octet == '\n' != (_last == '\r');
            _isNul |= octet == 0;
            _last = octet;
        }
    }
}
