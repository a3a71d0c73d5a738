using System.Reflection;
using System.ServiceModel.Description;
using System.Xml.Linq;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap;

/// <summary>A hosted service: its contract interface, the documents that say the same, and the class that does the work.</summary>
internal sealed class SoapService
{
    private SoapService(Type contract, string path, SoapContract documents)
    {
        (Contract, Path, Documents) = (contract, path, documents);
        Operations = [.. ContractDescription.GetContract(contract).Operations.Select(operation => new SoapOperation(operation))];
    }

    public Type Contract { get; }

    /// <summary>Where it is, as in <c>/soap/orders</c>; its WS-Security endpoint is <c>/wss</c> below.</summary>
    public string Path { get; }

    public SoapContract Documents { get; }

    public IReadOnlyList<SoapOperation> Operations { get; }

    public static SoapService Of<TContract>(string path, SoapContract documents) => new(typeof(TContract), path, documents);

    /// <summary>The operation that the action and the body name together. Clients may leave the action empty.</summary>
    public SoapOperation Dispatch(string? action, XName body)
    {
        var byBody = Operations.SingleOrDefault(operation => operation.Request == body);
        if (string.IsNullOrEmpty(action))
            return byBody ?? throw new SoapFaultException(SoapFaults.Sender("The body names no operation of this service."));

        var byAction = Operations.SingleOrDefault(operation => operation.Action == action)
            ?? throw new SoapFaultException(SoapFaults.Sender("The action is not supported."));
        return byAction == byBody ? byAction
            : throw new SoapFaultException(SoapFaults.Sender($"The action is that of {byAction.Name}, the body is not."));
    }
}

/// <summary>One operation of a contract.</summary>
internal sealed class SoapOperation
{
    // The header is part of the message for .NET's clients, not of its body.
    private static readonly XmlAttributeOverrides BodyOnly = HeaderLeftOut();

    private readonly MethodInfo _method;
    private readonly PropertyInfo _result;
    private readonly XmlSerializer _serializer;

    public SoapOperation(OperationDescription operation)
    {
        var input = operation.Messages[0];
        Name = operation.Name;
        Action = input.Action;
        Request = XName.Get(input.Body.WrapperName, input.Body.WrapperNamespace);
        _method = operation.TaskMethod;
        _result = _method.ReturnType.GetProperty(nameof(Task<>.Result))!;
        _serializer = new XmlSerializer(input.MessageType, BodyOnly);
    }

    public string Name { get; }

    public string Action { get; }

    /// <summary>The element the request's body has.</summary>
    public XName Request { get; }

    public object Deserialize(XElement body)
    {
        using var reader = body.CreateReader();
        return _serializer.Deserialize(reader)!;
    }

    public async Task<object> InvokeAsync(object service, object request)
    {
        var task = (Task)_method.Invoke(service, BindingFlags.DoNotWrapExceptions, null, [request], null)!;
        await task;
        return _result.GetValue(task)!;
    }

    private static XmlAttributeOverrides HeaderLeftOut()
    {
        var overrides = new XmlAttributeOverrides();
        overrides.Add(typeof(RequestMessage), nameof(RequestMessage.Context), new XmlAttributes { XmlIgnore = true });
        return overrides;
    }
}
