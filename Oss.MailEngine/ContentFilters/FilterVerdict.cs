namespace Oss.MailEngine.ContentFilters;

/// <summary>What one filter says of a message.</summary>
internal abstract record FilterVerdict
{
    /// <summary>It found no virus.</summary>
    internal sealed record Clean : FilterVerdict;

    /// <summary>It found one.</summary>
    internal sealed record Virus(string Name) : FilterVerdict;

    /// <summary>It gave points.</summary>
    /// <param name="Points">So many; less than nothing speaks for the message.</param>
    /// <param name="Required">At so many the filter calls it spam; more than nothing.</param>
    /// <param name="IsSpam">Whether it does.</param>
    /// <param name="Tests">Names of what matched, separated by commas.</param>
    internal sealed record Score(double Points, double Required, bool IsSpam, string Tests) : FilterVerdict;

    /// <summary>It did not look: the message is too large for it, or it is not asked about such mail.</summary>
    internal sealed record NotAsked(string Why) : FilterVerdict;

    /// <summary>It could not look.</summary>
    internal sealed record Down(string Why) : FilterVerdict;
}

/// <summary>A message as filters see it.</summary>
internal sealed record ScannedMessage(string Sender, IReadOnlyList<string> Recipients, Func<Stream> OpenContent, long ContentLength)
{
    /// <summary>Fields that stand before the content, those of this server: where the message came from is what filters go by.</summary>
    public required ReadOnlyMemory<byte> Prefix { get; init; }

    public System.Net.IPAddress? ClientAddress { get; init; }

    public string ClientName { get; init; } = "";

    /// <summary>Who sent it from here with a password; filters of spam are not asked about his mail.</summary>
    public string? User { get; init; }

    public string Id { get; init; } = "";

    public long Length => Prefix.Length + ContentLength;

    /// <summary>Writes prefix and content.</summary>
    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        await target.WriteAsync(Prefix, cancellationToken);
        await using var content = OpenContent();
        await content.CopyToAsync(target, cancellationToken);
    }
}
