namespace Oss.MailEngine.Imap.Commands;

/// <summary>ENABLE (RFC 5161). What is not known is passed over.</summary>
internal static class EnableCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var enabled = new List<string>();
        do
        {
            var name = request.Arguments.Atom().ToUpperInvariant();
            var extension = name switch
            {
                "CONDSTORE" => ImapExtensions.CondStore,
                // QRESYNC brings CONDSTORE along (RFC 7162 3.2.3).
                "QRESYNC" => ImapExtensions.QResync | ImapExtensions.CondStore,
                "UTF8=ACCEPT" => ImapExtensions.Utf8,
                "IMAP4REV2" => ImapExtensions.Rev2,
                "UIDONLY" => ImapExtensions.UidOnly,
                _ => ImapExtensions.None,
            };
            if ((extension & ~session.Enabled) == 0)
                continue;
            session.Enabled |= extension;
            enabled.Add(name == "IMAP4REV2" ? "IMAP4rev2" : name);
        }
        while (request.Arguments.TryTake(' '));
        request.Arguments.ExpectEnd();
        if (session.Enabled.HasFlag(ImapExtensions.UidOnly))
            DropNumbered(session);
        session.WriteLine(enabled.Count > 0 ? $"* ENABLED {string.Join(' ', enabled)}" : "* ENABLED");
        return session.CompleteAsync(request, "Enabled", cancellationToken);
    }

    // What is kept up to date by message numbers cannot be told any more (RFC 9586 3); RFC 5267 4.3.5 has the way to say so.
    private static void DropNumbered(ImapSession session)
    {
        foreach (var context in session.Selected?.Contexts.Where(context => !context.ByUid).ToList() ?? [])
        {
            session.WriteLine($"* NO [NOUPDATE \"{context.Tag}\"] Numbers were given up for UIDs");
            session.Selected!.Contexts.Remove(context);
        }
    }
}
