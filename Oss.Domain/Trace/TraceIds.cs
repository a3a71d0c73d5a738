using System.Buffers.Binary;

namespace Oss.Domain.Trace;

/// <summary>Time in the ids of records: the first 48 bits of a UUID of version 7 are milliseconds since 1970 (RFC 9562 5.7).</summary>
internal static class TraceIds
{
    /// <summary>The first id that a moment can have.</summary>
    public static Guid From(DateTime moment)
    {
        Span<byte> octets = stackalloc byte[16];
        octets.Clear();
        var milliseconds = Math.Max(0, new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc)).ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64BigEndian(octets, milliseconds << 16);
        return new Guid(octets, bigEndian: true);
    }

    /// <summary>When a record began, UTC.</summary>
    public static DateTime TimeOf(Guid id)
    {
        Span<byte> octets = stackalloc byte[16];
        id.TryWriteBytes(octets, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(octets) >>> 16).UtcDateTime;
    }
}
