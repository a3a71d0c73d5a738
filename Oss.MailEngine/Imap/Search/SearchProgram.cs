using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Search;

/// <summary>The arguments of a search and how it goes through a folder.</summary>
internal static class SearchProgram
{
    /// <summary>How often a client is told that a long search goes on (RFC 9585).</summary>
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(5);

    /// <summary>Reads the charset, when there is one, and the keys to the command's end.</summary>
    public static SearchKey Parse(ImapSession session, ImapParser arguments)
    {
        if (arguments.TryTakeWord("CHARSET"))
        {
            // RFC 6855 3: who has agreed on UTF-8 does not name another.
            if (session.Has(ImapExtensions.Utf8))
                throw new ImapSyntaxException("CHARSET has no place where everything is UTF-8");
            Charset(arguments.AString());
            arguments.Expect(' ');
        }

        return Keys(session, arguments);
    }

    /// <summary>Reads the keys to the command's end.</summary>
    public static SearchKey Keys(ImapSession session, ImapParser arguments)
    {
        var key = SearchKey.ParseAll(arguments);
        arguments.ExpectEnd();
        return key.UsesNumbers && session.Has(ImapExtensions.UidOnly) ? throw new ImapSyntaxException("[UIDREQUIRED] Numbers were given up for UIDs") : key;
    }

    /// <exception cref="ImapRefusalException">The charset is not known.</exception>
    public static void Charset(string charset)
    {
        if (charset.ToUpperInvariant() is not ("UTF-8" or "US-ASCII"))
            throw new ImapRefusalException("[BADCHARSET (UTF-8 US-ASCII)] Unknown character set");
    }

    public static SearchScope Scope(ImapSession session, SelectedFolder selected, CancellationToken cancellationToken) =>
        new(selected.Folder, selected.Messages, selected.IsRecent, selected.Saved.ToHashSet(), session.Connection.Time.GetUtcNow(), cancellationToken);

    /// <summary>The indexes of what fits, ascending, for who needs all or nothing.</summary>
    /// <exception cref="ImapRefusalException">There are more messages to look at than one command may (RFC 9738).</exception>
    public static async Task<List<int>> RunAsync(ImapSession session, ImapRequest request, SearchScope scope, SearchKey key, CancellationToken cancellationToken)
    {
        if (FirstWithinLimit(session, scope, key) is > 0)
            MessageLimit.Demand(session, int.MaxValue);
        return await RunAsync(session, request, scope, key, 0, cancellationToken);
    }

    /// <summary>From which message on a search goes, when it would look at more than one command may; 0 when it does not.</summary>
    public static int FirstWithinLimit(ImapSession session, SearchScope scope, SearchKey key)
    {
        var left = session.Services.Options.MessageLimit;
        if (scope.Messages.Count <= left)
            return 0;
        var first = scope.Messages.Count;
        for (var i = scope.Messages.Count - 1; i >= 0; i--)
        {
            if (key.Within?.Invoke(new SearchCandidate(scope, scope.Messages[i], (uint)i + 1)) == false)
                continue;
            if (left-- == 0)
                return first;
            first = i;
        }

        return 0;
    }

    /// <summary>The indexes of what fits, ascending.</summary>
    public static async Task<List<int>> RunAsync(ImapSession session, ImapRequest request, SearchScope scope, SearchKey key, int first, CancellationToken cancellationToken)
    {
        using var index = key.Cost == SearchCost.Text ? scope.Folder.TryOpenTextIndex() : null;
        index?.Prune(scope.Messages);
        scope = scope with { Index = index };
        var found = new List<int>();
        var last = session.Connection.Time.GetTimestamp();
        for (var i = first; i < scope.Messages.Count; i++)
        {
            if (key.Matches(new SearchCandidate(scope, scope.Messages[i], (uint)i + 1)))
                found.Add(i);
            if (key.Cost == SearchCost.Nothing || session.Connection.Time.GetElapsedTime(last) < Progress)
                continue;

            last = session.Connection.Time.GetTimestamp();
            cancellationToken.ThrowIfCancellationRequested();
            session.WriteLine($"* OK [INPROGRESS (\"{request.Tag}\" {i + 1} {scope.Messages.Count})] Still searching");
            await session.Connection.FlushAsync(cancellationToken);
        }

        return found;
    }
}
