using System.Text;
using Oss.MailEngine;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Smtp.Client;
using Oss.MailEngine.Smtp.Client.Login;
using Oss.Tests.MailEngine.TransportSecurity;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>A smart host that wants a password gets it in TLS, and nobody else does.</summary>
public sealed class SmartHostLoginTests
{
    private const string User = "platform@isp.example";
    private const string Password = "Lösung,=7";

    // RFC 7677 3.
    [Fact]
    public void The_example_of_the_RFC_is_answered_as_it_says()
    {
        var scram = new ScramClient("user", "pencil", "rOprNGfwEbeRWgbNEkqO");

        scram.First.ShouldBe("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        scram.Answer("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
            .ShouldBe("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        scram.IsProven("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=").ShouldBeTrue();
        scram.IsProven("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=").ShouldBeFalse();
    }

    [Theory]
    [InlineData("r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("r=mine,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("r=mineX,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1")]
    [InlineData("r=mineX,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2000000000")]
    [InlineData("r=mineX,s=!,i=4096")]
    [InlineData("m=ext,r=mineX,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("")]
    public void A_challenge_that_is_none_or_asks_too_much_is_not_answered(string challenge) => new ScramClient("user", "pencil", "mine").Answer(challenge).ShouldBeNull();

    [Theory]
    [InlineData("PLAIN LOGIN")]
    [InlineData("LOGIN")]
    [InlineData("DIGEST-MD5 CRAM-MD5 LOGIN")]
    public async Task Mail_goes_on_once_the_smart_host_has_the_password(string mechanisms)
    {
        await using var node = await StartAsync(mechanisms);
        await node.SendAsync();

        node.Sink.Messages.ShouldHaveSingleItem();
        var said = node.Sink.Commands.SkipWhile(command => !command.StartsWith("AUTH", StringComparison.Ordinal)).TakeWhile(command => !command.StartsWith("MAIL", StringComparison.Ordinal)).ToList();
        said.ShouldBe(mechanisms.Contains("PLAIN", StringComparison.Ordinal) ? [$"AUTH PLAIN {Base64($"\0{User}\0{Password}")}"] : ["AUTH LOGIN", Base64(User), Base64(Password)]);
        node.Mail.Queued.ShouldBe(0);
    }

    [Fact]
    public async Task A_server_that_has_SCRAM_never_sees_the_password_and_must_prove_that_it_knows_it()
    {
        await using var node = await StartAsync("SCRAM-SHA-256 PLAIN");
        node.Sink.Reply = line => line.StartsWith("AUTH SCRAM-SHA-256", StringComparison.Ordinal)
            ? "334 " + Base64($"r={Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2])).Split(",r=")[1]}server,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
            : line.StartsWith("Yz1iaXdz", StringComparison.Ordinal) ? "235 2.7.0 Welcome" : null;
        await node.SendAsync();

        node.Sink.Messages.ShouldBeEmpty("it let everybody in");
        node.Sink.Commands.ShouldNotContain(command => command.Contains(Base64(Password)) || command.StartsWith("AUTH PLAIN"));
        node.Reply.ShouldBe("451 4.7.8 localhost does not let this server in: 535 5.0.0");
    }

    [Theory]
    [InlineData("secret", null)]
    [InlineData("wrong", "451 4.7.8 host does not let this server in: 535 5.7.8")]
    public async Task Client_and_server_of_this_platform_understand_each_other(string password, string? failure)
    {
        await using var node = await OutboundNode.StartAsync();
        var client = await node.Node.Connect(MailListener.Submission, "127.0.0.1").GreetAsync();
        var file = Path.Combine(Directory.CreateTempSubdirectory("oss-smarthost-").FullName, "password");
        await File.WriteAllTextAsync(file, password);

        var login = new SmtpLogin(new SmartHostLogin("anna@example.org", file), "host", async (line, _) =>
        {
            var reply = await client.AskAsync(line);
            return new SmtpReply(int.Parse(reply[..3]), [reply[4..].TrimEnd()]);
        });
        ((await login.LogInAsync(["SCRAM-SHA-256", "PLAIN"], TestContext.Current.CancellationToken))?.ToString()).ShouldBe(failure);
    }

    [Fact]
    public async Task A_refused_login_keeps_mail_waiting_and_says_nothing_of_what_was_sent()
    {
        await using var node = await StartAsync("PLAIN");
        node.Sink.Reply = line => line.StartsWith("AUTH", StringComparison.Ordinal) ? $"535 5.7.8 No: {line}" : null;
        await node.SendAsync();

        node.Reply.ShouldBe("451 4.7.8 localhost does not let this server in: 535 5.7.8");
        node.Mail.Queued.ShouldBe(1);
    }

    [Fact]
    public async Task Without_TLS_or_with_a_certificate_of_somebody_else_no_password_is_sent()
    {
        await using var node = await StartAsync("PLAIN");
        node.Sink.Certificate = null;
        await node.SendAsync();
        node.Reply.ShouldStartWith("451 4.7.10");

        await using var other = await StartAsync("PLAIN");
        other.Sink.Certificate = TestAuthority.Trusted.Issue("elsewhere.example");
        await other.SendAsync();
        other.Reply.ShouldStartWith("451 4.7.5");
        foreach (var sink in (SmtpSink[])[node.Sink, other.Sink])
            sink.Commands.ShouldNotContain(command => command.StartsWith("AUTH"));
    }

    private static async Task<SecureNode> StartAsync(string mechanisms)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("oss-smarthost-").FullName, "password");
        await File.WriteAllTextAsync(file, Password + "\n");
        var node = await SecureNode.StartAsync(outbound => outbound with
        {
            SmartHost = new MailTransport(MailTransportProtocol.Smtp, "localhost", outbound.Port, RequireTls: true), SmartHostLogin = new SmartHostLogin(User, file),
        });
        node.Sink.Certificate = TestAuthority.Trusted.Issue("localhost");
        node.Sink.Keywords = [.. node.Sink.Keywords, "AUTH " + mechanisms];
        node.Sink.Reply = line => line.StartsWith("AUTH PLAIN", StringComparison.Ordinal) || line == Base64(Password) ? "235 2.7.0 Welcome" : line == "AUTH LOGIN" || line == Base64(User) ? "334 " + Base64("Next:") : null;
        return node;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
