namespace Oss.MailEngine.Storage;

/// <summary>The flags a Maildir file name carries, as letters in ASCII order after <c>:2,</c>.</summary>
[Flags]
internal enum MessageFlags
{
    None = 0,
    Draft = 1,
    Flagged = 2,
    Passed = 4,
    Answered = 8,
    Seen = 16,
    Deleted = 32,
}
