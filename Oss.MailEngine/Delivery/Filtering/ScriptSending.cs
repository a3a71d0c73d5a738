using System.Text;
using MimeKit;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Policy.Authentication;
using Oss.MailEngine.Queue;
using Oss.MailEngine.Smtp;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>Sends what scripts send: straight into mailboxes of this platform, else by the queue.</summary>
internal sealed class ScriptSending(OutboundServices outbound, TimeProvider time)
{
    private const string NoWay = "there is no way to the address";

    /// <summary>Whether an address leads to a mailbox and nowhere else: its name, or an alias.</summary>
    public async ValueTask<bool> LeadsToAsync(string address, Guid mailbox, CancellationToken cancellationToken) =>
        (await outbound.Resolver.ResolveAsync(address, cancellationToken)).Resolution is RecipientResolution.Deliver deliver && deliver.Mailbox.Id == mailbox;

    /// <summary>Why a mailbox's scripts may pass no mail on to an address: it is elsewhere, and the mailbox's owner lets no mail out. <see langword="null"/> when they may.</summary>
    /// <exception cref="IOException">The directory cannot answer.</exception>
    public async ValueTask<string?> WhyNotAsync(string address, Guid mailbox, CancellationToken cancellationToken) =>
        await WhyNotAsync(await outbound.Resolver.ResolveAsync(address, cancellationToken), mailbox, cancellationToken);

    /// <summary>Sends.</summary>
    /// <returns>Why it could not be sent; <see langword="null"/> when it was.</returns>
    public async Task<string?> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var route = await outbound.Resolver.ResolveAsync(mail.Recipient, cancellationToken);
        if (route is { Mailboxes.Count: > 0, Relays.Count: 0 })
            return await DeliverAsync(mail, route.Mailboxes, cancellationToken) ? null : NoWay;
        if (!route.IsKnown && route.Resolution is RecipientResolution.UnknownUser or RecipientResolution.Suspended { Temporary: false })
            return NoWay;
        if (mail is { IsForward: true, Account: { } account } && await WhyNotAsync(route, account, cancellationToken) is { } why)
            return why;

        await using var signed = mail.IsForward ? null : await SignAsync(mail, cancellationToken);
        try
        {
            // Somebody else's mail leaves in our name (SRS).
            var isForward = mail.IsForward && route.Resolution is RecipientResolution.UnknownDomain;
            var envelope = new QueuedEnvelope(isForward ? outbound.Rewriting.Forward(mail.Sender) : mail.Sender, [new QueuedRecipient(mail.Recipient)])
            {
                Arrived = time.GetUtcNow(), Origin = mail.Origin, Account = mail.Account, TraceMessage = mail.TraceMessage, MessageId = mail.MessageId, Body = await IsAsciiAsync(mail.Content, cancellationToken) ? MessageBody.SevenBit : MessageBody.EightBit,
            };
            if (mail.Once is { } id)
                await outbound.Queue.AddOnceAsync(id, envelope, mail.Content, cancellationToken);
            else
                await outbound.Queue.AddAsync(envelope, signed ?? mail.Content);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return NoWay;
        }
    }

    private async ValueTask<string?> WhyNotAsync(RecipientRoute route, Guid mailbox, CancellationToken cancellationToken) =>
        route.Resolution is RecipientResolution.UnknownDomain && !await outbound.Directory.MayForwardElsewhereAsync(mailbox, cancellationToken)
            ? "mail may be passed on to addresses of this platform only"
            : null;

    /// <summary>Lets go what was sent with <see cref="OutgoingMail.Once"/>: it is noted where it will be found when the same message comes again. Does nothing for what is not in the queue.</summary>
    public void Release(Guid id) => outbound.Queue.Release(id);

    // Replies and notifications are written here in the name of the mailbox's owner. A script may say any From; only the owner's own is signed.
    private async Task<SpooledMessage?> SignAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        if (mail.Owner is not { } owner)
            return null;

        SpooledMessage? signed = null;
        try
        {
            await using var content = mail.Content.OpenRead();
            using var parsed = await MimeMessage.LoadAsync(content, cancellationToken);
            if (DkimSigning.AuthorOf(parsed) is not var (address, domain) || !await outbound.MaySendAsAsync(owner, address, cancellationToken)
                || await outbound.Directory.GetSigningKeysAsync(domain, cancellationToken) is not { Count: > 0 } keys)
                return null;

            signed = outbound.NewSpooledMessage();
            await signed.WriteAsync(Encoding.ASCII.GetBytes(DkimSigning.Sign(parsed, domain, keys)), cancellationToken);
            content.Position = 0;
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
                await signed.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await signed.CompleteAsync(cancellationToken);
            return signed;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException or IOException)
        {
            // Without a signature rather than not at all.
            if (signed is not null)
                await signed.DisposeAsync();
            return null;
        }
    }

    private async Task<bool> DeliverAsync(OutgoingMail mail, IReadOnlyList<MailboxAccount> mailboxes, CancellationToken cancellationToken)
    {
        foreach (var mailbox in mailboxes)
        {
            var trace = outbound.Trace?.Local(mail, mailbox);
            var envelope = new DeliveryEnvelope(mail.Sender, mail.Recipient, MayRefuse: false) { Trace = trace };
            var outcome = await outbound.Delivery.DeliverAsync(mail.Content, envelope, mailbox, "sieve", cancellationToken);
            trace?.Tell();
            if (outcome.State != DeliveryState.Delivered)
                return false;
        }

        return true;
    }

    private static async Task<bool> IsAsciiAsync(SpooledMessage content, CancellationToken cancellationToken)
    {
        await using var stream = content.OpenRead();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (!Ascii.IsValid(buffer.AsSpan(0, read)))
                return false;
        }

        return true;
    }
}
