using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>COMPRESS=DEFLATE (RFC 4978). What the client packs is unpacked as it is read, never further than the limits of what is read, so a bomb explodes nowhere.</summary>
internal static class CompressCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        if (!request.Arguments.TryTakeKeyword("DEFLATE"))
            throw new ImapSyntaxException("COMPRESS takes DEFLATE");
        request.Arguments.ExpectEnd();
        if (session.Connection.IsCompressed)
            throw new ImapRefusalException("[COMPRESSIONACTIVE] Compression is on already");

        session.Ok(request, "From here on");
        await session.Connection.FlushAsync(cancellationToken);
        session.Connection.Compress();
    }
}
