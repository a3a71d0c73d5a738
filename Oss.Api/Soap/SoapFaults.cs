using System.ServiceModel;
using Oss.Api.Errors;
using Oss.Api.Soap.Contract;
using Oss.Domain;

namespace Oss.Api.Soap;

/// <summary>Carries a fault of the protocol itself to where replies are written.</summary>
internal sealed class SoapFaultException(Func<FaultContext, SoapFault> fault, Exception? cause = null) : Exception(null, cause)
{
    public SoapFault FaultFor(FaultContext context) => fault(context);
}

/// <summary>The one place where an exception becomes a fault. Texts are safe for the client; causes go to the log.</summary>
internal static class SoapFaults
{
    public static SoapFault From(Exception exception, FaultContext context) => exception switch
    {
        SoapFaultException e => e.FaultFor(context),
        DomainException e => From(e.Error, context),
        _ => Receiver(new InternalFault
        {
            Code = CodesOfForm.Internal,
            Text = ErrorTexts.Of(CodesOfForm.Internal, "The platform failed; the log knows more under the correlation id.", context.Language),
            CorrelationId = context.CorrelationId,
        }, context.Language),
    };

    public static Func<FaultContext, SoapFault> Sender(string text) => Protocol(FaultCode.CreateSenderFaultCode(null), text);

    public static Func<FaultContext, SoapFault> Protocol(FaultCode code, string text) =>
        context => new SoapFault(code, $"{text} (correlation id {context.CorrelationId})", null, Language.English);

    public static Func<FaultContext, SoapFault> Invalid(IReadOnlyList<Finding> findings) =>
        context => From(new DomainError.Validation(findings), context);

    public static Func<FaultContext, SoapFault> Unauthenticated(FaultCode code, string text) => context => new SoapFault(
        code, text, new AuthorizationFault { Code = CodesOfForm.Unauthenticated, Text = text, CorrelationId = context.CorrelationId }, Language.English);

    public static ContractFinding[] ToFindings(IEnumerable<Finding> findings) =>
        [.. findings.Select(finding => new ContractFinding { Path = finding.Path, Code = finding.Code, Text = finding.Text })];

    public static LimitUse ToLimit(DomainError.LimitExceeded error) =>
        new() { Name = error.Limit, Maximum = error.Maximum, Current = error.Current, Requested = error.Requested };

    private static SoapFault From(DomainError error, FaultContext context)
    {
        Fault detail = error switch
        {
            DomainError.Validation e => new ValidationFault { Findings = ToFindings(ErrorTexts.Of(e.Findings, context.Language)) },
            DomainError.NotFound e => new NotFoundFault { Kind = e.Kind, Key = e.Key },
            DomainError.Conflict => new ConflictFault(),
            DomainError.LimitExceeded e => new LimitExceededFault { Limit = ToLimit(e) },
            DomainError.Forbidden => new AuthorizationFault(),
            DomainError.Unavailable => new UnavailableFault(),
            _ => throw new InvalidOperationException($"No fault for {error.GetType().Name}."),
        };
        (detail.Code, detail.Text, detail.CorrelationId) = (error.Code, ErrorTexts.Of(error, context.Language), context.CorrelationId);
        return detail is UnavailableFault ? Receiver(detail, context.Language) : new SoapFault(FaultCode.CreateSenderFaultCode(null), detail.Text, detail, context.Language);
    }

    private static SoapFault Receiver(Fault detail, Language language) => new(new FaultCode("Receiver"), detail.Text, detail, language);
}

/// <summary>A fault: its code, a text that is safe for the client, a detail of the contract or none, and the text's language.</summary>
internal sealed record SoapFault(FaultCode Code, string Text, Fault? Detail, Language Language);

/// <summary>What a fault says of its request.</summary>
internal readonly record struct FaultContext(string CorrelationId, Language Language);
