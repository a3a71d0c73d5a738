using System.CommandLine;
using Oss.Api.CommandLine.Output;
using Oss.Domain;
using Oss.Domain.Addresses;
using Oss.Domain.Audit;
using Oss.MailEngine.Directory;

namespace Oss.Api.CommandLine;

/// <summary><c>oss mailbox export|import</c>: the mail of one mailbox as a tar file that is a Maildir, with UIDs, flags, subscriptions and scripts. The mailbox may be in use.</summary>
internal static class ArchiveCommand
{
    public static Command Create(Terminal terminal) => new("mailbox", "One mailbox: its mail out to a tar file and in again, its filters tried and brought over.")
    {
        Export(terminal), Import(terminal), FilterCommands.Try(terminal), FilterCommands.Import(terminal),
    };

    private static Command Export(Terminal terminal)
    {
        var address = MailboxesCommand.Address();
        var file = new Argument<FileInfo>("file") { Description = "The tar file to write; it must not exist." };
        var command = new VerbCommand("export", "Writes the mail of a mailbox, which may be in use, as a tar file.", "oss mailbox export anna@example.org anna.tar --reason 'backup before transfer'") { address, file };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var target = parsed.GetRequiredValue(file);
            if (target.Exists)
                throw new IOException($"{target.FullName} exists already.");

            var account = await FindAsync(platform, parsed.GetRequiredValue(address), cancellationToken);
            await NoteAsync(platform, "export", account, $"Mail exported to {target.Name}.", cancellationToken);
            var unfinished = target.FullName + ".part";
            await using (var stream = new FileStream(unfinished, new FileStreamOptions
            {
                Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite, Options = FileOptions.Asynchronous,
            }))
            {
                await platform.Get<Oss.MailEngine.MailEngine>().ExportMailboxAsync(account, stream, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, target.FullName);
            target.Refresh();
            platform.Answer.Say(new { Mailbox = account.CanonicalName, File = target.FullName, Bytes = target.Length }, $"{account.CanonicalName}: {target.Length} bytes in {target.Name}.");
            return ExitCodes.Done;
        });
    }

    private static Command Import(Terminal terminal)
    {
        var address = MailboxesCommand.Address();
        var file = new Argument<FileInfo>("file") { Description = "A tar file that an export wrote, or of any Maildir." };
        var command = new VerbCommand("import", "Reads such a file into a mailbox: with UIDs into empty folders, what is missing into others. Twice adds nothing.", "oss mailbox import anna@example.org anna.tar") { address, file };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var account = await FindAsync(platform, parsed.GetRequiredValue(address), cancellationToken);
            await using var stream = parsed.GetRequiredValue(file).OpenRead();
            await NoteAsync(platform, "import", account, $"Mail imported from {parsed.GetRequiredValue(file).Name}.", cancellationToken);
            var added = await platform.Get<Oss.MailEngine.MailEngine>().ImportMailboxAsync(account, stream, cancellationToken);
            platform.Answer.Say(new { Mailbox = account.CanonicalName, Added = added }, $"{account.CanonicalName}: {added} messages added.");
            return ExitCodes.Done;
        });
    }

    // Looked up exactly first: what mail for a misspelt name leads to, a catch-all's mailbox, is not meant here.
    private static async Task<MailboxAccount> FindAsync(CommandPlatform platform, string address, CancellationToken cancellationToken) =>
        (await platform.Get<GetAddress>().ExecuteAsync(address, platform.Actor, cancellationToken)).Mailbox is { } primary
            && await platform.Get<ResolveAddress>().ExecuteAsync(primary, cancellationToken) is AddressResolution.ToMailbox { Volume: { } volume } found
            ? new MailboxAccount(found.Id, found.CanonicalName, volume, found.QuotaBytes)
            : throw new DomainException(new DomainError.NotFound("mailbox", address));

    private static Task NoteAsync(CommandPlatform platform, string verb, MailboxAccount account, string detail, CancellationToken cancellationToken) =>
        platform.Get<NoteAudit>().ExecuteAsync($"mailbox.{verb}-mail", account.CanonicalName, detail, platform.Actor, cancellationToken);
}
