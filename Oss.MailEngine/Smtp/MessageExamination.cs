using Microsoft.Extensions.Logging;
using MimeKit;
using Oss.MailEngine.Policy.Authentication;

namespace Oss.MailEngine.Smtp;

/// <summary>What is found out of a message when all of it is here, before it is taken: where it comes from, what the rules say of it, and what users' messages are signed with.</summary>
internal static partial class MessageExamination
{
    /// <summary>Asks the rules of the last stage; mail of other servers is authenticated before, which gives it its Authentication-Results field.</summary>
    /// <returns>The refusal; nothing when there is none.</returns>
    public static async Task<string?> ExamineAsync(SmtpSession session, IncomingMessage message, CancellationToken cancellationToken)
    {
        if (session.Policy is not { } policy)
            return null;

        var services = session.Services;
        var isForeign = !policy.IsSubmission && !services.Policy.IsTrusted(session.Connection.RemoteAddress);
        // Who says of himself that we found him to be genuine is not believed (RFC 8601 5).
        message.OmitsForgedResults = true;
        if (isForeign && services.Policy.Options.Authenticates)
        {
            await using var content = message.OpenRead();
            policy.Facts.Authentication = await MessageAuthentication.RunAsync(policy.Facts, content, cancellationToken);
            session.Transaction!.Authentication = policy.Facts.Authentication.Field(session.HostName, policy.Facts);
        }

        return (await policy.DataAsync(message.Length, cancellationToken))?.Reply;
    }

    /// <summary>The signature fields of a user's message; empty when its domain has no keys, or the author's address is not the user's.</summary>
    /// <param name="session">The user.</param>
    /// <param name="message">The message.</param>
    /// <param name="missing">The fields that are put before it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string> SignAsync(SmtpSession session, IncomingMessage message, byte[] missing, CancellationToken cancellationToken)
    {
        try
        {
            if (await OwnKeysAsync(session, message, cancellationToken) is not ({ Count: > 0 } keys, var domain))
                return "";
            await using var content = message.OpenRead();
            using var parsed = await MimeMessage.LoadAsync(new PrefixedStream(missing, content), persistent: false, cancellationToken);
            return DkimSigning.Sign(parsed, domain, keys);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            // Without a signature rather than not at all.
            NotSigned(session.Services.Log, session.Connection.Id, e);
            return "";
        }
    }

    /// <summary>Whether a message with eight-bit text is to be signed, and may be converted before: what its author signed may not.</summary>
    public static async Task<bool> IsToBeConvertedAsync(SmtpSession session, IncomingMessage message, CancellationToken cancellationToken)
    {
        try
        {
            if (await OwnKeysAsync(session, message, cancellationToken) is not ({ Count: > 0 }, _))
                return false;

            await using var content = message.OpenRead();
            using var parsed = await MimeMessage.LoadAsync(content, persistent: false, cancellationToken);
            using var parts = new MimeIterator(parsed);
            while (parts.MoveNext())
            {
                if (parts.Current is MimeKit.Cryptography.MultipartSigned)
                    return false;
            }

            return true;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    // By the header alone: a message of many megabytes is not taken to pieces to find that there is no key for it.
    private static async Task<(IReadOnlyList<Directory.DkimSigningKey> Keys, string Domain)?> OwnKeysAsync(SmtpSession session, IncomingMessage message, CancellationToken cancellationToken)
    {
        await using var content = message.OpenRead();
        var header = await HeaderList.LoadAsync(content, cancellationToken);
        return DkimSigning.AuthorOf(header) is var (address, domain) && await IsOwnAsync(session, address, domain, cancellationToken)
            ? (await session.Services.Outbound.Directory.GetSigningKeysAsync(domain, cancellationToken), domain)
            : null;
    }

    // A user who may send from a domain is not to have somebody else's name signed.
    private static async Task<bool> IsOwnAsync(SmtpSession session, string address, string domain, CancellationToken cancellationToken) =>
        session.User is { } user
            ? await session.Services.Outbound.MaySendAsAsync(user, address, cancellationToken)
            : Policy.PolicyFacts.DomainOf(session.Transaction!.Sender) == domain;

    [LoggerMessage(2104, LogLevel.Warning, "{ConnectionId}: the message could not be signed.")]
    private static partial void NotSigned(ILogger log, string connectionId, Exception cause);

    /// <summary>Octets, then a stream; forward only.</summary>
    private sealed class PrefixedStream(byte[] prefix, Stream rest) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var taken = TakePrefix(buffer);
            return taken > 0 ? taken : rest.Read(buffer);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var taken = TakePrefix(buffer.Span);
            return taken > 0 ? ValueTask.FromResult(taken) : rest.ReadAsync(buffer, cancellationToken);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int TakePrefix(Span<byte> buffer)
        {
            var taken = Math.Min(buffer.Length, prefix.Length - _at);
            prefix.AsSpan(_at, taken).CopyTo(buffer);
            _at += taken;
            return taken;
        }
    }
}
