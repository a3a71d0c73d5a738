using System.Xml.Serialization;
using Oss.Api.Soap.Orders;

namespace Oss.Api.Soap.Information;

/// <summary>What becomes of a mailbox's incoming mail.</summary>
[XmlType("MailRules", Namespace = InformationContract.Namespace)]
public sealed class MailRulesElement
{
    /// <summary>Its primary address.</summary>
    [XmlElement(Order = 0)]
    public string Mailbox { get; set; } = "";

    /// <summary>Where the active script comes from.</summary>
    [XmlElement(Order = 1)]
    public RuleOrigin Origin { get; set; }

    /// <summary>Names this very content.</summary>
    [XmlElement(Order = 2)]
    public string Tag { get; set; } = "";

    /// <summary>Whether an order has changed them and the volume is away.</summary>
    [XmlElement(Order = 3)]
    public bool Pending { get; set; }

    /// <summary>The rules.</summary>
    [XmlElement(Order = 4)]
    public RuleSettingsElement Settings { get; set; } = new();

    /// <summary>The script by hand.</summary>
    [XmlElement(Order = 5)]
    public ScriptByHandElement? Script { get; set; }
}

/// <summary>A script that was written or changed by hand.</summary>
[XmlType("ScriptByHand", Namespace = InformationContract.Namespace)]
public sealed class ScriptByHandElement
{
    /// <summary>Its name.</summary>
    [XmlElement(Order = 0)]
    public string? Name { get; set; }

    /// <summary>Its text.</summary>
    [XmlElement(Order = 1)]
    public string Text { get; set; } = "";

    /// <summary>Why it does not run.</summary>
    [XmlArray(Order = 2)]
    [XmlArrayItem("Problem")]
    public ScriptProblemElement[]? Problems { get; set; }

    /// <summary>What of it no rule could say.</summary>
    [XmlArray(Order = 3)]
    [XmlArrayItem("Problem")]
    public ScriptProblemElement[]? Lost { get; set; }
}

/// <summary>A place in a script, and what is to be said of it.</summary>
[XmlType("ScriptProblem", Namespace = InformationContract.Namespace)]
public sealed class ScriptProblemElement
{
    /// <summary>From 1.</summary>
    [XmlElement(Order = 0)]
    public int Line { get; set; }

    /// <summary>From 1.</summary>
    [XmlElement(Order = 1)]
    public int Column { get; set; }

    /// <summary>One English sentence.</summary>
    [XmlElement(Order = 2)]
    public string Text { get; set; } = "";
}

/// <summary>A script.</summary>
[XmlType("Script", Namespace = InformationContract.Namespace)]
public sealed class ScriptElement
{
    /// <summary>Its name.</summary>
    [XmlElement(Order = 0)]
    public string Name { get; set; } = "";

    /// <summary>Whether it is the one that runs.</summary>
    [XmlElement(Order = 1)]
    public bool Active { get; set; }

    /// <summary>Its size.</summary>
    [XmlElement(Order = 2)]
    public long Octets { get; set; }

    /// <summary>Why it does not run.</summary>
    [XmlArray(Order = 3)]
    [XmlArrayItem("Problem")]
    public ScriptProblemElement[]? Problems { get; set; }
}

/// <summary>Where a mailbox's active script comes from.</summary>
[XmlType("RuleOrigin", Namespace = InformationContract.Namespace)]
public enum RuleOrigin
{
    /// <summary>No script is active.</summary>
    None,

    /// <summary>It was written from rules.</summary>
    Rules,

    /// <summary>It was written or changed by hand.</summary>
    ByHand,
}
