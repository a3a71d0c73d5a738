using System.Buffers.Binary;
using System.Security.Cryptography;
using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Compiled;

/// <summary>
/// A compiled script as a file, <c>NAME.ossbin</c> beside <c>NAME.sieve</c>: what the binder made of the source, so that after a restart nothing is read, parsed and bound again. Octets:
/// <list type="bullet">
/// <item>0–7: <c>OSSBIN01</c>, the format's version in it.</item>
/// <item>8–23: the build of the engine (its module's version id): numbers in the body are rows of that build's table of the language.</item>
/// <item>24–55: SHA-256 of the source. A source that was changed, by whomever, makes the file worthless, and another script's file is.</item>
/// <item>56–59: octets of the body, little-endian.</item>
/// <item>60–91: HMAC-SHA-256 of octets 0–59 and the body, by a key that only this node has.</item>
/// <item>92–: the body (<see cref="CallWriter"/>).</item>
/// </list>
/// The seal is a MAC and no checksum, because a compiled form that says something else than the source it lies beside would be a filter that nobody sees. Behind it, the reading is as strict as if
/// there were none: <see cref="CallReader"/> makes nothing that the binder would not have made.
/// </summary>
/// <param name="key">The node's key; asked for at the first use.</param>
internal sealed class ScriptArtefact(Func<byte[]> key)
{
    /// <summary>Octets before the body.</summary>
    public const int HeaderOctets = 92;

    /// <summary>Octets of a file; a script that would need more is kept in memory alone.</summary>
    public const int MaxOctets = 4 * 1024 * 1024;

    private const int BuildAt = 8;
    private const int SourceAt = 24;
    private const int LengthAt = 56;
    private const int SealAt = 60;

    private static readonly byte[] Build = typeof(ScriptArtefact).Module.ModuleVersionId.ToByteArray();
    private readonly Lazy<byte[]> _key = new(key);

    /// <summary>The file of a script that compiled without errors; <see langword="null"/> for one that is too large.</summary>
    /// <param name="script">The script.</param>
    /// <param name="source">SHA-256 of its source.</param>
    public byte[]? Write(SieveScript script, ReadOnlySpan<byte> source)
    {
        var body = CallWriter.Write(script);
        return body.Length <= MaxOctets - HeaderOctets ? Seal(body, source) : null;
    }

    /// <summary>Puts the header before a body.</summary>
    public byte[] Seal(ReadOnlySpan<byte> body, ReadOnlySpan<byte> source)
    {
        var file = new byte[HeaderOctets + body.Length];
        "OSSBIN01"u8.CopyTo(file);
        Build.CopyTo(file, BuildAt);
        source.CopyTo(file.AsSpan(SourceAt));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(LengthAt), body.Length);
        body.CopyTo(file.AsSpan(HeaderOctets));
        Mac(file, file.AsSpan(SealAt, 32));
        return file;
    }

    /// <summary>Whether a file is, by its beginning and length, that of a source and of this format: enough to leave it alone while the script is in memory anyway.</summary>
    public static bool Belongs(ReadOnlySpan<byte> header, long length, ReadOnlySpan<byte> source) =>
        header.Length >= HeaderOctets && header.StartsWith("OSSBIN01"u8) && header.Slice(SourceAt, 32).SequenceEqual(source)
            && length == HeaderOctets + (long)BinaryPrimitives.ReadInt32LittleEndian(header[LengthAt..]);

    /// <summary>Reads a file; <see langword="null"/> when it is not this build's, not this node's, not of this source, or damaged.</summary>
    public SieveScript? Read(ReadOnlySpan<byte> file, ReadOnlySpan<byte> source, string name)
    {
        if (!Belongs(file, file.Length, source) || !file.Slice(BuildAt, Build.Length).SequenceEqual(Build))
            return null;

        Span<byte> seal = stackalloc byte[32];
        Mac(file, seal);
        return CryptographicOperations.FixedTimeEquals(seal, file.Slice(SealAt, 32)) ? CallReader.Read(file[HeaderOctets..], Vocabulary.Instance, name) : null;
    }

    private void Mac(ReadOnlySpan<byte> file, Span<byte> seal)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key.Value);
        mac.AppendData(file[..SealAt]);
        mac.AppendData(file[HeaderOctets..]);
        mac.GetHashAndReset(seal);
    }
}
