using System.Globalization;
using FluentValidation;
using Oss.Domain.Orders;

namespace Oss.Domain.Rules;

/// <summary>The rules that a change of a mailbox's rules keeps by itself.</summary>
internal sealed class RulesValidator : AbstractValidator<RulesItemRequest>
{
    public RulesValidator()
    {
        RuleFor(r => r.Mailbox).Address();
        RuleFor(r => r.ExpectedTag!).Text(RuleLimits.TagLength).When(r => r.ExpectedTag is not null);
        RuleFor(r => r.Forwarding!).SetValidator(new Forwards()).When(r => r.Forwarding is not null);
        RuleFor(r => r.AutoReply!).SetValidator(new Replies()).When(r => r.AutoReply is not null);
        RuleFor(r => r.Spam!.Percent).InclusiveBetween(1, 100).OverridePropertyName("Spam.Percent").When(r => r.Spam is not null)
            .WithErrorCode(ErrorCodes.OutOfRange).WithMessage("1 to 100 percent of what the filter itself calls spam.");
        RuleFor(r => r.Rules!.Count).LessThanOrEqualTo(RuleLimits.Rules).OverridePropertyName("Rules").When(r => r.Rules is not null)
            .WithErrorCode(ErrorCodes.Length).WithMessage($"At most {RuleLimits.Rules} rules.");
        RuleForEach(r => r.Rules).SetValidator(new Filters()).When(r => r.Rules is not null);
        RuleFor(r => r).Must(r => r.Action != OrderAction.Modify || r.Forwarding is not null || r.AutoReply is not null || r.Spam is not null || r.Rules is not null || r.Remove is { Count: > 0 })
            .OverridePropertyName("Mailbox").WithErrorCode(ErrorCodes.Required).WithMessage("Say what to change: forwarding, automatic reply, spam or rules.");
        RuleFor(r => r.Remove).Must((r, remove) => !(remove ?? []).Any(part => IsSet(r, part))).WithErrorCode(ErrorCodes.NotApplicable).WithMessage("A part is set or removed, not both.");
    }

    private static bool IsSet(RulesItemRequest item, RulePart part) =>
        part switch { RulePart.Forwarding => item.Forwarding is not null, RulePart.AutoReply => item.AutoReply is not null, RulePart.Spam => item.Spam is not null, _ => item.Rules is not null };

    /// <summary>Text that a reader types: lines and tabs are fine, other control characters and halves of characters are not.</summary>
    private static bool IsText(string text, bool lines) => !text.Any(c => char.IsControl(c) && !(lines && c is '\n' or '\r' or '\t')) && IsWhole(text);

    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && ++i < text.Length && char.IsLowSurrogate(text[i])))
                return false;
        }

        return true;
    }

    private sealed class Forwards : AbstractValidator<Forwarding>
    {
        public Forwards()
        {
            RuleFor(f => f.Targets.Count).InclusiveBetween(1, RuleLimits.ForwardTargets).OverridePropertyName("Targets")
                .WithErrorCode(ErrorCodes.Length).WithMessage($"Mail is forwarded to 1 to {RuleLimits.ForwardTargets} addresses.");
            RuleForEach(f => f.Targets).Address();
        }
    }

    private sealed class Replies : AbstractValidator<AutoReply>
    {
        public Replies()
        {
            RuleFor(a => a.Text).Must(text => text.Length <= RuleLimits.TextLength && !string.IsNullOrWhiteSpace(text) && IsText(text, lines: true))
                .WithErrorCode(ErrorCodes.Length).WithMessage($"The text of the reply has 1 to {RuleLimits.TextLength} characters.");
            RuleFor(a => a.Subject!).Must(subject => subject.Length <= RuleLimits.SubjectLength && IsText(subject, lines: false)).When(a => a.Subject is not null)
                .WithErrorCode(ErrorCodes.Length).WithMessage($"The subject has at most {RuleLimits.SubjectLength} characters, on one line.");
            RuleFor(a => a.Until).Must((a, until) => a.From is null || until >= a.From).When(a => a.Until is not null)
                .WithErrorCode(ErrorCodes.OutOfRange).WithMessage("The last day is not before the first.");
            RuleFor(a => a.Days).InclusiveBetween(1, RuleLimits.Days)
                .WithErrorCode(ErrorCodes.OutOfRange).WithMessage($"Between two replies to one sender are 1 to {RuleLimits.Days} days.");
            RuleFor(a => a.Addresses.Count).LessThanOrEqualTo(RuleLimits.Addresses).OverridePropertyName("Addresses")
                .WithErrorCode(ErrorCodes.Length).WithMessage($"At most {RuleLimits.Addresses} addresses.");
            RuleForEach(a => a.Addresses).Address();
        }
    }

    private sealed class Filters : AbstractValidator<MailRule>
    {
        public Filters()
        {
            RuleFor(r => r.Name).Must(name => name.Length is > 0 and <= RuleLimits.NameLength && !string.IsNullOrWhiteSpace(name) && IsText(name, lines: false))
                .WithErrorCode(ErrorCodes.Length).WithMessage($"A rule has a name of 1 to {RuleLimits.NameLength} characters.");
            RuleFor(r => r.Conditions.Count).LessThanOrEqualTo(RuleLimits.Conditions).OverridePropertyName("Conditions")
                .WithErrorCode(ErrorCodes.Length).WithMessage($"At most {RuleLimits.Conditions} conditions.");
            RuleForEach(r => r.Conditions).SetValidator(new Conditions());
            RuleFor(r => r.Actions.Count).LessThanOrEqualTo(RuleLimits.Actions).OverridePropertyName("Actions")
                .WithErrorCode(ErrorCodes.Length).WithMessage($"At most {RuleLimits.Actions} actions.");
            RuleFor(r => r.Actions).Must((r, actions) => actions.Count > 0 || r.Stop)
                .WithErrorCode(ErrorCodes.Required).WithMessage("A rule does something.");
            RuleFor(r => r.Actions).Must(actions => actions.Count(a => a.Kind == RuleActionKind.Forward) <= RuleLimits.ForwardTargets)
                .WithErrorCode(ErrorCodes.Length).WithMessage($"A rule forwards to at most {RuleLimits.ForwardTargets} addresses.");
            RuleForEach(r => r.Actions).SetValidator(new Actions());
        }
    }

    private sealed class Conditions : AbstractValidator<RuleCondition>
    {
        public Conditions()
        {
            RuleFor(c => c.Values.Count).InclusiveBetween(1, RuleLimits.Values).OverridePropertyName("Values")
                .WithErrorCode(ErrorCodes.Length).WithMessage($"A condition has 1 to {RuleLimits.Values} values.");
            RuleForEach(c => c.Values).Must(value => value is { Length: > 0 and <= RuleLimits.ValueLength } && IsText(value, lines: false))
                .WithErrorCode(ErrorCodes.Length).WithMessage($"A value has 1 to {RuleLimits.ValueLength} characters.");
            RuleFor(c => c.Operator).Must((c, how) => (c.Field == RuleField.Size) == how is RuleOperator.Over or RuleOperator.Under)
                .WithErrorCode(ErrorCodes.NotApplicable).WithMessage("A size is over or under a number of bytes, and nothing else is.");
            RuleFor(c => c.Values).Must(values => values is [var size] && size.Length <= 9 && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .When(c => c.Field == RuleField.Size).WithErrorCode(ErrorCodes.OutOfRange).WithMessage("A size is one number of bytes.");
            RuleFor(c => c.Header).Must(name => name is { Length: > 0 and <= RuleLimits.ValueLength } && name.All(c => c is > ' ' and < '\x7f' and not ':'))
                .When(c => c.Field == RuleField.Header).WithErrorCode(ErrorCodes.Required).WithMessage("This is not the name of a header field like List-Id.");
        }
    }

    private sealed class Actions : AbstractValidator<RuleAction>
    {
        public Actions()
        {
            RuleFor(a => a.Target!).Address().When(a => a.Kind == RuleActionKind.Forward);
            RuleFor(a => a.Target).Must(IsFolder).When(a => a.Kind is RuleActionKind.Move or RuleActionKind.Copy)
                .WithErrorCode(ErrorCodes.InvalidFolder).WithMessage("This is not a folder like Work/Invoices: no dots, and nothing empty between slashes.");
            RuleFor(a => a.Target).Must(IsFlag).When(a => a.Kind == RuleActionKind.Flag)
                .WithErrorCode(ErrorCodes.InvalidFlag).WithMessage(@"This is not a flag like \Flagged or \Seen, or a keyword like $Work.");
        }

        // As the mail store takes names: levels by /, in a Maildir++ directory, whose own separator is the dot.
        private static bool IsFolder(string? name) => name is { Length: > 0 and <= RuleLimits.ValueLength } && IsText(name, lines: false) && !name.Contains('.', StringComparison.Ordinal)
            && name.Split('/').All(level => level.Length > 0 && level.Trim().Length == level.Length && level[0] != '~' && !level.AsSpan().ContainsAny('*', '%', '\\')) && System.Text.Encoding.UTF8.GetByteCount(name) <= 150;

        private static bool IsFlag(string? flag) => flag is { Length: > 0 and <= 60 }
            && (flag[0] == '\\' ? flag is @"\Flagged" or @"\Seen" or @"\Answered" or @"\Draft" or @"\Deleted" : flag.All(c => c is > ' ' and < '\x7f' && !"(){%*\"\\]".Contains(c, StringComparison.Ordinal)));
    }
}
