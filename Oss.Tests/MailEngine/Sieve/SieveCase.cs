using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>
/// One case of a <c>.sieve-test</c> file. A line <c>== name</c> begins a case, a line <c>-- section</c> a section of it; sections before the first case are for all of the file.
/// <code>
/// -- script            the script; "-- script other" is one to include, "-- script global/other" a global one
/// -- message           the message, lines as CRLF
/// -- envelope          from ADDRESS, to ADDRESS, now DATE
/// -- mailbox           folder NAME, use \Junk NAME, id ID NAME, list NAME = A B, seen IDENTIFIER, annotation FOLDER NAME = VALUE, environment NAME = VALUE
/// -- expect            the actions, one a line; "error LINE:COLUMN" for a script that does not compile, "run-time error" before the keep of one that fails
/// -- edited            the message of the last action
/// -- pigeonhole        what sieve-test does instead, or "skip", and after # why
/// </code>
/// </summary>
internal sealed record SieveCase(string File, string Name, IReadOnlyDictionary<string, string> Sections)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "MailEngine", "Sieve", "Corpus");

    public string Expected => Section("expect");

    public string Sender => Line("from", Section("envelope")) ?? "sender@example.com";

    public string Recipient => Line("to", Section("envelope")) ?? "user@example.org";

    public DateTimeOffset Now => Line("now", Section("envelope")) is { } now
        ? DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)
        : new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.FromHours(1));

    public byte[] Script => Encoding.UTF8.GetBytes(Section("script"));

    public byte[] Message => Encoding.UTF8.GetBytes(Section("message").Replace("\n", "\r\n", StringComparison.Ordinal));

    public static IReadOnlyList<SieveCase> All { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.sieve-test").Order(StringComparer.Ordinal).SelectMany(Read)];

    public static SieveCase Find(string file, string name) => All.Single(c => c.File == file && c.Name == name);

    public string Section(string name) => Sections.GetValueOrDefault(name, "");

    /// <summary>Runs the script and tells what it does, in the words of the section <c>expect</c>.</summary>
    public (string Actions, string? Edited) Run(Action<SievePosition, string>? trace = null) => Run(SieveScript.Compile(Script), trace);

    /// <summary>The same with the case's script as somebody else compiled it.</summary>
    public (string Actions, string? Edited) Run(SieveScript script, Action<SievePosition, string>? trace = null)
    {
        if (script.Errors.Count > 0)
            return (string.Join('\n', script.Errors.Select(e => string.Create(CultureInfo.InvariantCulture, $"error {e.Line}:{e.Column}"))), null);

        var mailbox = new CaseMailbox(this);
        var outcome = SieveInterpreter.Run(script, new SieveContext
        {
            Message = SieveMessage.Of(Message), Sender = Sender, Recipient = Recipient, Now = Now, Mailbox = mailbox, Environment = mailbox.Environment, Trace = trace,
        });
        var actions = script.Warnings.Select(w => string.Create(CultureInfo.InvariantCulture, $"warning {w.Line}:{w.Column}")).Concat(outcome.Actions.Select(a => a.ToString()!));
        var edited = outcome.Actions is [.., { Message: { IsEdited: true } message }] ? Encoding.UTF8.GetString(message.Octets.Span).Replace("\r\n", "\n", StringComparison.Ordinal) : null;
        return (string.Join('\n', outcome.Error is null ? actions : ["run-time error", .. actions]), edited);
    }

    private static string? Line(string key, string section) =>
        Regex.Match(section, $"^{key} ?(.*)$", RegexOptions.Multiline) is { Success: true } match ? match.Groups[1].Value : null;

    private static IEnumerable<SieveCase> Read(string path)
    {
        var file = Path.GetFileNameWithoutExtension(path);
        var defaults = new Dictionary<string, string>();
        var sections = defaults;
        string? name = null, section = null;
        foreach (var line in System.IO.File.ReadAllLines(path))
        {
            if (line.StartsWith("== ", StringComparison.Ordinal))
            {
                if (name is not null)
                    yield return new SieveCase(file, name, Trim(sections));
                (name, section) = (line[3..], null);
                sections = new Dictionary<string, string>(defaults);
            }
            else if (line.StartsWith("-- ", StringComparison.Ordinal))
            {
                section = line[3..];
                sections[section] = "";
            }
            else if (section is not null)
            {
                sections[section] += line + "\n";
            }
        }

        if (name is not null)
            yield return new SieveCase(file, name, Trim(sections));
    }

    // Empty lines before the next section are the file's, not the section's; a message's are its own but for the last.
    private static Dictionary<string, string> Trim(Dictionary<string, string> sections) =>
        sections.ToDictionary(s => s.Key, s => s.Key == "message" ? s.Value.TrimEnd('\n') + (s.Value.TrimEnd('\n').Contains("\n\n", StringComparison.Ordinal) ? "\n" : "\n\n") : s.Value.Trim('\n'));
}
