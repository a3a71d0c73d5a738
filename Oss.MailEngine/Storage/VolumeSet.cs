namespace Oss.MailEngine.Storage;

/// <summary>The volumes of the node. New mailboxes are spread at random, weighted by free space, so that space and load spread evenly.</summary>
internal sealed class VolumeSet(IReadOnlyList<VolumeOptions> volumes)
{
    public IReadOnlyList<VolumeOptions> All => volumes;

    /// <summary>The path of a volume that is there now.</summary>
    /// <exception cref="IOException">The volume is unknown or not mounted: a temporary failure of its mailboxes only.</exception>
    public string PathOf(string name)
    {
        var volume = volumes.FirstOrDefault(v => v.Name == name) ?? throw new IOException($"The volume '{name}' is not configured on this node.");
        return System.IO.Directory.Exists(volume.Path) ? volume.Path : throw new IOException($"The volume '{name}' is not mounted.");
    }

    /// <summary>A volume for a new mailbox.</summary>
    public VolumeOptions Choose(Random random)
    {
        var shares = volumes.Select(v => (Volume: v, Share: Share(v))).Where(v => v.Share > 0).ToList();
        if (shares.Count == 0)
            throw new IOException("No volume takes new mailboxes: none is mounted, has weight and has space.");

        var point = random.NextDouble() * shares.Sum(v => v.Share);
        foreach (var (volume, share) in shares)
        {
            point -= share;
            if (point < 0)
                return volume;
        }

        return shares[^1].Volume;
    }

    private static double Share(VolumeOptions volume) =>
        volume.Weight > 0 && System.IO.Directory.Exists(volume.Path) ? volume.Weight * (double)new DriveInfo(volume.Path).AvailableFreeSpace : 0;
}
