using System.Text;

namespace Oss.MailEngine.Sieve.Compiled;

/// <summary>Takes numbers, texts and positions off the body of a compiled script. What does not fit is an <see cref="InvalidDataException"/>, before anything is allocated for it.</summary>
internal ref struct ArtefactOctets(ReadOnlySpan<byte> octets)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = octets;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public long Number()
    {
        long number = 0;
        for (var i = 0; i < 9 && i < _rest.Length; i++)
        {
            number |= (long)(_rest[i] & 0x7f) << (7 * i);
            if (_rest[i] > 0x7f)
                continue;
            _rest = _rest[(i + 1)..];
            return number;
        }

        throw new InvalidDataException();
    }

    /// <summary>The number of things that follow, each of which has an octet at least.</summary>
    public int Count() => Number() is var count && count <= _rest.Length ? (int)count : throw new InvalidDataException();

    public string Text()
    {
        var length = Count();
        if (length > SieveLimits.StringCharacters * 4)
            throw new InvalidDataException();
        try
        {
            var text = Strict.GetString(_rest[..length]);
            _rest = _rest[length..];
            return text.Length <= SieveLimits.StringCharacters ? text : throw new InvalidDataException();
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException(null, e);
        }
    }

    public SievePosition At() => (Number(), Number()) is ( >= 1 and <= SieveLimits.ScriptOctets + 1, >= 1 and <= SieveLimits.ScriptOctets + 1) at
        ? new SievePosition((int)at.Item1, (int)at.Item2)
        : throw new InvalidDataException();
}
