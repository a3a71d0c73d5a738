using System.Buffers;

namespace Oss.MailEngine.Pop3;

/// <summary>Doubles a dot at the start of a line (RFC 1939 3), and for TOP stops after so many lines of the body.</summary>
internal sealed class DotStuffing(int? bodyLines)
{
    private int _left = bodyLines ?? -1;
    private bool _inBody;
    private bool _lineIsEmpty = true;

    public bool AtLineStart { get; private set; } = true;

    public bool IsDone { get; private set; }

    /// <summary>Passes over octets that go out as they are, which most do: no line of theirs begins with a dot. False when they have to be written.</summary>
    public bool TryPass(ReadOnlySpan<byte> content)
    {
        if (bodyLines is not null || (AtLineStart && content is [(byte)'.', ..]) || content.IndexOf("\n."u8) >= 0)
            return false;
        AtLineStart = content.Length > 0 ? content[^1] == '\n' : AtLineStart;
        return true;
    }

    public void Write(ReadOnlySpan<byte> content, IBufferWriter<byte> output)
    {
        while (content.Length > 0 && !IsDone)
        {
            if (AtLineStart && _inBody && _left == 0)
            {
                IsDone = true;
                return;
            }

            if (AtLineStart && content[0] == '.')
                output.Write("."u8);

            var newline = content.IndexOf((byte)'\n');
            var part = newline < 0 ? content : content[..(newline + 1)];
            output.Write(part);
            _lineIsEmpty = (AtLineStart || _lineIsEmpty) && part.IndexOfAnyExcept((byte)'\r', (byte)'\n') < 0;
            AtLineStart = newline >= 0;
            if (AtLineStart)
                EndLine();
            content = content[part.Length..];
        }
    }

    private void EndLine()
    {
        if (_inBody && _left > 0)
            _left--;
        else if (!_inBody && _lineIsEmpty)
            _inBody = true;
        _lineIsEmpty = true;
    }
}
