using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Oss.MailEngine.Sieve.Compiled;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Sieve.Scripts;

/// <summary>
/// Compiled scripts by their content: in memory for all mailboxes that have the same, and each as a file beside its source, from which they come back after a restart, or when memory was too small for
/// all. Never stale: other content is another script. The files look after themselves: one that is missing, damaged, or of another source, build or node is written anew; one that cannot be written is
/// done without (docs/adr/0005-compiled-sieve-beside-the-script.md).
/// </summary>
internal sealed class ScriptCache(ScriptArtefact artefacts)
{
    /// <summary>Octets of source whose compiled form is kept; compiled it is about ten times as large.</summary>
    private const long MaxOctets = 16L * 1024 * 1024;

    private readonly ConcurrentDictionary<UInt128, SieveScript> _scripts = new();

    // Files as they were last seen to be right, by path. A delivery looks at no more than the stamp.
    private readonly ConcurrentDictionary<string, (UInt128 Source, FileStamp Stamp)> _files = new();
    private long _octets;

    /// <summary>A script compiled, or as it was compiled before.</summary>
    /// <param name="source">The script's octets.</param>
    /// <param name="name">How errors in it name it.</param>
    /// <param name="path">The script's file; <see langword="null"/> when it lies nowhere.</param>
    public SieveScript Compile(ReadOnlySpan<byte> source, string name, string? path = null)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(source, hash);
        var key = BinaryPrimitives.ReadUInt128LittleEndian(hash);
        var known = _scripts.GetValueOrDefault(key);
        if (path is null)
            return known ?? Keep(key, SieveScript.Compile(source, name), source.Length);

        var file = ArtefactFile.PathOf(path);
        if (known is not null && _files.TryGetValue(file, out var seen) && seen == (key, StampOf(file)))
            return known;

        var script = known ?? (ArtefactFile.TryRead(file, headerOnly: false, out _) is { } octets ? artefacts.Read(octets, hash, name) : null);
        var isRight = script is not null && (known is null || Belongs(file, hash));
        script ??= SieveScript.Compile(source, name);
        if (!isRight)
            Write(script, hash, file);
        Keep(key, script, known is null ? source.Length : 0);
        _files[file] = (key, StampOf(file));
        return script;
    }

    private void Write(SieveScript script, ReadOnlySpan<byte> source, string file)
    {
        if (script.Errors.Count == 0 && artefacts.Write(script, source) is { } octets)
            ArtefactFile.TryWrite(file, octets);
        else
            ArtefactFile.TryDelete(file);
    }

    private SieveScript Keep(UInt128 key, SieveScript script, int octets)
    {
        // Full is rare, and what is needed comes back by itself.
        if (octets > 0 && Interlocked.Add(ref _octets, octets + 256) > MaxOctets)
        {
            _scripts.Clear();
            _files.Clear();
            Interlocked.Exchange(ref _octets, octets + 256);
        }

        return _scripts[key] = script;
    }

    // Another node's file is left alone while the script is in memory here: two nodes that deliver to one mailbox would write by turns.
    private static bool Belongs(string file, ReadOnlySpan<byte> source) =>
        ArtefactFile.TryRead(file, headerOnly: true, out var length) is { } header && ScriptArtefact.Belongs(header, length, source);

    private static FileStamp StampOf(string file)
    {
        try
        {
            return FileStamp.Of(file);
        }
        catch (IOException)
        {
            return default;
        }
    }
}
