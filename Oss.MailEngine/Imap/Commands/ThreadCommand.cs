using Oss.MailEngine.Imap.Search;
using Oss.MailEngine.Imap.Search.Thread;
using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>THREAD (RFC 5256 3).</summary>
internal static class ThreadCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var arguments = request.Arguments;
        Func<SearchScope, List<int>, List<ThreadNode>> algorithm = arguments.Atom().ToUpperInvariant() switch
        {
            "ORDEREDSUBJECT" => ThreadAlgorithm.OrderedSubject,
            "REFERENCES" => ThreadAlgorithm.References,
            _ => throw new ImapSyntaxException("THREAD knows ORDEREDSUBJECT and REFERENCES"),
        };
        arguments.Expect(' ');
        SearchProgram.Charset(arguments.AString());
        arguments.Expect(' ');
        var key = SearchProgram.Keys(session, arguments);

        var selected = session.Selected!;
        var scope = SearchProgram.Scope(session, selected, cancellationToken);
        var threads = algorithm(scope, await SearchProgram.RunAsync(session, request, scope, key, cancellationToken));
        var text = ThreadNode.Format(threads, index => request.ByUid ? selected.Messages[index].Uid : (uint)index + 1);
        session.WriteLine(text.Length > 0 ? $"* THREAD {text}" : "* THREAD");
        await session.CompleteAsync(request, "Threaded", cancellationToken);
    }
}
