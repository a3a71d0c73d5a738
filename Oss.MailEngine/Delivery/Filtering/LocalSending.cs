namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>Sends what scripts send straight into mailboxes of this platform.</summary>
internal sealed class LocalSending(RecipientResolver resolver, DeliveryPipeline delivery)
{
    public async Task<bool> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var (_, mailboxes) = await resolver.ResolveAsync(mail.Recipient, cancellationToken);
        if (mailboxes.Count == 0)
            return false;

        foreach (var mailbox in mailboxes)
        {
            var outcome = await delivery.DeliverAsync(mail.Content, new DeliveryEnvelope(mail.Sender, mail.Recipient, MayRefuse: false), mailbox, "sieve", cancellationToken);
            if (outcome.State != DeliveryState.Delivered)
                return false;
        }

        return true;
    }
}
