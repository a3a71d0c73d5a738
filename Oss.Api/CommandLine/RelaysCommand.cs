using System.CommandLine;
using Oss.Api.CommandLine.Output;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Relaying;

namespace Oss.Api.CommandLine;

/// <summary><c>oss relays</c>: where the mail of domains and mailboxes goes on to.</summary>
internal static class RelaysCommand
{
    public static Command Create(Terminal terminal) => new("relays", "Where the mail of a domain or a mailbox goes on to instead of ending here.")
    {
        Show(terminal), Set(terminal), End(terminal),
    };

    private static Command Show(Terminal terminal)
    {
        var name = Name();
        var command = new VerbCommand("show", "Shows where mail goes on to.", "oss relays show example.org", "oss relays show anna@example.org") { name };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var given = parsed.GetRequiredValue(name);
            if (EmailAddress.TryParse(given) is null)
            {
                var domain = await platform.Get<GetDomain>().ExecuteAsync(given, platform.Actor, cancellationToken);
                platform.Answer.Thing(domain, ("domain", domain.Name), ("mail goes on to", domain.RelayTo ?? "(ends here)"), ("recipients", domain.RelayRecipients));
                return ExitCodes.Done;
            }

            var mailboxes = platform.Get<GetMailbox>();
            var mailbox = await mailboxes.ExecuteAsync(await platform.Get<GetAddress>().MailboxAsync(given, platform.Actor, cancellationToken), platform.Actor, cancellationToken);
            platform.Answer.Thing(mailbox, ("mailbox", mailbox.Address), ("mail goes on to", mailbox.RelayTo ?? "(ends here)"), ("as", mailbox.RelayAs));
            return ExitCodes.Done;
        });
    }

    private static Command Set(Terminal terminal)
    {
        var name = Name();
        var route = new Argument<string>("route") { Description = "smtp:HOST:PORT, smtps:HOST:PORT, lmtp:HOST:PORT, mx:DOMAIN; for a domain also mx, its own mail exchangers." };
        var recipients = new Option<RelayRecipients?>("--recipients") { Description = "Of a domain: which recipients are taken; without it all." };
        var knownAs = new Option<string?>("--as") { Description = "Of a mailbox: the address that the other server knows it by.", HelpName = "ADDRESS" };
        var even = new Option<bool>("--even-if-in-use") { Description = "Though the mailbox holds mail here, or has rules here." };
        var command = new VerbCommand("set", "Has mail go on to another server.",
            "oss relays set example.org smtp:mail.example.org:25 --recipients Verified", "oss relays set anna@example.org lmtp:mailstore21.example.net:24 --as anna@mailstore21.example.net") { name, route, recipients, knownAs, even };
        return terminal.Runs(command, (parsed, platform, cancellationToken) => platform.OrderAsync(
            null,
            new RelayItemRequest(OrderAction.Provide, parsed.GetRequiredValue(name), parsed.GetRequiredValue(route), parsed.GetValue(recipients), parsed.GetValue(knownAs), parsed.GetValue(even)),
            $"Mail for {parsed.GetValue(name)} goes on to {parsed.GetValue(route)}.", cancellationToken));
    }

    private static Command End(Terminal terminal)
    {
        var name = Name();
        var command = new VerbCommand("end", "Has mail end here again.", "oss relays end anna@example.org") { name };
        return terminal.Runs(command, (parsed, platform, cancellationToken) => platform.OrderAsync(
            null, new RelayItemRequest(OrderAction.Terminate, parsed.GetRequiredValue(name)), $"Mail for {parsed.GetValue(name)} ends here.", cancellationToken));
    }

    private static Argument<string> Name() => new("name") { Description = "A domain, or the primary address of a mailbox." };
}
