namespace Oss.MailEngine.ContentFilters;

/// <summary>A filter that can be asked. Every wait ends with the token; failures are exceptions, which the chain turns into <see cref="FilterVerdict.Down"/>.</summary>
internal interface IContentFilter
{
    /// <summary>Whether it gives points for spam, and so is not asked about mail that users of this platform send.</summary>
    bool LooksForSpam { get; }

    Task<FilterVerdict> ScanAsync(ScannedMessage message, CancellationToken cancellationToken);

    /// <summary>Whether it answers at all.</summary>
    Task PingAsync(CancellationToken cancellationToken);
}
