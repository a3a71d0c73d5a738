using System.Collections.Immutable;

namespace Oss.MailEngine.Storage;

/// <summary>One message of a folder at one moment.</summary>
/// <param name="Uid">Its UID; ascending, never used again.</param>
/// <param name="FileName">Its file below <c>cur/</c>.</param>
/// <param name="Flags">System flags.</param>
/// <param name="Keywords">Keywords by name.</param>
/// <param name="WireSize">Octets with every line ending as CRLF: RFC822.SIZE.</param>
/// <param name="IsWireForm">Whether the file holds exactly those octets, and is served as it is.</param>
/// <param name="Uidl">A POP3 UIDL that came along with a migration, or <see langword="null"/> for the computed one.</param>
internal sealed record StoredMessage(
    uint Uid, string FileName, MessageFlags Flags, ImmutableArray<string> Keywords, long WireSize, bool IsWireForm, string? Uidl)
{
    /// <summary>Its place in POP3's listing when a migration brought one along (the uidlist's O); those without one follow by UID.</summary>
    public uint? Pop3Order { get; init; }
}

/// <summary>A folder at one moment; never changes, so that a session can count on its sequence numbers.</summary>
internal sealed record FolderSnapshot(uint UidValidity, uint UidNext, ImmutableArray<StoredMessage> Messages)
{
    /// <summary>The index of a UID, or the complement of where it would be.</summary>
    public int IndexOf(uint uid)
    {
        int low = 0, high = Messages.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (Messages[middle].Uid == uid)
                return middle;
            if (Messages[middle].Uid < uid)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}

/// <summary>How a STORE changes flags and keywords.</summary>
internal enum FlagChange
{
    Replace,
    Add,
    Remove,
}
