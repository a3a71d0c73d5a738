using System.ServiceModel;
using Oss.Api.Soap.Contract;
using Oss.Domain;

namespace Oss.Api.Soap;

/// <summary>Carries a fault of the protocol itself to where replies are written.</summary>
internal sealed class SoapFaultException(Func<string, SoapFault> fault, Exception? cause = null) : Exception(null, cause)
{
    public SoapFault FaultFor(string correlationId) => fault(correlationId);
}

/// <summary>The one place where an exception becomes a fault. Texts are safe for the client; causes go to the log.</summary>
internal static class SoapFaults
{
    public static SoapFault From(Exception exception, string correlationId) => exception switch
    {
        SoapFaultException e => e.FaultFor(correlationId),
        DomainException e => From(e.Error, correlationId),
        _ => Receiver(new InternalFault
        {
            Code = "internal",
            Text = "The platform failed; the log knows more under the correlation id.",
            CorrelationId = correlationId,
        }),
    };

    public static Func<string, SoapFault> Sender(string text) => Protocol(FaultCode.CreateSenderFaultCode(null), text);

    public static Func<string, SoapFault> Protocol(FaultCode code, string text) =>
        correlationId => new SoapFault(code, $"{text} (correlation id {correlationId})", null);

    public static Func<string, SoapFault> Invalid(IReadOnlyList<Finding> findings) =>
        correlationId => From(new DomainError.Validation(findings), correlationId);

    public static Func<string, SoapFault> Unauthenticated(FaultCode code, string text) => correlationId => new SoapFault(
        code, text, new AuthorizationFault { Code = "unauthenticated", Text = text, CorrelationId = correlationId });

    public static ContractFinding[] ToFindings(IEnumerable<Finding> findings) =>
        [.. findings.Select(finding => new ContractFinding { Path = finding.Path, Code = finding.Code, Text = finding.Text })];

    public static LimitUse ToLimit(DomainError.LimitExceeded error) =>
        new() { Name = error.Limit, Maximum = error.Maximum, Current = error.Current, Requested = error.Requested };

    private static SoapFault From(DomainError error, string correlationId)
    {
        Fault detail = error switch
        {
            DomainError.Validation e => new ValidationFault { Findings = ToFindings(e.Findings) },
            DomainError.NotFound e => new NotFoundFault { Kind = e.Kind, Key = e.Key },
            DomainError.Conflict => new ConflictFault(),
            DomainError.LimitExceeded e => new LimitExceededFault { Limit = ToLimit(e) },
            DomainError.Forbidden => new AuthorizationFault(),
            DomainError.Unavailable => new UnavailableFault(),
            _ => throw new InvalidOperationException($"No fault for {error.GetType().Name}."),
        };
        (detail.Code, detail.Text, detail.CorrelationId) = (error.Code, error.Text, correlationId);
        return detail is UnavailableFault ? Receiver(detail) : new SoapFault(FaultCode.CreateSenderFaultCode(null), detail.Text, detail);
    }

    private static SoapFault Receiver(Fault detail) => new(new FaultCode("Receiver"), detail.Text, detail);
}

/// <summary>A fault: its code, a text that is safe for the client, and a detail of the contract or none.</summary>
internal sealed record SoapFault(FaultCode Code, string Text, Fault? Detail);
