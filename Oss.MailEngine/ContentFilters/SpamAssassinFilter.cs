using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Oss.MailEngine.ContentFilters;

/// <summary>spamd: a request in lines as HTTP has them, then the message; <c>SYMBOLS</c> answers with <c>Spam: True ; 7.5 / 5.0</c> and the names of the rules that matched (SpamAssassin's spamd/PROTOCOL).</summary>
internal sealed partial class SpamAssassinFilter(string address) : IContentFilter
{
    /// <summary>Characters of the rules' names that are passed on.</summary>
    private const int MaxTests = 800;

    public bool LooksForSpam => true;

    public async Task<FilterVerdict> ScanAsync(ScannedMessage message, CancellationToken cancellationToken)
    {
        await using var stream = await FilterSocket.OpenAsync(address, cancellationToken);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"SYMBOLS SPAMC/1.5\r\nContent-length: {message.Length}\r\n\r\n")), cancellationToken);
        await message.CopyToAsync(stream, cancellationToken);
        stream.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        return Read(Encoding.ASCII.GetString(await FilterSocket.ReadAnswerAsync(stream, end: null, cancellationToken)));
    }

    public async Task PingAsync(CancellationToken cancellationToken)
    {
        await using var stream = await FilterSocket.OpenAsync(address, cancellationToken);
        await stream.WriteAsync("PING SPAMC/1.5\r\n\r\n"u8.ToArray(), cancellationToken);
        var answer = Encoding.ASCII.GetString(await FilterSocket.ReadAnswerAsync(stream, end: (byte)'\n', cancellationToken)).Trim();
        if (!answer.EndsWith(" PONG", StringComparison.Ordinal))
            throw new IOException($"spamd answers '{answer}' to PING.");
    }

    private static FilterVerdict Read(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0 || !Success().IsMatch(answer) || Spam().Match(answer[..end]) is not { Success: true } spam
            || !double.TryParse(spam.Groups[2].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var points)
            || !double.TryParse(spam.Groups[3].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var required) || required <= 0)
            return new FilterVerdict.Down($"spamd answers '{answer.Split('\r')[0]}'");

        var tests = answer[(end + 4)..].Trim();
        return new FilterVerdict.Score(points, required, spam.Groups[1].ValueSpan is "True", tests.Length > MaxTests ? tests[..MaxTests] : tests);
    }

    [GeneratedRegex(@"^SPAMD/[0-9.]{1,5} 0 ")]
    private static partial Regex Success();

    [GeneratedRegex(@"^Spam: (True|False) ; (-?[0-9.]{1,10}) / (-?[0-9.]{1,10})\r?$", RegexOptions.Multiline)]
    private static partial Regex Spam();
}
