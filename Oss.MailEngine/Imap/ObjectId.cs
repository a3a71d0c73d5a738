using System.Security.Cryptography;
using System.Text;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap;

/// <summary>Names that stay with a folder and a message whatever becomes of their place (RFC 8474).</summary>
internal static class ObjectId
{
    /// <summary>The folder's: its GUID on disk, which a rename takes along.</summary>
    public static string Of(Folder folder) => Of(folder.Guid);

    /// <summary>The folder's, by the GUID in its uidlist.</summary>
    public static string Of(string folderGuid) => "F" + folderGuid;

    /// <summary>The message's: what is the same in every copy of it.</summary>
    public static string Of(StoredMessage message) => "M" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message.Guid)).AsSpan(0, 16));
}
