namespace Oss.Api.Hosting;

/// <summary>Takes a request's body off the wire within a limit, whether its length was announced or not.</summary>
internal static class RequestOctets
{
    /// <summary>How long a whole body may take; Kestrel's minimum rate alone would let four megabytes take hours.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Whether the body is as it is meant: nothing here unpacks, so that a small body never becomes a large one.</summary>
    public static bool IsPlain(HttpRequest request) =>
        request.Headers.ContentEncoding.All(encoding => string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase));

    /// <summary>The body, or <see langword="null"/> when it is larger than <paramref name="limit"/>.</summary>
    /// <exception cref="BadHttpRequestException">It takes too long (408).</exception>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            return null;

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            return await ReadAllAsync(request.Body, limit, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BadHttpRequestException("The body takes too long.", StatusCodes.Status408RequestTimeout);
        }
    }

    private static async Task<byte[]?> ReadAllAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        // Grown as octets arrive, never by what was announced: announcing is free.
        using var octets = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (octets.Length + read > limit)
                return null;
            octets.Write(buffer, 0, read);
        }

        return octets.ToArray();
    }
}
