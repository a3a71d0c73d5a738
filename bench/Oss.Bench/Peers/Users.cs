using System.Globalization;

namespace Oss.Bench.Peers;

/// <summary>The users of a run: the same names and one password on every server.</summary>
internal static class Users
{
    public const string Domain = "bench.example";
    public const string Password = "a-password-of-the-bench";

    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number}@{Domain}");
}
