namespace Oss.Bench.Peers;

/// <summary>Where the build is.</summary>
internal static class Repository
{
    /// <summary>The directory of <c>Oss.sln</c>.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Oss.sln")))
                return directory.FullName;
        }

        throw new InvalidOperationException("Oss.sln is not above the program.");
    }
}
