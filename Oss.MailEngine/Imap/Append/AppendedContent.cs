using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Append;

/// <summary>A message's content as it comes.</summary>
internal sealed class AppendedContent(SpooledMessage message)
{
    public SpooledMessage Message => message;

    public bool HasNul { get; private set; }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        HasNul |= octets.Span.Contains((byte)0);
        return message.WriteAsync(octets, cancellationToken);
    }
}
