using System.Runtime.CompilerServices;
using Xunit;

namespace Oss.Tests.MailEngine;

/// <summary>The transcripts beside a test's source.</summary>
internal static class TranscriptFiles
{
    public static TheoryData<string> Names([CallerFilePath] string source = "") =>
        [.. Directory.GetFiles(Folder(source), "*.transcript").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static string Find(string name, [CallerFilePath] string source = "") => Path.Combine(Folder(source), name + ".transcript");

    public static string Folder([CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "Transcripts");
}
