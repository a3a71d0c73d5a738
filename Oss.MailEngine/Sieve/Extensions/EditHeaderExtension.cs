using System.Text;
using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>addheader</c> and <c>deleteheader</c> (RFC 5293).</summary>
internal static class EditHeaderExtension
{
    /// <summary>Fields that a script leaves alone: where the message came from, what keeps replies from answering one another (RFC 5293 6), and what a message said before <c>replace</c> (RFC 5703 5).</summary>
    private static readonly string[] Protected = ["Received", "Auto-Submitted", "Return-Path", "Original-Subject", "Original-From"];

    private static readonly ArgumentRule Name = new("field name", ArgumentKind.Text);

    public static SieveExtension Extension { get; } = new("editheader")
    {
        Words =
        [
            new CommandRule("addheader", Name, new ArgumentRule("value", ArgumentKind.Text)) { Tags = [new TagRule("last")], Check = CheckName, Do = AddHeader },
            new CommandRule("deleteheader", Name, new ArgumentRule("values", ArgumentKind.Texts) { IsOptional = true })
            {
                Takes = Takes.Match, Check = CheckName, Do = DeleteHeader,
                Tags = [new TagRule("index", ArgumentKind.Number) { Check = IndexExtension.CheckNumber }, new TagRule("last") { Check = IndexExtension.CheckLast }],
            },
        ],
    };

    private static void CheckName(Call call, Binder binder)
    {
        if (call.Find("field name")!.Texts[0] is { Constant: { } name } text && !HeaderFields.IsName(name))
            binder.Error(text.At, $"\"{name}\" cannot be the name of a header field.", $"\"{name}\" kann nicht der Name eines Kopffelds sein.");
    }

    private static Flow AddHeader(Call call, SieveRun run)
    {
        var name = NameOf(call, run);
        // No value may end the field, or the header.
        var value = new StringBuilder(call.Text("value", run)).Replace("\r\n", " ").Replace('\r', ' ').Replace('\n', ' ').ToString().Trim();
        if (value.Length > SieveLimits.AddedField)
            throw new SieveException(call.At, $"A header field that a script adds has {SieveLimits.AddedField} characters at most.", $"Ein Kopffeld, das ein Skript hinzufügt, hat höchstens {SieveLimits.AddedField} Zeichen.");
        if (name.Equals("Auto-Submitted", StringComparison.OrdinalIgnoreCase) || name.Equals("Received", StringComparison.OrdinalIgnoreCase))
            return Flow.Next;

        run.Trace(call, $"addheader {name}");
        var field = MessageField.Create(name, value);
        run.Message = run.Message.WithFields(call.Has(":last") ? [.. run.Message.Fields, field] : [field, .. run.Message.Fields]);
        return Flow.Next;
    }

    private static Flow DeleteHeader(Call call, SieveRun run)
    {
        var name = NameOf(call, run);
        if (Protected.Contains(name, StringComparer.OrdinalIgnoreCase))
            return Flow.Next;

        // The index counts all fields of the name; among those it leaves, the values decide (RFC 5293 5).
        var candidates = call.Number(":index") is { } index
            ? HeaderFields.One(run.Message.FieldsNamed(name), index, call.Has(":last"))
            : run.Message.FieldsNamed(name);
        var patterns = call.Has("values") ? call.Texts("values", run) : null;
        var deleted = candidates.Where(field => patterns is null || call.Matching.Match(call, run, [field.Decoded], patterns)).ToHashSet();
        run.Trace(call, $"deleteheader {name}: {deleted.Count}");
        if (deleted.Count > 0)
            run.Message = run.Message.WithFields([.. run.Message.Fields.Where(field => !deleted.Contains(field))]);
        return Flow.Next;
    }

    private static string NameOf(Call call, SieveRun run)
    {
        run.Spend(call.At, run.Message.Fields.Count * 16L);
        var name = call.Text("field name", run);
        return HeaderFields.IsName(name) ? name : throw new SieveException(call.At, $"\"{name}\" cannot be the name of a header field.", $"\"{name}\" kann nicht der Name eines Kopffelds sein.");
    }
}
