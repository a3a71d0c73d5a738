using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Oss.Tests.Road;

/// <summary>What was answered 250 survives a kill at any moment.</summary>
public sealed class KillTests
{
    private const int Messages = 1000;
    private const int Connections = 8;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_program_is_killed_in_the_middle_of_1000_deliveries()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var data = Directory.CreateTempSubdirectory("oss-kill-");
        try
        {
            var acknowledged = new ConcurrentBag<int>();
            await using (var oss = await RunningOss.StartAsync(data.FullName, database.Options))
            {
                await Client.RunAsync("/usr/bin/python3", RoadTests.OrderScript, oss.Web, "kill", oss.CrmSecret);
                var killing = new TaskCompletionSource();
                var sending = Enumerable.Range(0, Connections).Select(i => SendAsync(oss.Port("SMTP"), i, acknowledged, killing)).ToList();
                await killing.Task;
                await oss.KillAsync();
                await Task.WhenAll(sending);
            }

            acknowledged.Count.ShouldBeInRange(Messages / 3, Messages - 1);
            await using var again = await RunningOss.StartAsync(data.FullName, database.Options);
            (await ReadAsync(again.Port("IMAP"))).IsSupersetOf(acknowledged).ShouldBeTrue();
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task SendAsync(int port, int first, ConcurrentBag<int> acknowledged, TaskCompletionSource killing)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            await reader.ReadLineAsync();
            await SayAsync("HELO test\r\n");
            for (var id = first; id < Messages; id += Connections)
            {
                await SayAsync("MAIL FROM:<a@other.example>\r\n");
                await SayAsync("RCPT TO:<anna@kill.example>\r\n");
                await SayAsync("DATA\r\n");
                if ((await SayAsync($"Subject: {id}\r\n\r\nx\r\n.\r\n"))?.StartsWith("250", StringComparison.Ordinal) == true)
                    acknowledged.Add(id);
                if (acknowledged.Count >= Messages / 3)
                    killing.TrySetResult();
            }

            async Task<string?> SayAsync(string text)
            {
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
                return await reader.ReadLineAsync();
            }
        }
        catch (IOException)
        {
            // The program was killed; what it had not answered was never promised.
        }
    }

    private static async Task<HashSet<int>> ReadAsync(int port)
    {
        using var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None);
        await client.AuthenticateAsync("anna@kill.example", "correct horse battery");
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
        var messages = await client.Inbox.FetchAsync(0, -1, MessageSummaryItems.Envelope);
        return [.. messages.Select(m => int.Parse(m.Envelope!.Subject!))];
    }
}
