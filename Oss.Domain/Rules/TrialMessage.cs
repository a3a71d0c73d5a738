namespace Oss.Domain.Rules;

/// <summary>The message that a mailbox's filters are tried on.</summary>
public abstract record TrialMessage
{
    private TrialMessage()
    {
    }

    /// <summary>One that the caller has.</summary>
    /// <param name="Octets">Header and body, as it came.</param>
    public sealed record Given(ReadOnlyMemory<byte> Octets) : TrialMessage;

    /// <summary>One that is in the mailbox.</summary>
    /// <param name="Folder">Its folder; <see langword="null"/> for INBOX, or with a Message-ID for any.</param>
    /// <param name="Uid">Its UID there; <see langword="null"/> for the one with the Message-ID.</param>
    /// <param name="MessageId">Its Message-ID; <see langword="null"/> with a UID.</param>
    public sealed record Stored(string? Folder, uint? Uid, string? MessageId) : TrialMessage;
}

/// <summary>Messages of a folder, to choose one from.</summary>
/// <param name="Folders">All folders of the mailbox, INBOX first.</param>
/// <param name="Messages">The newest of the folder, the newest first.</param>
public sealed record FolderListing(IReadOnlyList<string> Folders, IReadOnlyList<ListedMessage> Messages);

/// <summary>A message of a folder.</summary>
/// <param name="Uid">Its UID there.</param>
/// <param name="Received">When it came, UTC.</param>
/// <param name="From">From whom it says it is.</param>
/// <param name="Subject">Its subject.</param>
public sealed record ListedMessage(uint Uid, DateTime Received, string From, string Subject);
