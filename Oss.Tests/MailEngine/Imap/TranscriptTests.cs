using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>Every command in every state, and the examples of each extension's RFC, as conversations in files.</summary>
public sealed class TranscriptTests
{
    public static TheoryData<string> Files => TranscriptFiles.Names();

    [Theory]
    [MemberData(nameof(Files))]
    public Task The_server_answers_as_written(string name) => Replay.RunAsync(TranscriptFiles.Find(name), Replay.Whole);

    [Theory]
    [MemberData(nameof(Files))]
    public Task The_server_answers_alike_when_every_octet_comes_alone(string name) => Replay.RunAsync(TranscriptFiles.Find(name), Replay.OctetByOctet);
}
