using Oss.Domain.Access;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders;

namespace Oss.Domain.Rules;

/// <summary>What became of a script of another system.</summary>
/// <param name="Script">The script as it runs here, the rules recognised in it, and what was changed or lost.</param>
/// <param name="Order">The order that gave the mailbox those rules; <see langword="null"/> when they do not say all that the script does, and nobody asked for them all the same.</param>
/// <param name="Replayed">Whether the order was given before.</param>
public sealed record ImportedRules(ImportedScript Script, OrderView? Order, bool Replayed = false);

/// <summary>Brings the filters of a mailbox over from a Cyrus server, from Horde's Ingo or from Open-Xchange: as rules, when rules say all of it. Otherwise nothing is changed, and
/// whoever migrates has the converted script.</summary>
public sealed class ImportScript(IMailPlatform platform, GetRules rules, SubmitOrder submit)
{
    /// <summary>The external system of such orders.</summary>
    public const string OrderSystem = "import";

    /// <summary>Imports a script; the same number again is the same order.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="script">The text of the old script; at most <see cref="RuleLimits.ImportCharacters"/>.</param>
    /// <param name="separator">The hierarchy separator of the old server: one character that is no letter and no digit.</param>
    /// <param name="evenInPart">Whether the rules are wanted though something is lost.</param>
    /// <param name="number">The number of the order.</param>
    /// <param name="actor">Who imports.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DomainException">There is no such mailbox, no script, or no such separator; or the rules are refused: not in the product, a circle, a script by hand that is active there.</exception>
    public async Task<ImportedRules> ExecuteAsync(Guid mailbox, string script, string separator, bool evenInPart, string number, Actor actor, CancellationToken cancellationToken)
    {
        Check(script, separator);
        var (view, imported) = (await rules.ExecuteAsync(mailbox, actor, cancellationToken), platform.ConvertScript(script, separator[0]));
        if (imported.Problems.Count + imported.Lost.Count > 0 && !evenInPart)
            return new ImportedRules(imported, null);

        var all = imported.Rules;
        var item = new RulesItemRequest(
            OrderAction.Modify, view.Address, all.Forwarding, all.AutoReply, all.Spam, all.Rules,
            [.. all.Forwarding is null ? [RulePart.Forwarding] : Array.Empty<RulePart>(), .. all.AutoReply is null ? [RulePart.AutoReply] : Array.Empty<RulePart>()]);
        var result = await submit.ExecuteAsync(new OrderRequest(OrderSystem, number, [item]), actor, cancellationToken);
        return new ImportedRules(imported, result.Order, result.Replayed);
    }

    private static void Check(string script, string separator)
    {
        var finding = script.Length is 0 or > RuleLimits.ImportCharacters ? new Finding("script", ErrorCodes.Length, $"A script has 1 to {RuleLimits.ImportCharacters} characters.")
            : separator.Length != 1 || char.IsLetterOrDigit(separator[0]) || char.IsControl(separator[0]) || char.IsWhiteSpace(separator[0])
                ? new Finding("separator", ErrorCodes.OutOfRange, "A hierarchy separator is one character such as '.' or '/'.")
                : null;
        if (finding is not null)
            throw new DomainException(new DomainError.Validation([finding]));
    }
}
