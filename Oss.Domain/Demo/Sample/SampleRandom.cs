namespace Oss.Domain.Demo.Sample;

/// <summary>Everything that is drawn: the same on every machine for the same seed.</summary>
internal sealed class SampleRandom(int seed)
{
    private readonly Random _random = new(seed);
    private long _milliseconds = new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>The time that the sample has come to; ids grow with it.</summary>
    public DateTime Now => DateTimeOffset.FromUnixTimeMilliseconds(_milliseconds).UtcDateTime;

    /// <summary>Below the given number.</summary>
    public int Below(int end) => _random.Next(end);

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => _random.Next(times) == 0;

    /// <summary>One of them.</summary>
    public T Of<T>(T[] all) => all[_random.Next(all.Length)];

    /// <summary>A time passes.</summary>
    public void Pass(int milliseconds) => _milliseconds += milliseconds;

    /// <summary>The next id, of version 7 as all others are.</summary>
    public Guid Id()
    {
        Span<byte> octets = stackalloc byte[16];
        _random.NextBytes(octets);
        var time = _milliseconds++;
        for (var i = 5; i >= 0; i--, time >>= 8)
            octets[i] = (byte)time;
        octets[6] = (byte)(0x70 | (octets[6] & 0x0F));
        octets[8] = (byte)(0x80 | (octets[8] & 0x3F));
        return new Guid(octets, bigEndian: true);
    }

    /// <summary>So many octets in hexadecimal.</summary>
    public string Hex(int octets)
    {
        Span<byte> drawn = stackalloc byte[octets];
        _random.NextBytes(drawn);
        return Convert.ToHexStringLower(drawn);
    }
}
