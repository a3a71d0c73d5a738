using Xunit;

namespace Oss.Tests.MailEngine.Pop3;

/// <summary>POP3 as conversations in files: every command in every state, and every refusal.</summary>
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
