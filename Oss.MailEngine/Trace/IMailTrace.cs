namespace Oss.MailEngine.Trace;

/// <summary>
/// Where the engine says what becomes of each message, for each of its recipients: the record that support searches. The engine tells while it serves a connection; an implementation
/// takes what it is told and returns at once, writes it later, and never throws. What it loses is a line in a record, never mail.
/// </summary>
public interface IMailTrace
{
    /// <summary>Told what happened to a message on its way to one recipient: once when the message was answered, and again for each thing that happens to it in the queue.</summary>
    void Tell(MessageTrace trace);
}
