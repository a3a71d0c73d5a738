using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Oss.MailEngine.Directory;

namespace Oss.Tests.MailEngine.Policy;

/// <summary>Keys to sign with, their records, and a verifier that others wrote (Debian's python3-dkim).</summary>
internal static class Signatures
{
    public static (DkimSigningKey Key, string Record) NewRsaKey(string selector)
    {
        using var rsa = RSA.Create(2048);
        return (new DkimSigningKey(selector, DkimAlgorithm.RsaSha256, rsa.ExportPkcs8PrivateKeyPem()), $"v=DKIM1; k=rsa; p={Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())}");
    }

    public static (DkimSigningKey Key, string Record) NewEd25519Key(string selector)
    {
        var key = new Ed25519PrivateKeyParameters(new SecureRandom());
        var pem = PemEncoding.WriteString("PRIVATE KEY", PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetDerEncoded());
        return (new DkimSigningKey(selector, DkimAlgorithm.Ed25519Sha256, pem), $"v=DKIM1; k=ed25519; p={Convert.ToBase64String(key.GeneratePublicKey().GetEncoded())}");
    }

    /// <summary>The message as another server passes it on: signed and sealed by it, with what it found of the message before (RFC 8617).</summary>
    public static async Task<string> SealElsewhereAsync(string message, string domain, DkimSigningKey key)
    {
        const string Program = """
            import sys, dkim
            message = sys.stdin.buffer.read()
            lines = dkim.arc_sign(message, sys.argv[1].encode(), sys.argv[2].encode(), sys.argv[3].encode(), sys.argv[2].encode())
            sys.stdout.buffer.write(b''.join(lines) + message)
            """;
        return await RunAsync(message, Program, key.Selector, domain, key.PrivateKey);
    }

    /// <summary>What the other verifier says of each signature, the first in the message first.</summary>
    public static async Task<string> VerifyElsewhereAsync(string message, IReadOnlyDictionary<string, string> records)
    {
        const string Program = """
            import sys, json, dkim
            records = json.loads(sys.argv[1])
            d = dkim.DKIM(sys.stdin.buffer.read())
            n = sum(1 for name, value in d.headers if name.lower() == b'dkim-signature')
            print(' '.join(str(d.verify(idx=i, dnsfunc=lambda name, timeout=5: records.get(name.decode().rstrip('.'), '').encode())) for i in range(n)))
            """;
        return (await RunAsync(message, Program, System.Text.Json.JsonSerializer.Serialize(records))).Trim();
    }

    private static async Task<string> RunAsync(string message, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-c", program, .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(message));
        process.StandardInput.Close();
        var (output, error) = (await process.StandardOutput.ReadToEndAsync(), await process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return output + error;
    }
}
