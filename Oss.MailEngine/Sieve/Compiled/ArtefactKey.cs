using System.Security.Cryptography;

namespace Oss.MailEngine.Sieve.Compiled;

/// <summary>The key by which a node knows its own compiled scripts: 32 random octets among what the node derives, made when first needed. Without it, or when it is lost, scripts are compiled again and nothing else happens.</summary>
internal static class ArtefactKey
{
    private const string FileName = "sieve.key";
    private const int Octets = 32;

    /// <summary>The key of a directory; one that lives as long as the process when there is none, or it cannot be written.</summary>
    public static byte[] Of(string? directory)
    {
        var made = RandomNumberGenerator.GetBytes(Octets);
        if (directory is null)
            return made;

        try
        {
            var path = Path.Combine(directory, FileName);
            if (Read(path) is { } known)
                return known;

            System.IO.Directory.CreateDirectory(directory);
            var temporary = $"{path}.{Guid.NewGuid():N}";
            using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
                file.Write(made);
            File.Move(temporary, path, overwrite: true);
            return Read(path) ?? made;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return made;
        }
    }

    private static byte[]? Read(string path) => File.Exists(path) && File.ReadAllBytes(path) is { Length: Octets } key ? key : null;
}
