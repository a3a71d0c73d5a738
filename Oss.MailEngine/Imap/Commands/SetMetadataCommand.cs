using System.Text;
using Oss.MailEngine.Imap.Events;
using Oss.MailEngine.Imap.List;
using Oss.MailEngine.Imap.Metadata;
using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>SETMETADATA (RFC 5464 4.3): all entries or none.</summary>
internal static class SetMetadataCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var arguments = request.Arguments;
        var target = await MetadataTarget.ParseAsync(session, arguments, cancellationToken);
        arguments.Expect(' ');
        var changes = new List<(string, string?)>();
        arguments.Parenthesised(() =>
        {
            var entry = MetadataEntry.Parse(arguments.AString());
            arguments.Expect(' ');
            changes.Add((target.Key(entry), Checked(target, entry, arguments.NString())));
            if (changes.Count > ImapLimits.MetadataEntries)
                throw new ImapRefusalException("[METADATA TOOMANY] Too many entries");
        });
        arguments.ExpectEnd();

        if (!await session.Mailbox!.Attributes.SetAsync(changes, cancellationToken))
            throw new ImapRefusalException("[METADATA TOOMANY] The mailbox has too many of them");
        await session.CompleteAsync(request, "Set", cancellationToken);
    }

    private static string? Checked(MetadataTarget target, MetadataEntry entry, string? value)
    {
        // The entry for all folders (RFC 6785 2.3.1) is for all of this user's, and so his to set.
        if (target.IsServer && !entry.IsPrivate && entry.Name != ImapEvents.EntryName)
            throw new ImapRefusalException("[NOPERM] What the server says to all is not changed here");
        if (value is not null && Encoding.UTF8.GetByteCount(value) > ImapLimits.MetadataValue)
            throw new ImapRefusalException($"[METADATA MAXSIZE {ImapLimits.MetadataValue}] The value is too long");
        if (entry is { IsPrivate: true, Name: SpecialUse.Attribute } && value?.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(use => SpecialUse.Known.Contains(use, StringComparer.OrdinalIgnoreCase)) == false)
            throw new ImapRefusalException("[USEATTR] There is no such use");
        return value;
    }
}
