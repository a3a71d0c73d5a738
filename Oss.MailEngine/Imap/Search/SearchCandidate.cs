using Oss.MailEngine.Imap.Fetch;
using Oss.MailEngine.Mime;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Search;

/// <summary>A message that a search looks at; its header and its text are read only when a key needs them.</summary>
internal sealed class SearchCandidate(SearchScope scope, StoredMessage message, uint number)
{
    private MessageText? _text;
    private bool _isHeaderRead;
    private MimePart? _header;

    public StoredMessage Message => message;

    public uint Number => number;

    public SearchScope Scope => scope;

    public bool Recent => scope.IsRecent(message);

    public DateTimeOffset InternalDate => message.InternalDate;

    public DateTimeOffset? Saved => SaveDate.Of(message);

    /// <summary>The header; <see langword="null"/> when the message is gone.</summary>
    public MimePart? Header
    {
        get
        {
            if (!_isHeaderRead)
            {
                _isHeaderRead = true;
                // Keys are evaluated one message at a time; the file is local or on a mounted volume.
                _header = scope.Folder.ReadHeaderAsync(message, scope.Ending).AsTask().GetAwaiter().GetResult()?.Part;
            }

            return _header;
        }
    }

    /// <summary>The decoded text; <see langword="null"/> when the message is gone.</summary>
    public MessageText? Text
    {
        get
        {
            if (_text is null && (_text = MessageText.Load(scope.Folder, message.Uid, scope.Ending)) is { } read)
                scope.Index?.Add(message, read.Headers, read.Bodies);
            return _text;
        }
    }

    /// <summary>Whether a text is in the message: by the index; without one, where it stands plainly; else in what is decoded, which the index then knows.</summary>
    public bool Contains(SearchText text, bool bodyOnly) =>
        scope.Index?.Contains(message, text.Text, bodyOnly)
        ?? ((scope.Index is null && PlainSearch.Finds(scope.Folder, message, text, bodyOnly, scope.Ending))
            || (Text is { } read && (read.BodyContains(text) || (!bodyOnly && read.HeaderContains(text)))));
}

/// <summary>Where a search looks.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Messages">Its messages.</param>
/// <param name="IsRecent">Whether a message is recent to the session.</param>
/// <param name="Saved">UIDs of <c>$</c>.</param>
/// <param name="Now">The time that ages are counted from.</param>
/// <param name="Ending">Ends with the connection.</param>
internal sealed record SearchScope(
    Folder Folder, IReadOnlyList<StoredMessage> Messages, Predicate<StoredMessage> IsRecent, IReadOnlySet<uint> Saved, DateTimeOffset Now, CancellationToken Ending)
{
    public uint LargestNumber { get; } = (uint)Messages.Count;

    /// <summary>The folder's full-text index, while a search that needs texts goes on.</summary>
    public TextIndex? Index { get; init; }

    public uint LargestUid { get; } = Messages.Count > 0 ? Messages[^1].Uid : 0;
}
