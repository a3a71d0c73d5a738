using Oss.MailEngine.Policy.Checks;

namespace Oss.MailEngine.Policy;

/// <summary>A check's name in the configuration.</summary>
/// <param name="Name">The word.</param>
/// <param name="From">The first stage at which what it asks about is known.</param>
/// <param name="Read">Makes the check of the words after its name.</param>
internal sealed record PolicyWord(string Name, PolicyStage From, Func<List<string>, IPolicyCheck> Read);

/// <summary>The table of checks.</summary>
internal static class PolicyWords
{
    public static readonly IReadOnlyList<PolicyWord> All =
    [
        ClientCheck.Row,
        .. ReverseNameCheck.Rows,
        .. BlockListCheck.Rows,
        EarlyTalkerCheck.Row,
        ConnectionsCheck.Row,
        RateCheck.Row,
        ScoreCheck.Row,
        .. HeloCheck.Rows,
        .. SenderCheck.Rows,
        RecipientCheck.Row,
        GreylistCheck.Row,
        .. AuthenticationCheck.Rows,
        PolicyServerCheck.Row,
    ];

    /// <summary>Ends the reading of a check that takes no more words.</summary>
    public static T None<T>(this T check, List<string> words)
        where T : IPolicyCheck => words.Count == 0 ? check : throw new FormatException($"'{words[0]}' is one word too many");
}
