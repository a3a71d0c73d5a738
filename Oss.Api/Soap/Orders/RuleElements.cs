using System.Xml.Serialization;
using Oss.Domain.Rules;

namespace Oss.Api.Soap.Orders;

/// <summary>What becomes of a mailbox's incoming mail.</summary>
[XmlType("Rules", Namespace = OrderContract.Namespace)]
public sealed class RulesElement
{
    /// <summary>Its primary address: the key.</summary>
    [XmlElement(Order = 0)]
    public string Mailbox { get; set; } = "";

    /// <summary>Where mail goes on to.</summary>
    [XmlElement(Order = 1)]
    public ForwardingElement? Forwarding { get; set; }

    /// <summary>The automatic reply.</summary>
    [XmlElement(Order = 2)]
    public AutoReplyElement? AutoReply { get; set; }

    /// <summary>What becomes of spam.</summary>
    [XmlElement(Order = 3)]
    public SpamHandlingElement? Spam { get; set; }

    /// <summary>All rules, in their order.</summary>
    [XmlArray(Order = 4)]
    [XmlArrayItem("Rule")]
    public RuleElement[]? Rules { get; set; }

    /// <summary>What is taken away.</summary>
    [XmlArray(Order = 5)]
    [XmlArrayItem("Part")]
    public RulePart[]? Remove { get; set; }

    /// <summary>What the change is based on.</summary>
    [XmlElement(Order = 6)]
    public RuleBasisElement? Basis { get; set; }
}

/// <summary>What a change of rules is based on.</summary>
[XmlType("RuleBasis", Namespace = OrderContract.Namespace)]
public sealed class RuleBasisElement
{
    /// <summary>Whether a script by hand may be replaced.</summary>
    [XmlElement(Order = 0)]
    public bool Replace { get; set; }

    /// <summary>True when <see cref="Replace"/> is given.</summary>
    [XmlIgnore]
    public bool ReplaceSpecified { get; set; }

    /// <summary>Tag of what was looked at.</summary>
    [XmlElement(Order = 1)]
    public string? Tag { get; set; }
}

/// <summary>A mailbox's rules.</summary>
[XmlType("RuleSettings", Namespace = OrderContract.Namespace)]
public sealed class RuleSettingsElement
{
    /// <summary>Where mail goes on to.</summary>
    [XmlElement(Order = 0)]
    public ForwardingElement? Forwarding { get; set; }

    /// <summary>The automatic reply.</summary>
    [XmlElement(Order = 1)]
    public AutoReplyElement? AutoReply { get; set; }

    /// <summary>What becomes of spam.</summary>
    [XmlElement(Order = 2)]
    public SpamHandlingElement Spam { get; set; } = new();

    /// <summary>The rules, in their order.</summary>
    [XmlArray(Order = 3)]
    [XmlArrayItem("Rule")]
    public RuleElement[] Rules { get; set; } = [];
}

/// <summary>Passes all mail on.</summary>
[XmlType("Forwarding", Namespace = OrderContract.Namespace)]
public sealed class ForwardingElement
{
    /// <summary>Where to.</summary>
    [XmlArray(Order = 0)]
    [XmlArrayItem("Target")]
    public string[] Targets { get; set; } = [];

    /// <summary>Whether the mailbox keeps the mail as well.</summary>
    [XmlElement(Order = 1)]
    public bool KeepCopy { get; set; }
}

/// <summary>An automatic reply.</summary>
[XmlType("AutoReply", Namespace = OrderContract.Namespace)]
public sealed class AutoReplyElement
{
    /// <summary>Whether it is on.</summary>
    [XmlElement(Order = 0)]
    public bool Enabled { get; set; }

    /// <summary>True when <see cref="Enabled"/> is given.</summary>
    [XmlIgnore]
    public bool EnabledSpecified { get; set; }

    /// <summary>The first day.</summary>
    [XmlElement(DataType = "date", Order = 1)]
    public DateTime From { get; set; }

    /// <summary>True when <see cref="From"/> is given.</summary>
    [XmlIgnore]
    public bool FromSpecified { get; set; }

    /// <summary>The last day.</summary>
    [XmlElement(DataType = "date", Order = 2)]
    public DateTime Until { get; set; }

    /// <summary>True when <see cref="Until"/> is given.</summary>
    [XmlIgnore]
    public bool UntilSpecified { get; set; }

    /// <summary>Subject of the reply.</summary>
    [XmlElement(Order = 3)]
    public string? Subject { get; set; }

    /// <summary>Text of the reply.</summary>
    [XmlElement(Order = 4)]
    public string Text { get; set; } = "";

    /// <summary>Days until the same sender gets another reply.</summary>
    [XmlElement(Order = 5)]
    public int Days { get; set; }

    /// <summary>True when <see cref="Days"/> is given.</summary>
    [XmlIgnore]
    public bool DaysSpecified { get; set; }

    /// <summary>Addresses of the mailbox.</summary>
    [XmlArray(Order = 6)]
    [XmlArrayItem("Address")]
    public string[]? Addresses { get; set; }
}

/// <summary>What becomes of spam.</summary>
[XmlType("SpamHandling", Namespace = OrderContract.Namespace)]
public sealed class SpamHandlingElement
{
    /// <summary>What is done with it.</summary>
    [XmlElement(Order = 0)]
    public SpamAction Action { get; set; }

    /// <summary>What counts as spam.</summary>
    [XmlElement(Order = 1)]
    public int Percent { get; set; }

    /// <summary>True when <see cref="Percent"/> is given.</summary>
    [XmlIgnore]
    public bool PercentSpecified { get; set; }
}

/// <summary>Conditions, and what is done when they hold.</summary>
[XmlType("Rule", Namespace = OrderContract.Namespace)]
public sealed class RuleElement
{
    /// <summary>What its owner calls it.</summary>
    [XmlElement(Order = 0)]
    public string Name { get; set; } = "";

    /// <summary>Whether it is on.</summary>
    [XmlElement(Order = 1)]
    public bool Enabled { get; set; }

    /// <summary>True when <see cref="Enabled"/> is given.</summary>
    [XmlIgnore]
    public bool EnabledSpecified { get; set; }

    /// <summary>Whether all conditions have to hold.</summary>
    [XmlElement(Order = 2)]
    public bool MatchAll { get; set; }

    /// <summary>True when <see cref="MatchAll"/> is given.</summary>
    [XmlIgnore]
    public bool MatchAllSpecified { get; set; }

    /// <summary>The conditions.</summary>
    [XmlArray(Order = 3)]
    [XmlArrayItem("Condition")]
    public RuleConditionElement[]? Conditions { get; set; }

    /// <summary>What is done, in order.</summary>
    [XmlArray(Order = 4)]
    [XmlArrayItem("Action")]
    public RuleActionElement[]? Actions { get; set; }

    /// <summary>Whether no further rule is tried after this one.</summary>
    [XmlElement(Order = 5)]
    public bool Stop { get; set; }

    /// <summary>True when <see cref="Stop"/> is given.</summary>
    [XmlIgnore]
    public bool StopSpecified { get; set; }
}

/// <summary>One condition.</summary>
[XmlType("RuleCondition", Namespace = OrderContract.Namespace)]
public sealed class RuleConditionElement
{
    /// <summary>What it looks at.</summary>
    [XmlElement(Order = 0)]
    public RuleField Field { get; set; }

    /// <summary>How it compares.</summary>
    [XmlElement(Order = 1)]
    public RuleOperator Operator { get; set; }

    /// <summary>With what.</summary>
    [XmlArray(Order = 2)]
    [XmlArrayItem("Value")]
    public string[] Values { get; set; } = [];

    /// <summary>The name of the header field.</summary>
    [XmlElement(Order = 3)]
    public string? Header { get; set; }

    /// <summary>Whether it holds when the comparison does not.</summary>
    [XmlElement(Order = 4)]
    public bool Not { get; set; }

    /// <summary>True when <see cref="Not"/> is given.</summary>
    [XmlIgnore]
    public bool NotSpecified { get; set; }
}

/// <summary>One action.</summary>
[XmlType("RuleAction", Namespace = OrderContract.Namespace)]
public sealed class RuleActionElement
{
    /// <summary>What is done.</summary>
    [XmlElement(Order = 0)]
    public RuleActionKind Kind { get; set; }

    /// <summary>Folder, flag or address.</summary>
    [XmlElement(Order = 1)]
    public string? Target { get; set; }
}
