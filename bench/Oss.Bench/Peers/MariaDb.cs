using System.Diagnostics;
using System.Globalization;
using MySqlConnector;

namespace Oss.Bench.Peers;

/// <summary>A private MariaDB as production has it: a commit is on disk before it is answered.</summary>
internal sealed class MariaDb : IServer
{
    private static readonly string Script = Path.Combine(Repository.Root, "Oss.Tests", "Databases", "mariadb.sh");
    private readonly string _directory;
    private readonly string _server;
    private readonly bool _isKept;

    private MariaDb(string directory, string server, bool isKept) => (_directory, _server, _isKept) = (directory, server, isKept);

    public string Name => "MariaDB";

    public IReadOnlyList<int> ProcessIds => [int.Parse(File.ReadAllText(Path.Combine(_directory, "pid")), CultureInfo.InvariantCulture)];

    /// <param name="buffers">Memory for pages, in megabytes.</param>
    /// <param name="kept">The directory in which it stays; <see langword="null"/> for one of its own, deleted afterwards.</param>
    public static async Task<MariaDb> StartAsync(int buffers, string? kept = null)
    {
        var directory = kept ?? Directory.CreateTempSubdirectory("oss-bench-db-").FullName;
        return new MariaDb(directory, (await RunAsync("start", directory, string.Create(CultureInfo.InvariantCulture, $"--innodb-buffer-pool-size={buffers}M"), "--innodb-log-file-size=512M")).Trim(), kept is not null);
    }

    /// <summary>How a database of it is reached.</summary>
    public string Connection(string database) => $"{_server};Database={database}";

    /// <summary>Makes an empty database, as its administrator would.</summary>
    public async Task CreateAsync(string database)
    {
        await using var connection = new MySqlConnection(_server);
        await connection.OpenAsync();
        await using var command = new MySqlCommand($"CREATE DATABASE IF NOT EXISTS `{database}` CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin", connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop", _directory);
        if (!_isKept)
            Directory.Delete(_directory, recursive: true);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", [Script, .. arguments]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadLineAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? said ?? "" : throw new InvalidOperationException($"mariadb.sh {arguments[0]} ended with {process.ExitCode}.");
    }
}
