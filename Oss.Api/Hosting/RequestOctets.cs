namespace Oss.Api.Hosting;

/// <summary>Takes a request's body off the wire within a limit, whether its length was announced or not.</summary>
internal static class RequestOctets
{
    /// <summary>The body, or <see langword="null"/> when it is larger than <paramref name="limit"/>.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            return null;

        // Grown as octets arrive, never by what was announced: announcing is free.
        using var octets = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (octets.Length + read > limit)
                return null;
            octets.Write(buffer, 0, read);
        }

        return octets.ToArray();
    }
}
