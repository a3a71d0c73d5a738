using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Transcripts;

public class TranscriptTests
{
    public static TheoryData<string> All => [.. Transcript.Names];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_conversation_goes_as_written_wherever_the_network_splits_it(string name)
    {
        var transcript = Transcript.Read(name);
        await using var node = new MailNode(options => options with { MaxConnectionsPerAddress = 10_000, MaxMessageBytes = 1000 });
        await node.AddMailboxAsync("anna@example.org");
        await node.AddMailboxAsync("bert@example.org");
        await node.AddMailboxAsync("full@example.org", quota: 1);
        for (var split = 0; split < transcript.Length; split++)
        {
            var client = node.Connect(transcript.Listener, "127.0.0.1");
            (await transcript.ReplayAsync(client, split)).ShouldBeNull();
            await client.CloseAsync();
            await client.Session;
        }
    }
}
