using System.Globalization;
using System.ServiceModel;
using Microsoft.AspNetCore.Authentication;
using Oss.Api.Authentication;
using Oss.Api.Errors;
using Oss.Api.Hosting;
using Oss.Api.Soap.Contract;
using Oss.Api.Soap.WsSecurity;
using Oss.Domain;
using Oss.Domain.Access;

namespace Oss.Api.Soap;

/// <summary>
/// A SOAP endpoint: HTTP outside, the message layer of WCF inside. The order of the checks is the design: who calls, before a byte of
/// the body is read; how much, before it is parsed; then well-formed, then which operation, then the schema, and only then the service.
/// </summary>
internal sealed partial class SoapEndpoint(SoapService service, bool wsSecurity, ILogger log)
{
    public async Task HandleAsync(HttpContext context)
    {
        using var scope = CorrelationId.Scope(log, context);

        if (!wsSecurity && await SoapDocuments.TryServeAsync(context, service))
            return;
        var (binding, charset, action) = SoapHttpHeaders.Read(context.Request);
        var actor = wsSecurity ? null : await AuthenticateAsync(context, binding);
        if (!wsSecurity && (actor is null || !await IsWithinRateAsync(context, actor)))
            return;
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = "POST";
            await SoapRefusal.WriteAsync(
                context, StatusCodes.Status405MethodNotAllowed, $"{service.Path} is a SOAP endpoint; it takes POST. Its contract is at {service.Path}?wsdl, in one document at {service.Path}?singleWsdl.");
            return;
        }

        if (binding is null || !RequestOctets.IsPlain(context.Request))
            await RefuseTypeAsync(context);
        else if (await ReadAsync(context) is { } octets)
            await AnswerAsync(context, binding, () => SoapRequestReader.Read(binding, octets, charset), action, actor);
    }

    // RFC 9110 12.5.3 and 15.5.16: the reply says what would be taken.
    private static Task RefuseTypeAsync(HttpContext context)
    {
        context.Response.Headers.Accept = $"{SoapBinding.Soap11.MediaType}, {SoapBinding.Soap12.MediaType}";
        context.Response.Headers.AcceptEncoding = "identity";
        return SoapRefusal.WriteAsync(
            context, StatusCodes.Status415UnsupportedMediaType,
            $"The body must be {SoapBinding.Soap11.MediaType} (SOAP 1.1) or {SoapBinding.Soap12.MediaType} (SOAP 1.2), in UTF-8 or UTF-16, and not packed; the header Content-Type says which.");
    }

    private static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        try
        {
            var octets = await RequestOctets.ReadAsync(context.Request, SoapLimits.BodyOctets, context.RequestAborted);
            if (octets is null)
                await SoapRefusal.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, $"A request has at most {SoapLimits.BodyOctets} octets; send a batch in several.");
            return octets;
        }
        catch (BadHttpRequestException e)
        {
            await SoapRefusal.WriteAsync(context, e.StatusCode, "The request could not be read to its end; send it again, in at most the octets that Content-Length says.");
            return null;
        }
    }

    private async Task<Actor?> AuthenticateAsync(HttpContext context, SoapBinding? binding)
    {
        try
        {
            if ((await context.AuthenticateAsync(ApiAuthentication.SchemeName)).Principal is ActorPrincipal principal)
                return principal.Actor;

            await context.ChallengeAsync(ApiAuthentication.SchemeName);
            await SoapRefusal.WriteAsync(
                context, context.Response.StatusCode, $"API credentials are needed, over TLS: HTTP Basic here, or a WS-Security UsernameToken at {service.Path}/wss. The contract, at {service.Path}?wsdl, needs none.");
        }
        catch (DomainException e)
        {
            // Nobody can be asked who this is.
            Log(e);
            await SoapReply.WriteAsync(context, binding ?? SoapBinding.Soap11, SoapFaults.From(e, new FaultContext(CorrelationId.Of(context), Errors.Language.English)));
        }

        return null;
    }

    private static async Task<bool> IsWithinRateAsync(HttpContext context, Actor actor)
    {
        if (context.RequestServices.GetRequiredService<RequestRates>().Count(context.Response, actor.Name) is not { } seconds)
            return true;

        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await SoapRefusal.WriteAsync(context, StatusCodes.Status429TooManyRequests, $"Too many requests; send the next in {seconds} seconds.");
        return false;
    }

    private async Task AnswerAsync(HttpContext context, SoapBinding binding, Func<SoapRequest> read, string? action, Actor? actor)
    {
        var said = RequestContext.None;
        try
        {
            var request = read();
            if (actor is null)
            {
                actor = await context.RequestServices.GetRequiredService<UsernameTokenSignIn>().SignInAsync(context, binding, request.Headers);
                if (!await IsWithinRateAsync(context, actor))
                    return;
            }

            RefuseUnknownHeaders(binding, request);
            said = SoapContext.Read(request.Headers, service.Documents.Schemas);
            using var scope = said.Scope(log);
            await SoapReply.WriteAsync(context, binding, await InvokeAsync(context, service.Dispatch(action, request.Body.Name), request, said, said.Complete(actor)));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogAborted();
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            using var scope = said.Scope(log);
            Log(e);
            await SoapReply.WriteAsync(context, binding, SoapFaults.From(e, new FaultContext(CorrelationId.Of(context), said.Language)));
        }
    }

    private async Task<object> InvokeAsync(HttpContext context, SoapOperation operation, SoapRequest request, RequestContext said, Actor actor)
    {
        if (SoapScopes.Of(operation.Name) is var scope && !actor.MayUse(scope))
            throw new DomainException(new DomainError.Forbidden($"The client lacks the scope {scope}."));

        var findings = SoapValidation.Check(request.Body, service.Documents.Schemas);
        if (findings.Count > 0)
            throw new SoapFaultException(SoapFaults.Invalid(findings));

        var call = context.RequestServices.GetRequiredService<SoapCall>();
        (call.Actor, call.Language, call.Aborted) = (actor, said.Language, context.RequestAborted);
        CultureInfo.CurrentUICulture = said.Language.Culture();
        return await operation.InvokeAsync(context.RequestServices.GetRequiredService(service.Contract), operation.Deserialize(request.Body));
    }

    // SOAP 1.1 4.2.3, SOAP 1.2 part 1 5.2.3: what must be understood and is not stops the request before anything is done.
    private void RefuseUnknownHeaders(SoapBinding binding, SoapRequest request)
    {
        var unknown = request.Headers.FirstOrDefault(header => header.MustUnderstand && binding.IsMine(header.Actor)
            && header is not { Name: ContextHeader.Name, Namespace: ContractNames.Common }
            && !(wsSecurity && header is { Name: UsernameToken.HeaderName, Namespace: UsernameToken.Namespace }));
        if (unknown is not null)
            throw new SoapFaultException(SoapFaults.Protocol(new FaultCode("MustUnderstand"), "A header that must be understood is not known here."));
    }

    private void Log(Exception exception)
    {
        if (exception is SoapFaultException { InnerException: { } cause })
            LogMalformed(cause.Message);
        else if (exception is DomainException { Error: DomainError.Unavailable })
            LogUnavailable(exception);
        else if (exception is not (SoapFaultException or DomainException))
            LogFailed(exception, service.Path);
    }

    [LoggerMessage(3101, LogLevel.Error, "SOAP request to {Path} failed")]
    private partial void LogFailed(Exception exception, string path);

    [LoggerMessage(3102, LogLevel.Warning, "SOAP request could not be served for now")]
    private partial void LogUnavailable(Exception exception);

    [LoggerMessage(3103, LogLevel.Information, "SOAP request refused as malformed: {Cause}")]
    private partial void LogMalformed(string cause);

    [LoggerMessage(3104, LogLevel.Information, "SOAP client went away before the reply")]
    private partial void LogAborted();
}
