using System.Text;
using System.Threading.Channels;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>IDLE (RFC 2177).</summary>
internal static class IdleCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        request.Arguments.ExpectEnd();
        // The folder may still call back while it is told to stop, from a timer's thread: what it calls must not fail then.
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watch = session.Notifications is { } notifications ? notifications.WatchSelected() : session.Selected?.Folder.Watch(() => changed.Writer.TryWrite(true));
        session.WriteLine("+ Idling");
        await TellAsync(session, cancellationToken);
        await session.Connection.FlushAsync(cancellationToken);

        var line = await WaitAsync(session, session.Notifications?.Signal ?? changed.Reader, cancellationToken);
        if (line.Kind == LineKind.End)
            session.Finish();
        if (!Encoding.ASCII.GetString(line.Octets).Equals("DONE", StringComparison.OrdinalIgnoreCase))
            throw new ImapSyntaxException("IDLE ends with DONE");
        await session.CompleteAsync(request, "Idled", cancellationToken);
    }

    // Who said what to hear of hears that (RFC 5465 4), and everybody else of the selected folder.
    private static Task TellAsync(ImapSession session, CancellationToken cancellationToken) =>
        session.Notifications is { } notifications ? notifications.TellAsync(isIdle: true, cancellationToken) : session.TellAsync(expunges: true, cancellationToken);

    private static async Task<Line> WaitAsync(ImapSession session, ChannelReader<bool> changed, CancellationToken cancellationToken)
    {
        using var idling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var done = session.Connection.ReadLineAsync(ImapLimits.Command, ImapLimits.Patience, idling.Token).AsTask();
        try
        {
            while (await Task.WhenAny(done, changed.WaitToReadAsync(idling.Token).AsTask()) != done)
            {
                changed.TryRead(out _);
                await TellAsync(session, cancellationToken);
                await session.Connection.FlushAsync(cancellationToken);
            }

            return await done;
        }
        finally
        {
            // Two readers of one pipe are none: the line is not waited for any longer before anybody else reads.
            await idling.CancelAsync();
            await done.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
