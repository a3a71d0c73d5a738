using System.Globalization;
using System.Text;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>
/// Scripts and messages made by a number, the same for the same number: tests of every kind over fields, addresses, bodies, dates and variables, nested, each leaving a flag when it is true, so that what a script came to think of a message
/// can be read from the flags. What <c>docs/sieve-differences.md</c> has as a difference by a clause is not made.
/// </summary>
internal sealed class RandomCase
{
    private static readonly string[] Requires =
    [
        "body", "copy", "comparator-i;ascii-numeric", "date", "editheader", "encoded-character", "envelope", "fileinto", "foreverypart", "imap4flags", "index", "mailbox", "mime", "regex", "relational", "spamtest", "subaddress", "variables", "virustest",
    ];

    private static readonly string[] Words =
        ["one", "One", "ONE", "two", "a*b", "a?b", "a b", "foo bar", "FOO BAR", "1", "007", "12", "100", "Grüße", "grüße", "éclair", "x", "abcabc", "aXb", "(c)", "10.0", "hello world", "re: one"];

    private static readonly string[] Patterns = ["*", "?", "*o*", "*b", "a*", "a?b", "a\\*b", "a\\?b", "?ne", "???", "*\u00fc*", "* *", "*a*b*", "**", "o*e", "*:*", "?*", "12*", "*.*"];

    private static readonly string[] Expressions = ["^one$", "o.e", "[[:digit:]]+", "a(b|X)", "^(.*) (.*)$", "^.?$", "(abc)+", "[^a-z]", "b$", "x|y", "1?2", "^f.*r$", "\\\\(c\\\\)", "[0-9]\\\\.[0-9]"];

    private static readonly string[] Fields = ["x-one", "X-One", "x-two", "subject", "x-note", "x-none", "from", "to", "cc", "content-type"];

    private static readonly string[] Addresses =
        ["anna@example.org", "Anna@Example.ORG", "bert+list@example.com", "bert+a+b@example.com", "carl+@x.example", "\"dora e\"@example.org", "x@sub.example.org"];

    private static readonly string[] AddressKeys = [.. Addresses, "anna", "ANNA", "bert", "bert+list", "list", "a+b", "", "example.org", "EXAMPLE.com", "dora e", "jürgen", "x"];

    private readonly Random _random;
    private readonly StringBuilder _script = new();
    private readonly bool _edits;
    private int _tests;
    private string _keys = "";

    private RandomCase(int number) => (_random, _edits) = (new Random(number), number % 4 == 0);

    /// <summary>The case of a number.</summary>
    public static SieveCase Make(int number)
    {
        var one = new RandomCase(number);
        var message = one.Message();
        one.Script();
        return new SieveCase("random", number.ToString(CultureInfo.InvariantCulture), new Dictionary<string, string>
        {
            ["script"] = one._script.ToString(), ["message"] = message, ["envelope"] = $"from {one.Pick("anna@example.org", "bert+list@example.com")}\nto {one.Pick("user@example.org", "user+detail@example.org")}", ["mailbox"] = "folder Junk",
        });
    }

    private string Message()
    {
        var text = new StringBuilder();
        for (var i = _random.Next(2, 9); i > 0; i--)
        {
            var word = Pick(Words);
            text.Append(CultureInfo.InvariantCulture, $"{Pick("X-One", "x-one", "X-Two", "X-Note", "Subject")}: ").Append(_random.Next(6) switch
            {
                0 => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(word))}?=",
                1 => $"  {word}  ",
                2 => $"{word}\n {Pick(Words)}",
                3 => $"=?iso-8859-1?q?{string.Concat(Encoding.Latin1.GetBytes(word).Select(octet => $"={octet:X2}"))}?=\n =?utf-8?q?x?=",
                _ => word,
            }).Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"From: {Address()}\nTo: {string.Join(_random.Next(3) == 0 ? ",\n " : ", ", Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Address()))}\n");
        if (_random.Next(2) == 0)
            text.Append(CultureInfo.InvariantCulture, $"Cc: group: {Address()}, {Address()};\n");
        text.Append(CultureInfo.InvariantCulture, $"Date: {Pick("Tue, 24 Nov 2026 09:05:07 +0100", "24 Nov 2026 23:59:59 -0500", "Sun, 1 Mar 2026 00:00:00 +0000", "Mon, 29 Feb 2024 12:30:00 +1300")}\n");
        text.Append(CultureInfo.InvariantCulture, $"X-Spam-Status: {Pick("Yes", "No")}, score={Pick("5.0", "-1.2", "12.0", "0.0")} required=10.0\nX-Virus-Status: {Pick("Clean", "Infected")}\nMIME-Version: 1.0\n");
        text.Append(_random.Next(3) == 0 ? $"Content-Type: text/{Pick("plain", "html")}; charset=utf-8\n\n{Text()}" : Multipart(2));
        return text.ToString();
    }

    private string Address() => string.Format(CultureInfo.InvariantCulture, Pick("{0}", "<{0}>", "Name <{0}>", "\"Last, First\" <{0}>", "=?utf-8?q?Gr=C3=BC=C3=9Fe?= <{0}>", "(before) {0} (after)"), Pick(Addresses));

    private string Multipart(int depth)
    {
        var boundary = string.Create(CultureInfo.InvariantCulture, $"b{depth}{_random.Next(1000)}");
        var parts = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => depth > 0 && _random.Next(4) == 0 ? Multipart(depth - 1) : Part());
        return $"Content-Type: multipart/{Pick("mixed", "alternative")}; boundary={boundary}\n\n{string.Concat(parts.Select(part => $"--{boundary}\n{part}\n"))}--{boundary}--\n";
    }

    private string Part() =>
        $"Content-Type: {Pick("text/plain; charset=utf-8", "text/html; charset=utf-8", "TEXT/plain; charset=\"UTF-8\"; format=flowed", "application/pdf; name=\"one.pdf\"", "image/png; name=two.png")}\n{Pick("", "Content-Disposition: attachment; filename=\"a b.txt\"\n", "Content-Disposition: inline\n", "X-One: one\n", "Content-Description: hello world\n")}{Encoded()}";

    private string Encoded() => _random.Next(4) switch
    {
        0 => $"Content-Transfer-Encoding: base64\n\n{Convert.ToBase64String(Encoding.UTF8.GetBytes(Text()))}",
        1 => $"Content-Transfer-Encoding: quoted-printable\n\n{string.Concat(Encoding.UTF8.GetBytes(Text()).Select(octet => octet is > 0x7e or (byte)'=' ? $"={octet:X2}" : ((char)octet).ToString()))}",
        _ => $"\n{Text()}",
    };

    private string Text() => string.Join(_random.Next(2) == 0 ? " " : "\n", Enumerable.Range(0, _random.Next(1, 6)).Select(_ => Pick(Words)));

    private void Script()
    {
        _script.Append(CultureInfo.InvariantCulture, $"require [{string.Join(", ", Requires.Select(name => $"\"{name}\""))}];\n");
        for (var i = _random.Next(1, 4); i > 0; i--)
            _script.Append(CultureInfo.InvariantCulture, $"set {Pick("", ":lower ", ":upper ", ":lowerfirst ", ":upperfirst :lower ", ":length ", ":quotewildcard ")}\"v{i}\" {Quoted(Pick(Words))};\n");
        for (var i = _random.Next(4, 12); i > 0; i--)
            Command(2);
        _script.Append("keep;\n");
    }

    private void Command(int depth)
    {
        switch (_random.Next(_edits ? 10 : 8))
        {
            case 0 when depth > 0:
                _script.Append(CultureInfo.InvariantCulture, $"if {Test(depth)} {{\n");
                Command(depth - 1);
                _script.Append(CultureInfo.InvariantCulture, $"}} elsif {Test(depth)} {{\n");
                Command(depth - 1);
                _script.Append("} else {\n");
                Command(depth - 1);
                _script.Append("}\n");
                break;
            case 1 when depth > 0:
                _script.Append("foreverypart {\n");
                for (var i = _random.Next(1, 3); i > 0; i--)
                    Mark(PartTest());
                _script.Append("}\n");
                break;
            case 2:
                // What was matched, as later tests see it.
                _script.Append(CultureInfo.InvariantCulture, $"if header :matches \"{Pick(Fields)}\" {Quoted(Pick(Patterns))} {{ set \"v{_random.Next(1, 5)}\" \"${{1}}-${{2}}\"; }}\n");
                break;
            case 3:
                _script.Append(CultureInfo.InvariantCulture, $"{Pick("addflag", "removeflag")} \"{Pick("own", "t1", "t2", "\\\\Seen")}\";\n");
                break;
            case 8:
                _script.Append(CultureInfo.InvariantCulture, $"addheader {Pick("", ":last ")}\"{Pick("X-One", "X-New")}\" {Quoted(Pick(Words))};\n");
                break;
            case 9:
                _script.Append(CultureInfo.InvariantCulture, $"deleteheader {Pick("", ":index 1 ", ":index 1 :last ")}{Pick(":contains ", ":is ", ":matches ")}\"{Pick("X-One", "X-Two", "X-New")}\" {Quoted(Pick(Words))};\n");
                break;
            default:
                Mark(Test(depth));
                break;
        }
    }

    private void Mark(string test) => _script.Append(CultureInfo.InvariantCulture, $"if {test} {{ addflag \"t{++_tests}\"; }}\n");

    private string Test(int depth) => (depth > 0 ? _random.Next(22) : 3 + _random.Next(19)) switch
    {
        0 => $"not {Test(depth - 1)}",
        1 => $"allof ({Test(depth - 1)}, {Test(depth - 1)})",
        2 => $"anyof ({Test(depth - 1)}, {Test(depth - 1)})",
        3 or 4 or 5 or 6 => $"header {Match(Words)} {Names(Fields)} {_keys}",
        7 => $"header {Pick(":index 1", ":index 2", ":index 1 :last", ":index 2 :last")} {Match(Words, mayCount: false)} \"{Pick("x-one", "x-two", "x-note")}\" {_keys}",
        8 or 9 or 10 => $"address {AddressMatch()} {Names(["from", "to", "cc", "To"])} {_keys}",
        11 => $"envelope {AddressMatch()} {Names(["from", "to"])} {_keys}",
        12 => $"exists {Names(Fields)}",
        13 when !_edits => $"size {Pick(":over", ":under")} {Pick("0", "500", "1K", "700", "1M")}",
        14 when !_edits => $"body {Pick(":raw", ":content \"text\"", ":content \"text/html\"", ":content \"text/plain\"")} :contains {Quoted(Pick(Words))}",
        15 or 16 => $"date {Pick(":originalzone", ":zone \"+0100\"", ":zone \"-0330\"")} {Pick(":is", ":contains", ":value \"ge\"", ":value \"lt\"")} \"date\" \"{Pick("year", "month", "day", "date", "hour", "minute", "second", "time", "iso8601", "std11", "weekday", "julian")}\" {Quoted(Pick("2026", "11", "24", "2026-11-24", "09", "05", "09:05:07", "2", "-", "23", "2026-03-01", "61368"))}",
        17 => $"string {Match(Words, isNamed: true)} [\"${{v1}}\", \"${{v2}}${{v3}}\"] {_keys}",
        18 => $"{Pick("spamtest", "virustest")} :value {Pick("\"ge\"", "\"lt\"", "\"eq\"")} :comparator \"i;ascii-numeric\" \"{Pick("0", "1", "3", "5", "6", "10")}\"",
        19 when !_edits => PartTest(),
        20 when !_edits => $"body {Pick(":content \"multipart\"", ":content [\"text/plain\", \"application\"]", ":text", ":content \"\"")} {Pick(":contains", ":matches", ":is")} {Quoted(Pick([.. Words, .. Patterns]))}",
        _ => $"hasflag {Pick(":is", ":contains", ":matches")} {Quoted(Pick("own", "t1", "T2", "\\\\Seen", "t?", "*e*"))}",
    };

    private string PartTest() => _random.Next(8) switch
    {
        5 => $"header :mime :anychild {Match(Words)} {Names(["content-type", "content-disposition", "content-transfer-encoding", "content-description"])} {_keys}",
        6 => $"header :mime :anychild {Pick(":type", ":subtype", ":contenttype")} {Pick(":is", ":contains", ":matches")} \"Content-Type\" {Quoted(Pick("text", "plain", "text/plain", "TEXT/*", "*e*", "a", "multipart", "image/png"))}",
        7 => $"exists :mime :anychild {Pick("\"content-disposition\"", "[\"content-type\", \"content-transfer-encoding\"]", "\"x-one\"")}",
        0 => $"header :mime {Pick(":type", ":subtype", ":contenttype")} {Pick(":is", ":contains")} \"Content-Type\" {Quoted(Pick("text", "plain", "text/plain", "TEXT/HTML", "application", "pdf", "multipart"))}",
        1 => $"header :mime :param {Pick("\"name\"", "\"charset\"", "[\"name\", \"filename\"]")} {Pick(":is", ":contains")} [\"Content-Type\", \"Content-Disposition\"] {Quoted(Pick("one.pdf", "two.png", "utf-8", "UTF-8", "a b.txt", "o"))}",
        2 => "exists :mime \"content-disposition\"",
        // What was done to a field of the message is seen in its parts here only.
        3 when !_edits => $"header :mime {Pick(":is", ":contains")} \"X-One\" {Quoted(Pick("one", "ONE", "o"))}",
        _ => $"header :mime :contains \"Content-Type\" {Quoted(Pick("text", "name", "pdf"))}",
    };

    private string AddressMatch()
    {
        var match = Match(AddressKeys);
        return $"{Pick("", ":all ", ":localpart ", ":domain ", ":user ", match.StartsWith(":count", StringComparison.Ordinal) ? "" : ":detail ")}{match}";
    }

    // The keys go by the match: wildcards, expressions or numbers.
    private string Match(IReadOnlyList<string> words, bool isNamed = false, bool mayCount = true)
    {
        string[] named = [" :comparator \"i;octet\"", " :comparator \"i;ascii-casemap\""];
        var comparator = Pick(isNamed ? named : ["", "", .. named]);
        switch (_random.Next(8))
        {
            case 0:
                _keys = Keys(Patterns);
                return ":matches" + comparator;
            case 1:
                _keys = Keys(Expressions, isRaw: true);
                return ":regex" + comparator;
            case 2 when mayCount:
                _keys = Keys(["0", "1", "2", "3"]);
                return $":count {Pick("\"gt\"", "\"ge\"", "\"lt\"", "\"le\"", "\"eq\"", "\"ne\"")} :comparator \"i;ascii-numeric\"";
            case 3:
                _keys = Keys([.. words.Where(word => word.All(char.IsAsciiLetterOrDigit))]);
                return $":value {Pick("\"gt\"", "\"ge\"", "\"lt\"", "\"le\"", "\"eq\"", "\"ne\"")}{comparator}";
            case 4 or 5:
                _keys = Keys(words);
                return ":contains" + comparator;
            default:
                _keys = Keys(words);
                return Pick("", ":is") + comparator;
        }
    }

    private string Keys(IReadOnlyList<string> words, bool isRaw = false)
    {
        var keys = Enumerable.Range(0, _random.Next(1, 3)).Select(_ => isRaw ? $"\"{Pick(words)}\"" : _random.Next(12) == 0 && words.Contains("one") ? "\"${v1}\"" : _random.Next(20) == 0 ? "\"${hex:6f 6E}e\"" : Quoted(Pick(words))).ToList();
        return keys.Count == 1 ? keys[0] : $"[{string.Join(", ", keys)}]";
    }

    private string Names(IReadOnlyList<string> names) => _random.Next(3) == 0 ? $"[\"{Pick(names)}\", \"{Pick(names)}\"]" : $"\"{Pick(names)}\"";

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private string Pick(params IReadOnlyList<string> from) => from[_random.Next(from.Count)];
}
