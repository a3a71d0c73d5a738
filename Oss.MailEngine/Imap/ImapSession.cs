using System.Text;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Imap.Notify;
using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap;

/// <summary>One IMAP connection (RFC 3501): reads commands, finds them in the table, tells what changed. The commands are in <c>Commands/</c>.</summary>
internal sealed class ImapSession(MailConnection connection, ImapServices services)
{
    private const string FolderGone = "The selected folder is gone";

    private int _errors;
    private bool _finished;
    private Neighbours? _neighbours;
    private Notifications? _notifications;

    public MailConnection Connection => connection;

    public ImapServices Services => services;

    public ImapReader Reader { get; } = new(connection);

    /// <summary>Who logged in.</summary>
    public MailboxAccount? Account { get; private set; }

    /// <summary>The mailbox logged in to.</summary>
    public Mailbox? Mailbox { get; private set; }

    /// <summary>Octets of one message (RFC 7889).</summary>
    public long AppendLimit => Account?.MessageLimit(services.Options.MaxMessageBytes) ?? services.Options.MaxMessageBytes;

    public SelectedFolder? Selected { get; set; }

    /// <summary>Other users' mailboxes, as this user may know of them.</summary>
    public Neighbours Neighbours => _neighbours ??= new Neighbours(this);

    /// <summary>What the client hears of between commands; <see langword="null"/> for nothing.</summary>
    public Notifications? Notifications
    {
        get => _notifications;
        set
        {
            _notifications?.Dispose();
            _notifications = value;
        }
    }

    /// <summary>What the client enabled.</summary>
    public ImapExtensions Enabled { get; set; }

    /// <summary>Whether names and quoted strings are UTF-8.</summary>
    public bool IsUtf8 => (Enabled & (ImapExtensions.Utf8 | ImapExtensions.Rev2)) != 0;

    public bool MayLogIn => services.Login.MaySendPassword(connection);

    public string Capabilities => string.Join(' ', ImapCommands.Capabilities) + $" APPENDLIMIT={AppendLimit} MESSAGELIMIT={services.Options.MessageLimit} IMAPSIEVE={services.Options.Sieve.Url ?? $"sieve://{services.Options.HostName}"}" + (connection.IsCompressed ? "" : " COMPRESS=DEFLATE")
        + (Mailbox is not null ? "" : (connection.IsEncrypted ? "" : " STARTTLS") + (MayLogIn ? "" : " LOGINDISABLED") + string.Concat(services.Login.Mechanisms(connection).Select(name => $" AUTH={name}")));

    private ImapStates State => Selected is not null ? ImapStates.Selected : Mailbox is not null ? ImapStates.Authenticated : ImapStates.NotAuthenticated;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        WriteLine($"* OK [CAPABILITY {Capabilities}] {services.Options.HostName} ready");
        try
        {
            while (!_finished)
            {
                if (connection.IsFlushDue())
                {
                    await connection.FlushAsync(cancellationToken);
                    await TellWhileWaitingAsync(cancellationToken);
                }

                if (await ReadRequestAsync(cancellationToken) is { } request)
                    await HandleAsync(request, cancellationToken);
            }
        }
        catch (TimeoutException)
        {
            WriteLine("* BYE You were silent too long");
        }
        catch (AccessWithdrawnException e)
        {
            End(e.Message);
        }
        catch (DirectoryNotFoundException) when (Selected is not null && Selected.Folder.IsDeleted)
        {
            End(FolderGone);
        }
        catch (OperationCanceledException) when (!connection.Closed.IsCancellationRequested)
        {
            WriteLine($"* BYE {connection.EndReason ?? "The node is going down; connect again"}");
            cancellationToken = connection.Closed;
        }

        Notifications = null;
        await connection.FlushAsync(cancellationToken);
    }

    // Until the client says something, it is told what it wants to hear of (RFC 5465).
    private async Task TellWhileWaitingAsync(CancellationToken cancellationToken)
    {
        if (Notifications is null)
            return;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var input = connection.WaitForInputAsync(Reader.Patience, waiting.Token);
        try
        {
            using var watch = Notifications.WatchSelected();
            do
            {
                Notifications.Signal.TryRead(out _);
                try
                {
                    await Notifications.TellAsync(isIdle: false, cancellationToken);
                }
                catch (IOException) when (!System.IO.Directory.Exists(Mailbox!.MaildirPath))
                {
                    // The volume is away for now; what happened is told when it is back.
                }

                await connection.FlushAsync(cancellationToken);
            }
            while (Notifications is { } current && await Task.WhenAny(input, current.Signal.WaitToReadAsync(waiting.Token).AsTask()) != input);
            await input;
        }
        finally
        {
            // Two readers of one pipe are none.
            await waiting.CancelAsync();
            await input.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Opens the mailbox of whoever logged in.</summary>
    public void Enter(MailboxAccount account)
    {
        Mailbox = services.Storage.Open(account);
        Account = account;
        Reader.Patience = ImapLimits.Patience;
    }

    public bool Has(ImapExtensions extension) => (Enabled & extension) != 0;

    /// <summary>Ends the connection after this command.</summary>
    public void Finish() => _finished = true;

    public void Write(string text) => Encoding.UTF8.GetBytes(text, connection.Output);

    public void WriteLine(string line) => connection.WriteLine(line);

    public void Ok(ImapRequest request, string text) => WriteLine($"{request.Tag} OK {text}");

    public void No(ImapRequest request, string text) => WriteLine($"{request.Tag} NO {text}");

    public void Bad(string tag, string text)
    {
        WriteLine($"{tag} BAD {text}");
        if (++_errors >= ImapLimits.Errors)
            End("Too many errors");
    }

    /// <summary>Tells what changed in the selected folder, then ends the command.</summary>
    public async Task CompleteAsync(ImapRequest request, string text, CancellationToken cancellationToken)
    {
        await TellAsync(request.TellsExpunges, cancellationToken);
        Ok(request, text);
    }

    /// <summary>Tells what changed in the selected folder.</summary>
    /// <param name="expunges">Whether expunges may be told now.</param>
    /// <param name="cancellationToken">Ends with the connection.</param>
    /// <param name="withFlags">False to leave out changes of flags, for a client that does not want to hear of them.</param>
    public async Task TellAsync(bool expunges, CancellationToken cancellationToken, bool withFlags = true)
    {
        if (Selected is null)
            return;
        await DemandAccessAsync(Selected, cancellationToken);
        var now = await Selected.Folder.SyncAsync(cancellationToken);
        DemandSame(Selected, now);
        foreach (var line in Selected.Update(now, expunges).Where(line => withFlags || !SelectedFolder.TellsFlags(line)))
            WriteLine(line);
    }

    /// <summary>A folder's name as the next argument.</summary>
    public FolderPath FolderArgument(ImapRequest request) => FolderArgument(request.Arguments);

    public FolderPath FolderArgument(ImapParser arguments) => Named(arguments.AString()) ?? throw new ImapRefusalException("[CANNOT] This cannot be a folder's name");

    /// <summary>The name in the form that was agreed on: UTF-8, or modified UTF-7 (RFC 3501 5.1.3, RFC 6855 3).</summary>
    public FolderPath? Named(string name) => IsUtf8 && !Ascii.IsValid(name)
        ? FolderPath.TryParse(name.TrimEnd('/').Normalize(NormalizationForm.FormC))
        : FolderPath.TryParseWire(name.TrimEnd('/'));

    /// <summary>A folder's name as it is shown to the client.</summary>
    public string Shown(FolderPath name) => IsUtf8 ? ImapText.String(name.Value, utf8: true) : ImapText.String(name.Wire);

    /// <summary>The same of a name that may be no folder's.</summary>
    public string Shown(List.ListedName name) => IsUtf8 ? ImapText.String(name.Value, utf8: true) : ImapText.String(name.Wire);

    /// <summary>Tells modification sequences from now on, and from where (RFC 7162 3.1).</summary>
    public void EnableCondStore()
    {
        if (Has(ImapExtensions.CondStore))
            return;
        Enabled |= ImapExtensions.CondStore;
        if (Selected is { } selected)
            WriteLine($"* OK [HIGHESTMODSEQ {selected.View.HighestModSeq}] The last change");
    }

    /// <summary>The folder of that name, when there is one of which the user may know; <see langword="null"/> when there is none.</summary>
    /// <exception cref="IOException">The directory cannot answer, or the mailbox's volume is down.</exception>
    public async ValueTask<FolderAccess?> TryFindAsync(FolderPath path, CancellationToken cancellationToken) =>
        await Neighbours.PlaceAsync(path, cancellationToken) is { } place && place.Mailbox.FindFolder(path.Folder) is { } folder
            && new FolderAccess(folder, path, place.User) is var access && (access.Rights & ~AclRights.Post) != 0 ? access : null;

    /// <summary>The folder of that name, which the user may do something with. Of one that the user may not even know of nobody learns that it is there (RFC 4314 6).</summary>
    /// <param name="path">The name.</param>
    /// <param name="needed">What the user must be allowed to do.</param>
    /// <param name="cancellationToken">Ends the look-up of another's mailbox.</param>
    /// <param name="code">What is answered when there is none.</param>
    /// <exception cref="ImapRefusalException">There is none, or the user may not.</exception>
    public async ValueTask<FolderAccess> FindAsync(FolderPath path, AclRights needed, CancellationToken cancellationToken, string code = "NONEXISTENT")
    {
        if (await TryFindAsync(path, cancellationToken) is { } access)
            return access.May(needed) ? access : throw new ImapRefusalException(FolderAccess.NoPermission);
        throw new ImapRefusalException($"[{(path.Owner is null ? code : "NONEXISTENT")}] There is no such folder");
    }

    // Deleted, or deleted and created anew: its numbers and UIDs mean other messages now, or none, and IMAP has no other word for it.
    private static void DemandSame(SelectedFolder selected, FolderSnapshot? now)
    {
        if (selected.Folder.IsGone || (now is not null && now.UidValidity != selected.View.UidValidity))
            throw new AccessWithdrawnException(FolderGone);
    }

    /// <summary>Ends the session when it may not read the selected folder any more: somebody took the right away, or closed the mailbox.</summary>
    private async ValueTask DemandAccessAsync(SelectedFolder selected, CancellationToken cancellationToken)
    {
        // Of the own mailbox nobody is shut out.
        if (selected.Access is { User.IsOwner: false } access
            && (!access.May(AclRights.Read) || await Neighbours.FindAsync(access.Path.Owner!, cancellationToken) is not { } neighbour || neighbour.Mailbox.Id != access.Folder.Mailbox.Id))
            throw new AccessWithdrawnException("The selected folder is not shared with you any more");
    }

    /// <summary>The selected folder, which must not be selected read only, and in which the user must be allowed to do something.</summary>
    public SelectedFolder Writable(AclRights needed)
    {
        var selected = Selected is { ReadOnly: false } writable ? writable : throw new ImapRefusalException("[READ-ONLY] The folder is selected read only");
        selected.Access.Demand(needed);
        return selected;
    }

    private void End(string reason)
    {
        WriteLine($"* BYE {reason}");
        _finished = true;
    }

    private async Task HandleAsync(ImapRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (Selected is not null)
            {
                await DemandAccessAsync(Selected, cancellationToken);
                DemandSame(Selected, request.Command.ChangesMessages ? await Selected.Folder.SyncAsync(cancellationToken) : null);
            }

            await request.Command.Handle(this, request, cancellationToken);
            return;
        }
        catch (ImapSyntaxException e)
        {
            Bad(request.Tag, e.Message);
        }
        catch (ImapRefusalException e)
        {
            No(request, e.Message);
        }
        catch (OverQuotaException e)
        {
            No(request, e.IsPool ? "[OVERQUOTA] The storage that the mailbox shares with others is full" : "[OVERQUOTA] The mailbox is full");
        }
        catch (AccessWithdrawnException e)
        {
            End(e.Message);
            return;
        }
        catch (DirectoryNotFoundException) when (Selected is not null && Selected.Folder.IsDeleted)
        {
            End(FolderGone);
            return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !connection.Closed.IsCancellationRequested)
        {
            No(request, "[UNAVAILABLE] The mailbox cannot be reached or written now; try again");
            // This session would not see it again; another does.
            if (Mailbox is { } mailbox && Services.Storage.IsElsewhere(mailbox))
            {
                End("Your mailbox was moved; log in again");
                return;
            }
        }

        await DrainAsync(request.Literal, cancellationToken);
    }

    private async Task DrainAsync(ImapLiteral? literal, CancellationToken cancellationToken)
    {
        if (!await Reader.DrainAsync(literal, Mailbox is null ? ImapLimits.DroppedBeforeLogin : ImapLimits.Dropped, cancellationToken))
            End("That is too much to read for nothing");
    }

    private async Task<ImapRequest?> ReadRequestAsync(CancellationToken cancellationToken)
    {
        var input = await Reader.ReadAsync(Streams, cancellationToken);
        if (input.Kind == ImapInput.Command)
        {
            var tag = "*";
            try
            {
                return Request(input, out tag);
            }
            catch (ImapSyntaxException e)
            {
                Bad(tag, e.Message);
                await DrainAsync(input.Literal, cancellationToken);
                return null;
            }
        }

        _finished |= input.Kind is ImapInput.End or ImapInput.Hopeless;
        if (input.Kind != ImapInput.End)
            Bad(TagOf(input.Octets), input.Kind == ImapInput.Malformed ? "The line is not well-formed" : "[TOOBIG] The command is too long");
        return null;
    }

    private static bool Streams(byte[] line)
    {
        try
        {
            return Verb(new ImapParser(line), out _, out _) is { Streams: true };
        }
        catch (ImapSyntaxException)
        {
            return false;
        }
    }

    private ImapRequest? Request(ImapOctets input, out string tag)
    {
        var parser = new ImapParser(input.Octets);
        var command = Verb(parser, out tag, out var byUid) ?? throw new ImapSyntaxException("Unknown command");
        if (!byUid && command.HasUidForm && command.SpeaksNumbers && Has(ImapExtensions.UidOnly))
            throw new ImapSyntaxException("[UIDREQUIRED] Numbers were given up for UIDs");
        if (!command.States.HasFlag(State))
            throw new ImapSyntaxException(Mailbox is null ? "Log in first" : Selected is null && command.States == ImapStates.Selected ? "Select a folder first" : "Not now");
        if (!parser.IsAtEnd)
            parser.Expect(' ');
        return new ImapRequest(tag, command, byUid, parser) { Literal = input.Literal };
    }

    private static ImapCommand? Verb(ImapParser parser, out string tag, out bool byUid)
    {
        tag = "*";
        tag = parser.Tag();
        parser.Expect(' ');
        var verb = parser.Atom().ToUpperInvariant();
        byUid = verb == "UID";
        if (byUid)
        {
            parser.Expect(' ');
            verb = parser.Atom().ToUpperInvariant();
        }

        return ImapCommands.Find(verb, byUid);
    }

    private static string TagOf(byte[] octets)
    {
        try
        {
            return new ImapParser(octets).Tag();
        }
        catch (ImapSyntaxException)
        {
            return "*";
        }
    }
}

/// <summary>The session has nothing to do with the selected folder any more; it ends with this sentence.</summary>
internal sealed class AccessWithdrawnException(string message) : Exception(message);
