using System.Diagnostics;

namespace Oss.Tests.Hosting;

/// <summary>Runs a client program that others wrote.</summary>
internal static class Client
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<byte[]> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var deadline = new CancellationTokenSource(Patience);
        using var output = new MemoryStream();
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.StandardOutput.BaseStream.CopyToAsync(output, deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return process.ExitCode == 0
            ? output.ToArray()
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}\n{System.Text.Encoding.UTF8.GetString(output.ToArray())}");
    }
}
