using Oss.MailEngine.Sieve.Scripts;

namespace Oss.MailEngine.Sieve.Compiled;

/// <summary>The file of a compiled script on disk. It can be made again from its source, so that nothing here throws, waits for the disk, or is worth a word in the log.</summary>
internal static class ArtefactFile
{
    public const string Extension = ".ossbin";

    /// <summary>Where the compiled form of a script is: beside it. Pigeonhole lists <c>*.sieve</c> and keeps <c>*.svbin</c>, and passes over this name.</summary>
    public static string PathOf(string script) =>
        (script.EndsWith(ScriptName.Extension, StringComparison.Ordinal) ? script[..^ScriptName.Extension.Length] : script) + Extension;

    /// <summary>All of a file, or its header alone; <see langword="null"/> when there is no regular file of a believable length.</summary>
    /// <param name="path">The file.</param>
    /// <param name="headerOnly">Whether the header is enough.</param>
    /// <param name="length">Octets of the whole file.</param>
    public static byte[]? TryRead(string path, bool headerOnly, out long length)
    {
        length = 0;
        try
        {
            // A symlink leads to somebody else's file, and a pipe, which has no length, would wait for a writer for ever.
            var file = new FileInfo(path);
            if (!file.Exists || file.Attributes.HasFlag(FileAttributes.ReparsePoint) || file.Length is < ScriptArtefact.HeaderOctets or > ScriptArtefact.MaxOctets)
                return null;

            length = file.Length;
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var octets = new byte[headerOnly ? ScriptArtefact.HeaderOctets : length];
            return RandomAccess.Read(handle, octets, 0) == octets.Length ? octets : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes a file beside and renames it: a reader sees the old or the new one. After a power cut it may be neither, which its seal tells.</summary>
    public static void TryWrite(string path, byte[] octets)
    {
        var temporary = path + ".tmp";
        try
        {
            // What a killed process left goes; what another one makes at this moment is as good as ours. Created and never opened: nobody lays a symlink there.
            File.Delete(temporary);
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            };
            using (var file = new FileStream(temporary, options))
                file.Write(octets);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
        }
    }

    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What stays there belongs to no source, and is not read.
        }
    }
}
