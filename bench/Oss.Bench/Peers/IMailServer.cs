using System.Net;

namespace Oss.Bench.Peers;

/// <summary>A mail server under load: this platform, or one that others wrote.</summary>
internal interface IMailServer : IServer
{
    /// <summary>Where IMAP listens.</summary>
    IPEndPoint Imap { get; }

    /// <summary>Where POP3 listens.</summary>
    IPEndPoint Pop3 { get; }

    /// <summary>Where LMTP listens.</summary>
    IPEndPoint Lmtp { get; }

    /// <summary>The Maildir of a user, to be filled before it is first opened.</summary>
    string MaildirOf(string user);

    /// <summary>Hands files written below a Maildir to the user the server runs as.</summary>
    void Own(string path);

    /// <summary>Deletes everything the server can rebuild from the Maildir; UIDs stay.</summary>
    void DeleteDerived(string user);
}
