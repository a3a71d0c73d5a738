namespace Oss.MailEngine;

/// <summary>A volume at one moment.</summary>
/// <param name="Name">Its name for ever.</param>
/// <param name="IsMounted">Whether it is there; if not, its mailboxes fail temporarily, and nobody else's.</param>
/// <param name="Weight">Share of new mailboxes beside free space and load; 0 takes no new ones.</param>
/// <param name="FreeBytes">Free space in bytes.</param>
/// <param name="TotalBytes">Space in bytes.</param>
/// <param name="Load">1 when it is at ease; n when making a write durable takes n times as long.</param>
public sealed record VolumeStatus(string Name, bool IsMounted, int Weight, long FreeBytes, long TotalBytes, double Load)
{
    internal static VolumeStatus Of(VolumeOptions volume, double load)
    {
        var isMounted = System.IO.Directory.Exists(volume.Path);
        var drive = isMounted ? new DriveInfo(volume.Path) : null;
        return new VolumeStatus(volume.Name, isMounted, volume.Weight, drive?.AvailableFreeSpace ?? 0, drive?.TotalSize ?? 0, load);
    }
}
