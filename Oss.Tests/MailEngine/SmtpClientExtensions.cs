using Shouldly;

namespace Oss.Tests.MailEngine;

/// <summary>The beginning every SMTP conversation has.</summary>
internal static class SmtpClientExtensions
{
    public static async Task<MailClient> GreetAsync(this MailClient client, string verb = "EHLO")
    {
        (await client.ReplyAsync()).ShouldStartWith("220 ");
        (await client.AskAsync($"{verb} client.example")).ShouldStartWith("250 ");
        return client;
    }

    /// <summary>Gets as far as the go-ahead of DATA.</summary>
    public static async Task<MailClient> BeginDataAsync(this MailClient client, params string[] recipients)
    {
        (await client.AskAsync("MAIL FROM:<sender@elsewhere.example>")).ShouldStartWith("250 ");
        foreach (var recipient in recipients)
            (await client.AskAsync($"RCPT TO:<{recipient}>")).ShouldStartWith("250 ");
        (await client.AskAsync("DATA")).ShouldStartWith("354 ");
        return client;
    }
}
