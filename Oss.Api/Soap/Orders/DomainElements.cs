using System.Xml.Serialization;
using Oss.Domain.Domains;
using Oss.Domain.Relaying;

namespace Oss.Api.Soap.Orders;

/// <summary>A domain with the records that its DNS should have, as they were when last looked at.</summary>
[XmlType("DomainDetails", Namespace = OrderContract.Namespace)]
public sealed class DomainDetailsElement
{
    /// <summary>Its name, as stored.</summary>
    [XmlElement(Order = 0)]
    public string Name { get; set; } = "";

    /// <summary>The contract that has it.</summary>
    [XmlElement(Order = 1)]
    public string ContractNumber { get; set; } = "";

    /// <summary>The customer that has it.</summary>
    [XmlElement(Order = 2)]
    public string TenantNumber { get; set; } = "";

    /// <summary>Whether the customer owns it.</summary>
    [XmlElement(Order = 3)]
    public DomainOwnership Ownership { get; set; }

    /// <summary>Whether the product serves no domain without proof.</summary>
    [XmlElement(Order = 4)]
    public bool ProofDemanded { get; set; }

    /// <summary>When it was last found to be the customer's.</summary>
    [XmlElement(Order = 5)]
    public DateTime VerifiedAt { get; set; }

    /// <summary>Whether it ever was.</summary>
    [XmlIgnore]
    public bool VerifiedAtSpecified { get; set; }

    /// <summary>When its DNS was last looked at.</summary>
    [XmlElement(Order = 6)]
    public DateTime CheckedAt { get; set; }

    /// <summary>Whether it ever was.</summary>
    [XmlIgnore]
    public bool CheckedAtSpecified { get; set; }

    /// <summary>The records that it should have.</summary>
    [XmlArray(Order = 7)]
    [XmlArrayItem("Record")]
    public RecordElement[] Records { get; set; } = [];

    /// <summary>Its keys, without their secrets.</summary>
    [XmlArray(Order = 8)]
    [XmlArrayItem("DkimKey")]
    public DkimKeyElement[] DkimKeys { get; set; } = [];

    /// <summary>The policy to be served.</summary>
    [XmlElement(Order = 9)]
    public string MtaStsPolicy { get; set; } = "";

    /// <summary>Until when its tenant may prove to own it, UTC; it is ended then. Absent when there is nothing to prove.</summary>
    [XmlElement(Order = 10)]
    public DateTime ClaimedUntil { get; set; }

    /// <summary>True when <see cref="ClaimedUntil"/> is given.</summary>
    [XmlIgnore]
    public bool ClaimedUntilSpecified { get; set; }

    /// <summary>Where mail for its addresses goes on to.</summary>
    [XmlElement(Order = 11)]
    public string? RelayTo { get; set; }

    /// <summary>Which recipients are taken for the server there.</summary>
    [XmlElement(Order = 12)]
    public RelayRecipients RelayRecipients { get; set; }

    /// <summary>Whether mail goes on.</summary>
    [XmlIgnore]
    public bool RelayRecipientsSpecified { get; set; }
}

/// <summary>A record that should be there.</summary>
[XmlType("DomainRecord", Namespace = OrderContract.Namespace)]
public sealed class RecordElement
{
    /// <summary>What for.</summary>
    [XmlElement(Order = 0)]
    public RecordKind Kind { get; set; }

    /// <summary>The whole name.</summary>
    [XmlElement(Order = 1)]
    public string Name { get; set; } = "";

    /// <summary>The type.</summary>
    [XmlElement(Order = 2)]
    public string Type { get; set; } = "";

    /// <summary>What to enter.</summary>
    [XmlArray(Order = 3)]
    [XmlArrayItem("Value")]
    public string[] Values { get; set; } = [];

    /// <summary>How much it matters.</summary>
    [XmlElement(Order = 4)]
    public RecordNeed Need { get; set; }

    /// <summary>What was found.</summary>
    [XmlElement(Order = 5)]
    public RecordOutcome Outcome { get; set; }

    /// <summary>Whether somebody has looked.</summary>
    [XmlIgnore]
    public bool OutcomeSpecified { get; set; }

    /// <summary>The records found.</summary>
    [XmlArray(Order = 6)]
    [XmlArrayItem("Value")]
    public string[]? Observed { get; set; }

    /// <summary>The name server that was asked.</summary>
    [XmlElement(Order = 7)]
    public string? Resolver { get; set; }
}

/// <summary>A key that signs a domain's mail, or will, or did.</summary>
[XmlType("DkimKey", Namespace = OrderContract.Namespace)]
public sealed class DkimKeyElement
{
    /// <summary>Names its record.</summary>
    [XmlElement(Order = 0)]
    public string Selector { get; set; } = "";

    /// <summary>What it signs by.</summary>
    [XmlElement(Order = 1)]
    public DkimKeyAlgorithm Algorithm { get; set; }

    /// <summary>Where it stands.</summary>
    [XmlElement(Order = 2)]
    public DkimKeyState State { get; set; }

    /// <summary>As its record has it.</summary>
    [XmlElement(Order = 3)]
    public string PublicKey { get; set; } = "";

    /// <summary>When it was made.</summary>
    [XmlElement(Order = 4)]
    public DateTime CreatedAt { get; set; }

    /// <summary>When its record may go.</summary>
    [XmlElement(Order = 5)]
    public DateTime RetireAt { get; set; }

    /// <summary>Whether it is to go.</summary>
    [XmlIgnore]
    public bool RetireAtSpecified { get; set; }
}

/// <summary>From the domain's view of a mail domain to the contract's.</summary>
internal static class DomainMapper
{
    public static DomainDetailsElement ToElement(DomainRecords found) => new()
    {
        Name = found.Domain.Name,
        ContractNumber = found.Domain.ContractNumber,
        TenantNumber = found.Domain.TenantNumber,
        Ownership = found.Domain.Ownership,
        ProofDemanded = found.ProofDemanded,
        VerifiedAt = OrderMapper.Utc(found.Domain.VerifiedAt ?? default),
        VerifiedAtSpecified = found.Domain.VerifiedAt is not null,
        ClaimedUntil = OrderMapper.Utc(found.Domain.ClaimedUntil ?? default),
        ClaimedUntilSpecified = found.Domain.ClaimedUntil is not null,
        CheckedAt = OrderMapper.Utc(found.CheckedAt ?? default),
        CheckedAtSpecified = found.CheckedAt is not null,
        Records = [.. found.Records.Select(ToElement)],
        DkimKeys = [.. found.Keys.Select(ToElement)],
        MtaStsPolicy = found.MtaStsPolicy,
        RelayTo = found.Domain.RelayTo,
        RelayRecipients = found.Domain.RelayRecipients ?? default,
        RelayRecipientsSpecified = found.Domain.RelayRecipients is not null,
    };

    private static RecordElement ToElement(DomainRecordView view) => new()
    {
        Kind = view.Record.Kind, Name = view.Record.Name, Type = view.Record.Type.ToString().ToUpperInvariant(), Values = view.Record.Value.Split('\n'), Need = view.Record.Need,
        Outcome = view.Outcome ?? default, OutcomeSpecified = view.Outcome is not null, Observed = view.Outcome is null ? null : [.. view.Observed], Resolver = view.Resolver,
    };

    private static DkimKeyElement ToElement(DkimKeyView key) => new()
    {
        Selector = key.Selector, Algorithm = key.Algorithm, State = key.State, PublicKey = key.PublicKey, CreatedAt = OrderMapper.Utc(key.CreatedAt),
        RetireAt = OrderMapper.Utc(key.RetireAt ?? default), RetireAtSpecified = key.RetireAt is not null,
    };
}
