using Oss.MailEngine;
using Oss.Tests.MailEngine.Storage;
using Shouldly;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>A session with this engine and one with Debian's Dovecot, each on a mailbox of its own, that are told the same.</summary>
internal sealed class ServerPair : IAsyncDisposable
{
    private readonly MailNode _node;
    private readonly StorageTree _tree;
    private readonly RawImap _ours;
    private readonly DovecotServer _dovecot;
    private readonly string _user;
    private RawImap _theirs;

    private ServerPair(MailNode node, StorageTree tree, DovecotServer dovecot, string user, RawImap ours, RawImap theirs) =>
        (_node, _tree, _dovecot, _user, _ours, _theirs) = (node, tree, dovecot, user, ours, theirs);

    public static async Task<ServerPair> OpenAsync(DovecotServer dovecot)
    {
        var node = new MailNode();
        await node.AddMailboxAsync(Replay.User);
        var tree = new StorageTree();
        var user = dovecot.Serve(tree);
        return new ServerPair(node, tree, dovecot, user, await RawImap.LogInAsync(await node.ListenAsync(MailListener.Imap), Replay.User), await RawImap.LogInAsync(dovecot.ImapPort, user));
    }

    public async Task AppendAsync(string message, string arguments = "INBOX (\\Seen)")
    {
        (await _ours.AppendAsync(arguments, message))[^1].ShouldStartWith("OK");
        (await _theirs.AppendAsync(arguments, message))[^1].ShouldStartWith("OK");
    }

    public async Task<(List<string> Ours, List<string> Theirs)> AskAsync(string command)
    {
        var ours = await _ours.AskAsync(command);
        try
        {
            return (ours, await _theirs.AskAsync(command));
        }
        catch (IOException)
        {
            // Dovecot hangs up where it has begun an answer that it cannot end.
            _theirs.Dispose();
            _theirs = await RawImap.LogInAsync(_dovecot.ImapPort, _user);
            await _theirs.AskAsync("SELECT INBOX");
            return (ours, ["BYE"]);
        }
    }

    /// <summary>The same answers, as one looks at them.</summary>
    public async Task SameAsync(string command, Func<List<string>, IEnumerable<string>> look)
    {
        var (ours, theirs) = await AskAsync(command);
        var (here, there) = (look(ours).ToList(), look(theirs).ToList());
        var different = here.Except(there).Select(answer => "here  " + answer).Concat(there.Except(here).Select(answer => "there " + answer)).ToList();
        different.ShouldBeEmpty($"{command}\n{string.Join('\n', different)}");
        here.ShouldBe(there, command);
    }

    public async ValueTask DisposeAsync()
    {
        _ours.Dispose();
        _theirs.Dispose();
        await _node.DisposeAsync();
        _tree.Dispose();
    }
}
