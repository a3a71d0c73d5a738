using Oss.MailEngine.Directory;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>The ways that a directory names for mail that goes on, and what keeps them from leading nowhere or in a circle.</summary>
public sealed class RelayWayTests
{
    private const string Message = "From: anna@example.org\r\n\r\nx\r\n";
    private const string Recipient = "bert@relayed.example";

    [Fact]
    public async Task Mail_goes_to_the_exchangers_of_the_domain_that_is_named_and_keeps_its_address()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Node.Mail.Answers[Recipient] = new RecipientResolution.Relay(MailTransport.TryParse("mx:Remote.example"));

        await node.SubmitAsync(Message, [Recipient]);
        await node.RunAsync();

        node.Sink.Messages.ShouldHaveSingleItem().Recipients.ShouldHaveSingleItem().ShouldStartWith($"RCPT TO:<{Recipient}>");
        node.Queued.ShouldBe(0);
    }

    [Fact]
    public async Task A_way_that_leads_back_here_gives_the_message_back_at_once()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Node.Mail.Answers[Recipient] = new RecipientResolution.Relay(new MailTransport(MailTransportProtocol.Smtp, "mail.example", node.Sink.Port));

        await node.SubmitAsync(Message, [Recipient]);
        await node.RunAsync();
        await node.RunAsync();

        node.Sink.Messages.ShouldBeEmpty();
        node.Inbox.ShouldHaveSingleItem().ShouldContain("leads back to this server");
    }

    [Fact]
    public async Task A_change_of_the_way_holds_for_what_is_queued_and_a_refused_connection_is_said_in_words()
    {
        await using var node = await OutboundNode.StartAsync();
        node.Node.Mail.Answers[Recipient] = new RecipientResolution.Relay(new MailTransport(MailTransportProtocol.Smtp, "127.0.0.1", PostfixInstance.FreePort()));
        await node.SubmitAsync(Message, [Recipient]);
        await node.RunAsync();
        node.Node.Engine.Outbound.Store.All().Select(m => node.Node.Engine.Outbound.Store.Load(m.Id)!.Recipients[0].Reply).ShouldHaveSingleItem()
            .ShouldBe("451 4.4.1 No connection to 127.0.0.1: the connection was refused");

        node.Node.Mail.Answers[Recipient] = new RecipientResolution.Relay(new MailTransport(MailTransportProtocol.Smtp, "127.0.0.1", node.Sink.Port), "bert@store.example");
        await node.RunAfterAsync(TimeSpan.FromHours(1));
        node.Sink.Messages.ShouldHaveSingleItem().Recipients.ShouldHaveSingleItem().ShouldStartWith("RCPT TO:<bert@store.example>");
    }
}
