using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Oss.Domain.Passwords;

/// <summary>The C library's <c>crypt_r(3)</c>, for SHA-2 crypt hashes.</summary>
internal static partial class SystemCrypt
{
    // sizeof(struct crypt_data) is 32,768 in libxcrypt and 131,232 in the old glibc; the larger serves both.
    private const int WorkAreaOctets = 131_232 + 256;

    public static bool Verify(string hash, string password)
    {
        var workArea = Marshal.AllocHGlobal(WorkAreaOctets);
        try
        {
            unsafe
            {
                new Span<byte>((void*)workArea, WorkAreaOctets).Clear();
            }

            var computed = Marshal.PtrToStringUTF8(CryptR(password, hash, workArea));
            return computed is not null && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(computed), Encoding.UTF8.GetBytes(hash));
        }
        finally
        {
            Marshal.FreeHGlobal(workArea);
        }
    }

    [LibraryImport("libcrypt.so.1", EntryPoint = "crypt_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint CryptR(string key, string salt, nint data);
}
