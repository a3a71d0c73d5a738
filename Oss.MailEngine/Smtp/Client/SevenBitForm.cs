using MimeKit;

namespace Oss.MailEngine.Smtp.Client;

/// <summary>A message for a server without 8BITMIME: its parts re-encoded as ASCII (RFC 6152 3), in a file that is gone when closed.</summary>
internal static class SevenBitForm
{
    public static async Task<Stream> OpenAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        await using var content = message.OpenContent();
        using var parsed = await MimeMessage.LoadAsync(content, cancellationToken);
        parsed.Prepare(EncodingConstraint.SevenBit);
        var converted = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.EnsureNewLine = true;
        await parsed.WriteToAsync(format, converted, cancellationToken);
        converted.Position = 0;
        return converted;
    }
}
