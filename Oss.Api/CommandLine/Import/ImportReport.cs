using Oss.Api.CommandLine.Output;
using Oss.Domain;

namespace Oss.Api.CommandLine.Import;

/// <summary>How an import went: what is counted, and what stands against lines, of which the first are shown.</summary>
internal sealed class ImportReport(ErrorFile? errors)
{
    private const int Shown = 20;
    private readonly List<object> _first = [];
    private readonly List<string> _lines = [];

    public int Lines { get; private set; }

    public int Ordered { get; private set; }

    public int Known { get; private set; }

    public int Waiting { get; private set; }

    public int Refused { get; private set; }

    /// <summary>One line is through.</summary>
    public void Count(LineOutcome outcome)
    {
        Lines++;
        switch (outcome)
        {
            case LineOutcome.Ordered { Done: true }:
                Ordered++;
                break;
            case LineOutcome.Ordered:
                Waiting++;
                break;
            case LineOutcome.Known:
                Known++;
                break;
            case LineOutcome.Refused refused:
                Refused++;
                Refuse(refused);
                break;
        }
    }

    /// <summary>Says how it went.</summary>
    /// <returns>The exit code.</returns>
    public int Tell(Answer answer, bool preview)
    {
        answer.Say(
            new { Preview = preview, Lines, Ordered, Known, Waiting, Refused, Errors = _first },
            string.Join('\n', [.. _lines, .. Refused > _lines.Count ? new[] { $"… and {Refused - _lines.Count} more." } : [], Sentence(preview)]));
        return Refused > 0 ? ExitCodes.Refused : Waiting > 0 ? ExitCodes.Accepted : ExitCodes.Done;
    }

    private string Sentence(bool preview) => preview
        ? $"{Lines} lines: {Ordered} would be ordered, {Known} were ordered before, {Refused} would be refused. Nothing was done."
        : $"{Lines} lines: {Ordered} ordered, {Known} ordered before, {Waiting} accepted and not done yet, {Refused} refused.";

    private void Refuse(LineOutcome.Refused refused)
    {
        var (line, finding) = (refused.Line, refused.Finding);
        errors?.Add(line, finding);
        if (_lines.Count >= Shown)
            return;

        _first.Add(new { Line = line.Number, line.Address, Place = finding.Path, finding.Code, finding.Text });
        _lines.Add($"line {line.Number}: {line.Address}: {(finding.Path.Length > 0 ? finding.Path + ": " : "")}{finding.Text} ({finding.Code})");
    }
}

/// <summary>What became of a line.</summary>
internal abstract record LineOutcome
{
    private LineOutcome()
    {
    }

    /// <summary>Ordered now; done, or to be done by a node.</summary>
    public sealed record Ordered(bool Done) : LineOutcome;

    /// <summary>Ordered by an earlier run.</summary>
    public sealed record Known : LineOutcome;

    /// <summary>Not ordered.</summary>
    public sealed record Refused(MailboxLine Line, Finding Finding) : LineOutcome
    {
        /// <summary>Because of a rule; of several the first is told.</summary>
        public static Refused By(MailboxLine line, DomainError error) => error is DomainError.Validation { Findings: [var first, ..] }
            ? new(line, first with { Path = MailboxColumns.Of(first.Path) })
            : new(line, new Finding("", error.Code, error.Text));
    }
}
