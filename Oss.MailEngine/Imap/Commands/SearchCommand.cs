using System.Globalization;
using Oss.MailEngine.Imap.Search;
using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>SEARCH (RFC 3501 6.4.4), with RETURN (RFC 4731), SAVE (RFC 5182), UPDATE (RFC 5267) and PARTIAL (RFC 9394).</summary>
internal static class SearchCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        // IMAP4rev2 knows the extended answer only (RFC 9051 6.4.4).
        var returns = SearchReturn.TryParse(request.Arguments) ?? (session.Has(ImapExtensions.Rev2) ? SearchReturn.Everything : null);
        var selected = session.Selected!;
        var key = returns is { Save: true } ? ParseForSaving(session, request, selected) : SearchProgram.Parse(session, request.Arguments);
        var scope = SearchProgram.Scope(session, selected, cancellationToken);
        var first = SearchProgram.FirstWithinLimit(session, scope, key);
        var found = await SearchProgram.RunAsync(session, request, scope, key, first, cancellationToken);
        var uids = found.ConvertAll(index => selected.Messages[index].Uid);
        if (key.UsesModSeq)
            session.EnableCondStore();
        ulong? modSeq = key.UsesModSeq && found.Count > 0 ? found.Max(index => selected.Messages[index].ModSeq) : null;
        Write(session, request, returns, request.ByUid ? uids : found.ConvertAll(index => (uint)index + 1), modSeq);
        if (returns is { Save: true })
            selected.Saved = Answer(request, returns).Saved(uids);
        if (returns is { Update: true })
            Keep(session, request, selected, key, uids);
        await session.CompleteAsync(request, $"{(first > 0 ? MessageLimit.Code(session, scope.Messages[first].Uid) : "")}Searched", cancellationToken);
    }

    private static SearchAnswer Answer(ImapRequest request, SearchReturn returns) => new($"TAG \"{request.Tag}\"", request.ByUid, returns);

    private static void Write(ImapSession session, ImapRequest request, SearchReturn? returns, List<uint> numbers, ulong? modSeq)
    {
        if (returns is null)
            session.WriteLine("* SEARCH" + string.Concat(numbers.Select(n => " " + n.ToString(CultureInfo.InvariantCulture))) + (modSeq is null ? "" : $" (MODSEQ {modSeq})"));
        else if (!returns.IsEmpty)
            session.WriteLine(Answer(request, returns).Line(numbers, modSeq));
    }

    // A search that was to be saved and is refused leaves nothing saved; one that is not well-formed changes nothing (RFC 5182 2.1).
    private static SearchKey ParseForSaving(ImapSession session, ImapRequest request, SelectedFolder selected)
    {
        try
        {
            return SearchProgram.Parse(session, request.Arguments);
        }
        catch (ImapRefusalException)
        {
            selected.Saved = [];
            throw;
        }
    }

    private static void Keep(ImapSession session, ImapRequest request, SelectedFolder selected, SearchKey key, List<uint> uids)
    {
        if (selected.Contexts.Count >= ImapLimits.Contexts)
            session.WriteLine($"* NO [NOUPDATE \"{request.Tag}\"] Too many searches are kept up to date");
        else
            selected.Contexts.Add(new SearchContext(session, request.Tag, request.ByUid, key, uids));
    }
}
