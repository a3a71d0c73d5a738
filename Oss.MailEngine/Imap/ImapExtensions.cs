namespace Oss.MailEngine.Imap;

/// <summary>What a client has to ask for with ENABLE (RFC 5161), because it changes the answers to what it knew before.</summary>
[Flags]
internal enum ImapExtensions
{
    None = 0,

    /// <summary>UTF8=ACCEPT (RFC 6855): names and quoted strings in UTF-8.</summary>
    Utf8 = 1,

    /// <summary>IMAP4rev2 (RFC 9051): no RECENT, ESEARCH always, names in UTF-8.</summary>
    Rev2 = 2,

    /// <summary>UIDONLY (RFC 9586): no sequence numbers any more, in either direction.</summary>
    UidOnly = 4,

    /// <summary>CONDSTORE (RFC 7162): modification sequences with every change of flags.</summary>
    CondStore = 8,

    /// <summary>QRESYNC (RFC 7162): VANISHED in place of EXPUNGE.</summary>
    QResync = 16,
}
