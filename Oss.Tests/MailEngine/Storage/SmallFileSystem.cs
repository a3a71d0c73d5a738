using System.Diagnostics;
using Shouldly;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>A file system of a megabyte or so that really gets full: a tmpfs, which only root may mount.</summary>
internal sealed class SmallFileSystem : IDisposable
{
    private SmallFileSystem(string path) => Path = path;

    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    public static SmallFileSystem Mount(string size = "1m")
    {
        var path = Directory.CreateTempSubdirectory("oss-small-").FullName;
        Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", path);
        return new SmallFileSystem(path);
    }

    /// <summary>Leaves no room.</summary>
    public void Fill()
    {
        try
        {
            using var file = File.Create(Ballast, 1);
            var page = new byte[4096];
            while (true)
                file.Write(page);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Makes room.</summary>
    public void Free() => File.Delete(Ballast);

    /// <summary>Makes it larger while it is in use.</summary>
    public void Grow(string size) => Run("mount", "-o", $"remount,size={size}", Path);

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
    }
}
