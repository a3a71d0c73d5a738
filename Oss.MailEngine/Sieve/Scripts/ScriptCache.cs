using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Oss.MailEngine.Sieve.Scripts;

/// <summary>
/// Compiled scripts by their content. A script is compiled once for all mailboxes that have the same, and never stale: other content is another script. It is kept in
/// memory and not beside the script on disk, because compiling costs about as much as reading a compiled form and checking that it is the right one would
/// (measured; see docs/adr/0005-compiled-sieve-in-memory.md).
/// </summary>
internal sealed class ScriptCache
{
    /// <summary>Octets of source whose compiled form is kept; compiled it is about ten times as large.</summary>
    private const long MaxOctets = 16L * 1024 * 1024;

    private readonly ConcurrentDictionary<UInt128, SieveScript> _scripts = new();
    private long _octets;

    public SieveScript Compile(ReadOnlySpan<byte> script, string name)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(script, hash);
        var key = System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
        if (_scripts.TryGetValue(key, out var known))
            return known;

        // Full is rare, and what is needed comes back by itself.
        if (Interlocked.Add(ref _octets, script.Length + 256) > MaxOctets)
        {
            _scripts.Clear();
            Interlocked.Exchange(ref _octets, script.Length + 256);
        }

        return _scripts[key] = SieveScript.Compile(script, name);
    }
}
