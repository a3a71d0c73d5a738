using System.Text.RegularExpressions;
using System.Xml.Linq;
using System.Xml.Schema;
using Oss.Api.Errors;
using Oss.Domain;

namespace Oss.Api.Soap;

/// <summary>Holds a body against the schemas and says where it breaks them, in the domain's way of naming places.</summary>
internal static partial class SoapValidation
{
    public static IReadOnlyList<Finding> Check(XElement body, XmlSchemaSet schemas)
    {
        var findings = new List<Finding>();
        new XDocument(body).Validate(schemas, (place, problem) =>
        {
            if (findings.Count < SoapLimits.Findings)
                findings.Add(new Finding(PathOf(place), CodesOfForm.Schema, Tidy(problem.Message)));
        });
        return findings;
    }

    /// <summary><c>SubmitOrder/Order/Items/Item[3]/Mailbox/Address</c> is <c>items[2].mailbox.address</c>: below the wrapper and its
    /// one parameter, a list and its member being one step.</summary>
    private static string PathOf(object? place)
    {
        var element = place as XElement ?? (place as XAttribute)?.Parent;
        var steps = element?.AncestorsAndSelf().Reverse().Skip(1).ToList() ?? [];
        if (steps is [{ Name.LocalName: "Order" or "Batch" }, ..])
            steps.RemoveAt(0);

        var path = new List<string>();
        foreach (var step in steps)
        {
            if (step.Parent is { } list && list.Name.LocalName == step.Name.LocalName + "s" && path.Count > 0)
                path[^1] += $"[{step.ElementsBeforeSelf(step.Name).Count()}]";
            else
                path.Add(CamelCase(step.Name.LocalName));
        }

        if (place is XAttribute attribute)
            path.Add('@' + attribute.Name.LocalName);
        return string.Join('.', path);
    }

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    // The framework names every element with its namespace; integrators know which service they call.
    private static string Tidy(string message) => InNamespace().Replace(message, "");

    [GeneratedRegex(" in namespace '[^']*'")]
    private static partial Regex InNamespace();
}
