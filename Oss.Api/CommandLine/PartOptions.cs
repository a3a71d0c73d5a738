using System.CommandLine;
using Oss.Domain;

namespace Oss.Api.CommandLine;

/// <summary>Which part of a list, as options.</summary>
internal sealed class PartOptions
{
    private readonly Option<int> _limit = new("--limit") { Description = $"Rows, at most {Page.MaxLimit}.", DefaultValueFactory = _ => 50 };
    private readonly Option<string?> _after = new("--after") { Description = "Goes on behind a place, as the part before says it.", HelpName = "PLACE" };
    private readonly Option<string?> _before = new("--before") { Description = "Goes back from a place, as the part behind says it.", HelpName = "PLACE" };
    private readonly Option<bool> _last = new("--last") { Description = "The end of the list." };

    public void AddTo(Command command)
    {
        command.Add(_limit);
        command.Add(_after);
        command.Add(_before);
        command.Add(_last);
    }

    public Cut Of(ParseResult parsed) => new(parsed.GetValue(_after), parsed.GetValue(_before), parsed.GetValue(_last), parsed.GetValue(_limit));
}
