namespace Oss.Api.Soap.Contract;

/// <summary>The dated names of what all services share. A change that is not an addition gets a new date and a second endpoint.</summary>
public static class ContractNames
{
    /// <summary>Namespace of <c>common.xsd</c>.</summary>
    public const string Common = "urn:oss:common:2026-11";
}
