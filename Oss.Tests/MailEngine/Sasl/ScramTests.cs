using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Net.Smtp;
using MailKit.Security;
using Oss.Domain.Passwords;
using Oss.MailEngine;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sasl;

/// <summary>SCRAM-SHA-256 (RFC 5802, 7677) as clients meet it: MailKit and GNU SASL, and an attacker.</summary>
public sealed class ScramTests
{
    private const string User = "anna@example.org";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MailListener.Imap)]
    [InlineData(MailListener.Pop3)]
    [InlineData(MailListener.Submission)]
    public async Task MailKit_logs_in_bound_to_the_channel_and_without(MailListener listener)
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync(User);
        var port = await node.ListenAsync(listener);

        foreach (var bound in new[] { true, false })
        {
            foreach (var password in new[] { "secret", "guess" })
            {
                using MailKit.MailService client = listener switch { MailListener.Imap => new ImapClient(), MailListener.Pop3 => new Pop3Client(), _ => new SmtpClient() };
                client.ServerCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=mail.example";
                await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.StartTls, Cancellation);
                SaslMechanism mechanism = bound ? new SaslMechanismScramSha256Plus(User, password) : new SaslMechanismScramSha256(User, password);
                client.AuthenticationMechanisms.ShouldContain(mechanism.MechanismName);
                if (password == "secret")
                    await client.AuthenticateAsync(mechanism, Cancellation);
                else
                    await Should.ThrowAsync<AuthenticationException>(client.AuthenticateAsync(mechanism, Cancellation));
                client.IsAuthenticated.ShouldBe(password == "secret", $"{listener} {mechanism.MechanismName}");
            }
        }
    }

    [Theory]
    [InlineData("SCRAM-SHA-256-PLUS")]
    [InlineData("SCRAM-SHA-256")]
    public async Task Gnu_sasl_logs_in_over_IMAP_in_TLS_1_3(string mechanism)
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync(User);
        var port = await node.ListenAsync(MailListener.Imap);

        var (code, output) = await GnuSaslAsync(mechanism, port, "secret");
        code.ShouldBe(0, output);
        (await GnuSaslAsync(mechanism, port, "guess")).Code.ShouldNotBe(0);
    }

    [Fact]
    public void The_keys_are_those_of_the_standards_example()
    {
        // RFC 7677 3.
        const string clientFirst = "n=user,r=rOprNGfwEbeRWgbNEkqO";
        const string serverFirst = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
        const string withoutProof = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        var keys = ScramKeys.Create("pencil", Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);
        var message = Encoding.ASCII.GetBytes($"{clientFirst},{serverFirst},{withoutProof}");

        Convert.ToBase64String(HMACSHA256.HashData(keys.ServerKey, message)).ShouldBe("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        var proof = Convert.FromBase64String("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        var signature = HMACSHA256.HashData(keys.StoredKey, message);
        SHA256.HashData([.. proof.Zip(signature, (a, b) => (byte)(a ^ b))]).ShouldBe(keys.StoredKey);
    }

    [Fact]
    public async Task A_client_that_was_told_the_server_cannot_bind_is_refused_and_so_is_one_that_leaves_its_promise()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync(User);
        using var scram = new RawScram(await RawTls.ConnectAsync(await node.ListenAsync(MailListener.Imap)));

        (await scram.BeginAsync("SCRAM-SHA-256", "y,,")).ShouldStartWith("a BAD");
        (await scram.BeginAsync("SCRAM-SHA-256", "p=tls-exporter,,")).ShouldStartWith("a BAD");
        (await scram.BeginAsync("SCRAM-SHA-256-PLUS", "n,,")).ShouldStartWith("a BAD");
        (await scram.BeginAsync("SCRAM-SHA-256-PLUS", "p=tls-unique,,")).ShouldStartWith("a BAD");
        (await scram.BeginAsync("SCRAM-SHA-256-PLUS", "p=tls-exporter,,")).ShouldStartWith("+ ");
        // Another channel's data: what somebody in the middle would have.
        (await scram.FinishAsync(new byte[32])).ShouldStartWith("a BAD");
        (await scram.BeginAsync("SCRAM-SHA-256", "n,,")).ShouldStartWith("+ ");
        (await scram.FinishAsync([], header: "y,,")).ShouldStartWith("a BAD");
        (await scram.BeginAsync("SCRAM-SHA-256", "n,,")).ShouldStartWith("+ ");
        (await scram.FinishAsync([])).ShouldStartWith("+ ");
        (await scram.SayAsync("")).ShouldStartWith("a OK");
    }

    [Fact]
    public async Task What_is_no_message_of_the_exchange_ends_it()
    {
        await using var node = new MailNode();
        await node.AddMailboxAsync(User);
        using var scram = new RawScram(await RawTls.ConnectAsync(await node.ListenAsync(MailListener.Imap)));
        foreach (var first in new[] { "", "n", "n,,", "n,,n=anna", "n,,m=x,n=anna,r=a", "n,,n=an=na,r=a", "n,b=x,n=anna,r=a", "x,,n=anna,r=a", "n,,r=a,n=anna", "n,,n=,r=a", "n,,n=anna,r=", "n,,n=anna,r=" + new string('x', 300), "n,,n=anna,r=a\u0001" })
            (await scram.SayAsync("a AUTHENTICATE SCRAM-SHA-256 " + (first.Length == 0 ? "=" : Convert.ToBase64String(Encoding.UTF8.GetBytes(first))))).ShouldStartWith("a BAD", customMessage: first);
        foreach (var final in new[] { "", "c=biws", "c=biws,r=x,p=AA==", "c=!,r=x,p=AA==", "*" })
        {
            (await scram.BeginAsync("SCRAM-SHA-256", "n,,")).ShouldStartWith("+ ");
            (await scram.SayAsync(final == "*" ? "*" : Convert.ToBase64String(Encoding.UTF8.GetBytes(final)))).ShouldStartWith("a BAD", customMessage: final);
        }
    }

    private static async Task<(int Code, string Output)> GnuSaslAsync(string mechanism, int port, string password)
    {
        var start = new ProcessStartInfo("gsasl", ["--imap", $"--connect=127.0.0.1:{port}", $"--mechanism={mechanism}", $"--authentication-id={User}", $"--password={password}", "--x509-ca-file=", "--verbose", .. mechanism.EndsWith("-PLUS", StringComparison.Ordinal) ? [] : new[] { "--no-cb" }])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation)).WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, string.Join('\n', output));
    }

    /// <summary>A client that can be told to do it wrong.</summary>
    private sealed class RawScram(RawTls tls) : IDisposable
    {
        private const string Nonce = "rOprNGfwEbeRWgbNEkqO";

        private string _header = "";
        private string _serverFirst = "";

        public async Task<string> BeginAsync(string mechanism, string header)
        {
            _header = header;
            var answer = await SayAsync($"a AUTHENTICATE {mechanism} {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{header}n={User},r={Nonce}"))}");
            if (answer.StartsWith("+ ", StringComparison.Ordinal))
                _serverFirst = Encoding.ASCII.GetString(Convert.FromBase64String(answer[2..]));
            return answer;
        }

        public Task<string> FinishAsync(byte[] channel, string? header = null)
        {
            var parts = _serverFirst.Split(',').ToDictionary(part => part[0], part => part[2..]);
            var salted = Rfc2898DeriveBytes.Pbkdf2("secret", Convert.FromBase64String(parts['s']), int.Parse(parts['i'], System.Globalization.CultureInfo.InvariantCulture), HashAlgorithmName.SHA256, 32);
            var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
            var withoutProof = $"c={Convert.ToBase64String([.. Encoding.ASCII.GetBytes(header ?? _header), .. channel])},r={parts['r']}";
            var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), Encoding.ASCII.GetBytes($"n={User},r={Nonce},{_serverFirst},{withoutProof}"));
            return SayAsync(Convert.ToBase64String(Encoding.ASCII.GetBytes($"{withoutProof},p={Convert.ToBase64String([.. clientKey.Zip(signature, (a, b) => (byte)(a ^ b))])}")));
        }

        public Task<string> SayAsync(string line) => tls.SayAsync(line);

        public void Dispose() => tls.Dispose();
    }
}
