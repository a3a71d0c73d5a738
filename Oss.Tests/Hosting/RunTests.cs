using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using Oss.Api.Hosting;
using Oss.Domain.Demo;
using Shouldly;
using Xunit;

namespace Oss.Tests.Hosting;

/// <summary><c>./run.sh</c> and the program it starts, as somebody with a fresh clone meets them.</summary>
public sealed class RunTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("oss-run-");

    public void Dispose() => _data.Delete(recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData("8.0.404 [/usr/lib/dotnet/sdk]")]
    public async Task Without_the_SDK_it_says_what_is_missing_and_where_to_get_it(string? installed)
    {
        var path = Path.Combine(_data.FullName, "bin");
        Directory.CreateDirectory(path);
        foreach (var tool in (string[])["bash", "dirname", "grep"])
            File.CreateSymbolicLink(Path.Combine(path, tool), File.Exists($"/bin/{tool}") ? $"/bin/{tool}" : $"/usr/bin/{tool}");
        if (installed is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(path, "dotnet"), $"#!{path}/bash\necho '{installed}'\n");
            File.SetUnixFileMode(Path.Combine(path, "dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var start = new ProcessStartInfo("/bin/bash", [Path.Combine(Repository(), "run.sh")]) { RedirectStandardError = true };
        start.Environment["PATH"] = path;
        using var run = Process.Start(start)!;
        var errors = await run.StandardError.ReadToEndAsync();
        await run.WaitForExitAsync();

        run.ExitCode.ShouldBe(1);
        errors.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain(".NET 10 SDK is missing");
    }

    [Fact]
    public async Task A_balancer_is_told_whether_the_node_can_be_given_work()
    {
        await using var node = await RunningOss.StartAsync(_data.FullName);
        using var client = new HttpClient { BaseAddress = new Uri(node.Web) };

        (await client.GetStringAsync("/health/live")).ShouldBe("Healthy");
        (await client.GetStringAsync("/health/ready")).ShouldBe("database: Healthy\nvolumes: Healthy\nfilters: Healthy\n");

        Directory.Move(Path.Combine(_data.FullName, "volumes"), Path.Combine(_data.FullName, "gone"));
        using var ready = await client.GetAsync("/health/ready");
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).ShouldContain("volumes: Unhealthy");
    }

    [Theory]
    [InlineData("Imap")]
    [InlineData("Http")]
    public async Task A_taken_port_is_one_line_that_names_it(string listener)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (exitCode, output) = await RunningOss.FailAsync(_data.FullName, $"--Oss:Listen:{listener}=127.0.0.1:{port}");

        exitCode.ShouldBe(1);
        output.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain($"Port {port} ({listener}");
    }

    [Fact]
    public async Task The_first_start_shows_the_secrets_once_the_second_keeps_all_data_and_Ctrl_C_ends_it_under_an_idle_client()
    {
        await using (var first = await RunningOss.StartAsync(_data.FullName, "--demo"))
        {
            first.Banner.ShouldContain("/soap/orders?wsdl");
            first.CrmSecret.ShouldNotBeEmpty();
            (await SubjectsAsync(first.Port("IMAP"), SeedDemo.Mailboxes[0])).ShouldContain(subject => subject.Contains("Rechnung") && subject.Contains('€'));
            using var idle = await IdleAsync(first.Port("IMAP"));
            var clock = Stopwatch.StartNew();

            (await first.InterruptAsync()).ShouldBe(0);

            clock.Elapsed.ShouldBeLessThan(Node.ShutdownPatience, "it waited for a session that waited for its client");
            (await idle.Reader.ReadToEndAsync()).ShouldContain("* BYE ");
        }

        await using var second = await RunningOss.StartAsync(_data.FullName, "--demo");
        second.Banner.ShouldNotContain("secret");
        foreach (var (mailbox, messages) in SeedDemo.Mailboxes.Zip([4, 1, 2]))
            (await SubjectsAsync(second.Port("IMAP"), mailbox)).Count.ShouldBe(messages, mailbox);
        (await second.InterruptAsync()).ShouldBe(0);
    }

    private static async Task<List<string>> SubjectsAsync(int port, string user)
    {
        using var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None);
        await client.AuthenticateAsync(user, SeedDemo.Password);
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
        var messages = await client.Inbox.FetchAsync(0, -1, MessageSummaryItems.Envelope);
        return [.. messages.Select(message => message.Envelope!.Subject!)];
    }

    private static async Task<IdleClient> IdleAsync(int port)
    {
        var client = new TcpClient("127.0.0.1", port);
        var reader = new StreamReader(client.GetStream());
        await reader.ReadLineAsync();
        foreach (var (command, end) in ((string, string)[])[($"a LOGIN {SeedDemo.Mailboxes[0]} {SeedDemo.Password}", "a OK"), ("b SELECT INBOX", "b OK"), ("c IDLE", "+ ")])
        {
            await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(command + "\r\n"));
            while ((await reader.ReadLineAsync())!.StartsWith(end, StringComparison.Ordinal) == false)
            {
            }
        }

        return new IdleClient(client, reader);
    }

    private static string Repository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "run.sh")))
            directory = directory.Parent!;
        return directory.FullName;
    }

    private sealed record IdleClient(TcpClient Client, StreamReader Reader) : IDisposable
    {
        public void Dispose()
        {
            Reader.Dispose();
            Client.Dispose();
        }
    }
}
