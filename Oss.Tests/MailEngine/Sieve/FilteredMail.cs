using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;
using Oss.MailEngine;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>Delivered by LMTP with a script active, read by IMAP.</summary>
public abstract class FilteredMail : IAsyncLifetime
{
    protected const string Anna = "anna@example.org";
    protected const string Bert = "bert@example.org";
    protected const string Message = "From: Bert <bert@example.org>\r\nTo: Anna <anna@example.org>\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <1@example.org>\r\n\r\nHello\r\n";

    private protected MailNode Node { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Node.AddMailboxAsync(Anna);
        await Node.AddMailboxAsync(Bert);
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected string Home(string mailbox) => Path.GetDirectoryName(Node.Maildir(mailbox))!;

    protected void Activate(string mailbox, string script)
    {
        Directory.CreateDirectory(Path.Combine(Home(mailbox), "sieve"));
        File.WriteAllText(Path.Combine(Home(mailbox), "sieve", "main.sieve"), script);
        File.CreateSymbolicLink(Path.Combine(Home(mailbox), ".dovecot.sieve"), "sieve/main.sieve");
    }

    protected async Task DeliverAsync(string message, string sender = "sender@elsewhere.example")
    {
        var client = await Node.Connect(MailListener.Lmtp).GreetAsync("LHLO");
        (await client.AskAsync($"MAIL FROM:<{sender}>")).ShouldStartWith("250 ");
        (await client.AskAsync($"RCPT TO:<{Anna}>")).ShouldStartWith("250 ");
        (await client.AskAsync("DATA")).ShouldStartWith("354 ");
        (await client.AskAsync(message + ".")).ShouldStartWith("250 ");
    }

    protected async Task<MimeMessage> MessageAsync(string mailbox)
    {
        using var stream = new MemoryStream(Node.Messages(mailbox).ShouldHaveSingleItem());
        return await MimeMessage.LoadAsync(stream);
    }

    protected async Task ReadAsync(string mailbox, Func<ImapClient, Task> read)
    {
        using var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", await Node.ListenAsync(MailListener.Imap), SecureSocketOptions.None);
        await client.AuthenticateAsync(mailbox, "secret");
        await read(client);
        await client.DisconnectAsync(true);
    }
}
