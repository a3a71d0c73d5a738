using System.Collections.Concurrent;

namespace Oss.MailEngine.Storage;

/// <summary>
/// The volumes of the node; they can be replaced at any time: one more, one that takes no new mailboxes (weight 0), another weight. New mailboxes are spread at random, weighted by free space and
/// by how long the volume takes to make a write durable, so that space and load spread evenly. A volume that is down fails its own mailboxes, temporarily, and nobody else's.
/// </summary>
internal sealed class VolumeSet(IReadOnlyList<VolumeOptions> volumes)
{
    private readonly ConcurrentDictionary<string, VolumeLoad> _loads = new();
    private volatile IReadOnlyList<VolumeOptions> _volumes = volumes;

    public IReadOnlyList<VolumeOptions> All => _volumes;

    /// <summary>Volumes that are there now.</summary>
    public IEnumerable<VolumeOptions> Mounted => _volumes.Where(v => System.IO.Directory.Exists(v.Path));

    /// <exception cref="ArgumentException">Two volumes have one name, or there is none.</exception>
    public void Replace(IReadOnlyList<VolumeOptions> volumes)
    {
        if (volumes.Count == 0 || volumes.DistinctBy(v => v.Name).Count() != volumes.Count)
            throw new ArgumentException("There is at least one volume, and each has a name of its own.", nameof(volumes));
        _volumes = volumes;
    }

    public VolumeLoad LoadOf(string name) => _loads.GetOrAdd(name, _ => new VolumeLoad());

    /// <summary>The path of a volume that is there now.</summary>
    /// <exception cref="IOException">The volume is unknown or not mounted: a temporary failure of its mailboxes only.</exception>
    public string PathOf(string name)
    {
        var volume = _volumes.FirstOrDefault(v => v.Name == name) ?? throw new IOException($"The volume '{name}' is not configured on this node.");
        return System.IO.Directory.Exists(volume.Path) ? volume.Path : throw new IOException($"The volume '{name}' is not mounted.");
    }

    /// <summary>A volume for a new mailbox, or for one that leaves another.</summary>
    public VolumeOptions Choose(Random random, string? except = null)
    {
        var shares = _volumes.Where(v => v.Name != except).Select(v => (Volume: v, Share: Share(v))).Where(v => v.Share > 0).ToList();
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

    private double Share(VolumeOptions volume)
    {
        try
        {
            return volume.Weight > 0 && System.IO.Directory.Exists(volume.Path)
                ? volume.Weight * (double)new DriveInfo(volume.Path).AvailableFreeSpace / LoadOf(volume.Name).Factor
                : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}

/// <summary>How busy a volume is: a moving average of the time that it takes to make a name durable.</summary>
internal sealed class VolumeLoad
{
    private const double Weight = 0.05;

    /// <summary>What a write may take without the volume counting as busy.</summary>
    private static readonly TimeSpan Ease = TimeSpan.FromMilliseconds(10);

    private double _milliseconds;

    /// <summary>1 for a volume at ease, 2 for one that takes twice <see cref="Ease"/> …</summary>
    public double Factor => Math.Max(1, _milliseconds / Ease.TotalMilliseconds);

    public void Note(TimeSpan elapsed) => _milliseconds += (elapsed.TotalMilliseconds - _milliseconds) * Weight;
}
