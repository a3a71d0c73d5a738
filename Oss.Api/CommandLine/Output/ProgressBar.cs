using System.Diagnostics;
using System.Globalization;

namespace Oss.Api.CommandLine.Output;

/// <summary>A bar on a terminal's last line; nothing at all where standard error is no terminal.</summary>
/// <param name="errors">Where it is drawn.</param>
/// <param name="visible">Whether somebody looks.</param>
/// <param name="total">What makes the whole: octets, rows.</param>
internal sealed class ProgressBar(TextWriter errors, bool visible, long total) : IDisposable
{
    private const int Width = 30;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _drawn = TimeSpan.MinValue;
    private int _length;

    /// <summary>Shows how far it is.</summary>
    /// <param name="done">Of the whole.</param>
    /// <param name="text">What is counted, as people read it.</param>
    public void Show(long done, string text)
    {
        if (!visible || _clock.Elapsed < _drawn + Interval)
            return;

        _drawn = _clock.Elapsed;
        var share = total <= 0 ? 0 : Math.Min(1, (double)done / total);
        var left = share > 0.02 ? $", {_clock.Elapsed / share * (1 - share):h\\:mm\\:ss} left" : "";
        Draw($"[{new string('#', (int)(share * Width)).PadRight(Width, '.')}] {(share * 100).ToString("F0", CultureInfo.InvariantCulture),3} %  {text}{left}");
    }

    /// <summary>Clears the line for what comes after.</summary>
    public void Dispose()
    {
        if (_length > 0)
            errors.Write("\r" + new string(' ', _length) + "\r");
    }

    private void Draw(string line)
    {
        errors.Write("\r" + line.PadRight(_length));
        errors.Flush();
        _length = line.Length;
    }
}
