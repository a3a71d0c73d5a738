using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>extracttext</c> (RFC 5703 7): the text of the loop's part into a variable.</summary>
internal static class ExtractTextExtension
{
    public static SieveExtension Extension { get; } = new("extracttext")
    {
        Words =
        [
            new CommandRule("extracttext", new ArgumentRule("name", ArgumentKind.Text))
            {
                Takes = Takes.Modifiers, Tags = [new TagRule("first", ArgumentKind.Number)], Check = Check, Do = Extract,
            },
        ],
    };

    private static void Check(Call call, Binder binder)
    {
        if (binder.Loops.Count == 0)
            binder.Error(call.At, "'extracttext' stands inside a 'foreverypart'.", "'extracttext' steht innerhalb eines 'foreverypart'.");
        if (!binder.IsOn("variables"))
            binder.Error(call.At, "'extracttext' needs the extension \"variables\".", "'extracttext' braucht die Erweiterung \"variables\".");
        VariablesExtension.Check(call, binder);
    }

    private static Flow Extract(Call call, SieveRun run)
    {
        var part = run.Part?.In(run.Message.Structure);
        var isText = part is not null && part.Type.Value.StartsWith("text/", StringComparison.OrdinalIgnoreCase);
        run.Spend(call.At, part is null ? 0 : part.End - part.BodyStart);
        VariablesExtension.Assign(call, run, First(isText ? PartText.Strictly(run.Message, part!) : "", call.Number(":first") ?? long.MaxValue));
        return Flow.Next;
    }

    // Characters are counted, of which some take two of .NET's.
    private static string First(string text, long count)
    {
        var end = 0;
        for (; count > 0 && end < text.Length && end < SieveLimits.VariableValue; count--)
            end += end + 1 < text.Length && char.IsSurrogatePair(text, end) ? 2 : 1;
        return text[..end];
    }
}
