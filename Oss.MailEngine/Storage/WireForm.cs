namespace Oss.MailEngine.Storage;

/// <summary>Messages that another program stored with bare line feeds are served with CRLF; sizes and literals count the latter.</summary>
internal static class WireForm
{
    public static async Task<Stream> ConvertAsync(Stream stored, CancellationToken cancellationToken)
    {
        await using (stored)
        {
            var wire = new MemoryStream();
            var buffer = new byte[64 * 1024];
            byte previous = 0;
            int read;
            while ((read = await stored.ReadAsync(buffer, cancellationToken)) > 0)
            {
                for (var i = 0; i < read; i++)
                {
                    if (buffer[i] == '\n' && previous != '\r')
                        wire.WriteByte((byte)'\r');
                    wire.WriteByte(previous = buffer[i]);
                }
            }

            wire.Position = 0;
            return wire;
        }
    }

    public static (long Physical, long Wire) Measure(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024);
            var buffer = new byte[64 * 1024];
            long bare = 0;
            byte previous = 0;
            int read;
            while ((read = file.Read(buffer)) > 0)
            {
                for (var i = 0; i < read; i++)
                {
                    if (buffer[i] == '\n' && previous != '\r')
                        bare++;
                    previous = buffer[i];
                }
            }

            return (file.Length, file.Length + bare);
        }
        catch (FileNotFoundException)
        {
            // Renamed or expunged at this moment; the next look finds the new name or drops the message.
            return (0, 0);
        }
    }
}
