using Microsoft.AspNetCore.Components;
using Oss.Domain.Rules;
using Oss.Web.Changes;

namespace Oss.Web.Pages.Rules;

/// <summary>The form of one rule, new or there already. After a refusal it has what was typed.</summary>
public sealed partial class RuleForm(Notices notices)
{
    private Dictionary<string, string> _fields = [];

    /// <summary>Where it is sent to.</summary>
    [Parameter, EditorRequired]
    public required string Action { get; set; }

    /// <summary>Its name in notices.</summary>
    [Parameter, EditorRequired]
    public required string Form { get; set; }

    /// <summary>The tag of the rules it is one of.</summary>
    [Parameter, EditorRequired]
    public required string Tag { get; set; }

    /// <summary>The rule; absent for a new one.</summary>
    [Parameter]
    public MailRule? Rule { get; set; }

    /// <summary>Its place among the rules; absent for a new one.</summary>
    [Parameter]
    public int? Index { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet() =>
        _fields = notices.Take() is { Refused: true } notice && notice.Form == Form ? new Dictionary<string, string>(notice.Typed) : RuleFields.Of(Rule);

    private string Value(string field) => _fields.GetValueOrDefault(field, "");
}
