using System.Globalization;
using Oss.MailEngine.Imap.Search;
using Oss.MailEngine.Imap.Search.Sort;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>SORT (RFC 5256 3), with RETURN (RFC 5267 3).</summary>
internal static class SortCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var arguments = request.Arguments;
        var returns = SearchReturn.TryParse(arguments);
        var order = SortOrder.Parse(arguments);
        arguments.Expect(' ');
        SearchProgram.Charset(arguments.AString());
        arguments.Expect(' ');
        var key = SearchProgram.Keys(session, arguments);

        var selected = session.Selected!;
        var scope = SearchProgram.Scope(session, selected, cancellationToken);
        var sorted = order.Sort(scope, await SearchProgram.RunAsync(session, request, scope, key, cancellationToken));
        var numbers = sorted.ConvertAll(index => request.ByUid ? selected.Messages[index].Uid : (uint)index + 1);
        if (returns is null)
            session.WriteLine("* SORT" + string.Concat(numbers.Select(n => " " + n.ToString(CultureInfo.InvariantCulture))));
        else if (!returns.IsEmpty)
            session.WriteLine(new SearchAnswer($"TAG \"{request.Tag}\"", request.ByUid, returns).Line(numbers));
        if (returns is { Save: true })
            selected.Saved = [.. sorted.Order().Select(index => selected.Messages[index].Uid)];
        if (returns is { Update: true })
            session.WriteLine($"* NO [NOUPDATE \"{request.Tag}\"] A sorted result is not kept up to date");
        await session.CompleteAsync(request, "Sorted", cancellationToken);
    }
}
