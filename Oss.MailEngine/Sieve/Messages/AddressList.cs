namespace Oss.MailEngine.Sieve.Messages;

/// <summary>Takes a list of addresses apart where it is not right as a whole, so that one that is wrong does not hide those beside it.</summary>
internal static class AddressList
{
    /// <summary>The entries between the commas, groups opened (RFC 5322 3.4); each as it stands, none of them empty. In one pass, whatever is in it.</summary>
    public static IEnumerable<string> Split(string value)
    {
        var (start, isQuoted, comments, isInAngles, isInLiteral) = (0, false, 0, false, false);
        for (var i = 0; i <= value.Length; i++)
        {
            var isEnd = i == value.Length;
            var c = isEnd ? ',' : value[i];
            if (isEnd)
            {
                // What was begun and not ended is one entry with all that follows it.
            }
            else if (c == '\\' && (isQuoted || comments > 0 || isInLiteral))
            {
                i = Math.Min(i + 1, value.Length - 1);
                continue;
            }
            else if (c == '"' && comments == 0)
            {
                isQuoted = !isQuoted;
                continue;
            }
            else if (isQuoted)
            {
                continue;
            }
            else if (c is '(' or ')')
            {
                comments = Math.Max(0, comments + (c == '(' ? 1 : -1));
                continue;
            }
            else if (comments > 0)
            {
                continue;
            }
            else if (c is '<' or '>')
            {
                isInAngles = c == '<';
                continue;
            }
            else if (c is '[' or ']')
            {
                isInLiteral = c == '[';
                continue;
            }
            else if (isInAngles || isInLiteral || c is not (',' or ';' or ':'))
            {
                continue;
            }

            // Before a colon stands a group's name, which is nobody's address.
            if (c != ':' && value.AsSpan(start, i - start).Trim() is { IsEmpty: false } entry)
                yield return entry.ToString();
            start = i + 1;
        }
    }
}
