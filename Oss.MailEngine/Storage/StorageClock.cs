namespace Oss.MailEngine.Storage;

/// <summary>What every part of storage stamps names and locks with.</summary>
internal sealed record StorageClock(TimeProvider Time, string Host)
{
    public DateTimeOffset Now => Time.GetUtcNow();
}
