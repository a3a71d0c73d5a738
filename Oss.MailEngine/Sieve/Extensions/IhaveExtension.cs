using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>ihave</c> and <c>error</c> (RFC 5463). What <c>ihave</c> answers is known when the script is compiled, and a true one switches on what it names.</summary>
internal static class IhaveExtension
{
    public static SieveExtension Extension { get; } = new("ihave")
    {
        Words =
        [
            new TestRule("ihave", new ArgumentRule("extension names", ArgumentKind.Texts)) { Check = Check, Is = (call, _) => call.Prepared is true },
            new CommandRule("error", new ArgumentRule("message", ArgumentKind.Text)) { Do = (call, run) => throw new SieveException(call.At, Sentence.Quoted(call.Text("message", run))) },
        ],
    };

    private static void Check(Call call, Binder binder)
    {
        var names = call.Find("extension names")!.Texts;
        if (names.FirstOrDefault(n => n.Constant is null) is { } variable)
            binder.Error(variable.At, "'ihave' takes names of extensions that are written out.", "'ihave' nimmt ausgeschriebene Namen von Erweiterungen.");
        call.Prepared = Array.TrueForAll(names, n => Vocabulary.Instance.Knows(n.Source)) && Array.TrueForAll(names, n => binder.TurnOn(n.Source));
    }
}
