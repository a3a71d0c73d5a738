namespace Oss.MailEngine.Storage;

/// <summary>Compares names, which are octets.</summary>
internal sealed class OctetComparer : IEqualityComparer<ReadOnlyMemory<byte>>
{
    public static OctetComparer Instance { get; } = new();

    public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

    public int GetHashCode(ReadOnlyMemory<byte> obj) => (int)MaildirName.Hash(obj.Span);
}
