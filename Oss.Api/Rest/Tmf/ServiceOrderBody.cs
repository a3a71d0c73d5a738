using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Oss.Api.Errors;
using Oss.Api.Rest.Resources;
using Oss.Domain;
using Oss.Domain.Orders;

namespace Oss.Api.Rest.Tmf;

/// <summary>TMF641 <c>ServiceOrder</c>, as sent and as shown; members that the platform has no use for are left out.</summary>
internal sealed record ServiceOrderBody
{
    public string? Id { get; init; }

    public string? Href { get; init; }

    public string? ExternalId { get; init; }

    public IReadOnlyList<ExternalReferenceBody>? ExternalReference { get; init; }

    public string? State { get; init; }

    public DateTime? OrderDate { get; init; }

    public DateTime? RequestedStartDate { get; init; }

    public DateTime? CompletionDate { get; init; }

    public DateTime? CancellationDate { get; init; }

    public IReadOnlyList<ServiceOrderItemBody>? ServiceOrderItem { get; init; }

    public IReadOnlyList<ServiceOrderErrorBody>? ErrorMessage { get; init; }

    [JsonPropertyName("@type")]
    public string? Type { get; init; }

    /// <summary>An order as TMF641 shows it.</summary>
    public static ServiceOrderBody Of(OrderView order) => new()
    {
        Id = order.Id.ToString(),
        Href = $"{TmfServices.Ordering}/serviceOrder/{order.Id}",
        ExternalId = order.ExternalId,
        ExternalReference = [new ExternalReferenceBody(order.ExternalId, order.ExternalSystem)],
        State = StateOf(order.State),
        OrderDate = order.SubmittedAt,
        RequestedStartDate = order.RequestedStart,
        CompletionDate = order.State == OrderState.Cancelled ? null : order.CompletedAt,
        CancellationDate = order.State == OrderState.Cancelled ? order.CompletedAt : null,
        ServiceOrderItem = [.. order.Items.Select(ServiceOrderItemBody.Of)],
        ErrorMessage = order.ErrorCode is { } code ? [new ServiceOrderErrorBody(code, order.ErrorText)] : null,
        Type = "ServiceOrder",
    };

    /// <summary>The states are TMF641's, in its spelling.</summary>
    public static string StateOf(OrderState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    /// <summary>The items as the platform's own.</summary>
    /// <exception cref="DomainException">They are none.</exception>
    public IReadOnlyList<ItemBody> Items() => [.. (ServiceOrderItem ?? []).Select((item, index) => item.ToItem($"serviceOrderItem[{index}]"))];
}

/// <summary>TMF641 <c>ExternalReference</c>: the CRM's number, and its name for itself as the type.</summary>
internal sealed record ExternalReferenceBody(string Id, string? ExternalReferenceType = null);

/// <summary>TMF641 <c>ServiceOrderErrorMessage</c>.</summary>
internal sealed record ServiceOrderErrorBody(string Code, string? Reason);

/// <summary>TMF641 <c>ServiceOrderItem</c>.</summary>
internal sealed record ServiceOrderItemBody
{
    // A mailbox is suspended by making its service inactive; what TMF has no word for is a characteristic.
    private const string ActionCharacteristic = "orderAction";

    public string? Id { get; init; }

    public string? Action { get; init; }

    public string? State { get; init; }

    public ServiceBody? Service { get; init; }

    public IReadOnlyList<ServiceOrderErrorBody>? ErrorMessage { get; init; }

    [JsonPropertyName("@type")]
    public string? Type { get; init; }

    public static ServiceOrderItemBody Of(OrderItemView item) => new()
    {
        Id = item.Position.ToString(CultureInfo.InvariantCulture),
        Action = item.Action switch { OrderAction.Provide or OrderAction.Restore => "add", OrderAction.Terminate or OrderAction.Purge => "delete", _ => "modify" },
        State = ServiceOrderBody.StateOf(item.State),
        Service = new ServiceBody
        {
            Id = $"{item.Subject}:{item.Key}", ServiceType = item.Subject, ServiceSpecification = SpecificationRef.Of(item.Subject),
            ServiceCharacteristic = [new CharacteristicBody(ActionCharacteristic, JsonValue.Create(item.Action.ToString())), new CharacteristicBody(ServiceKinds.KeyOf(item.Subject), JsonValue.Create(item.Key))],
            Type = "Service",
        },
        ErrorMessage = item.ErrorCode is { } code ? [new ServiceOrderErrorBody(code, item.ErrorText)] : null,
        Type = "ServiceOrderItem",
    };

    public ItemBody ToItem(string path)
    {
        var service = Service ?? throw Refused($"{path}.service", ErrorCodes.Required, "An item has a service.");
        var kind = service.ServiceSpecification?.Id ?? service.ServiceType ?? service.Id?.Split(':', 2)[0];
        if (kind is null || !ServiceKinds.All.Contains(kind))
            throw Refused($"{path}.service.serviceSpecification.id", ErrorCodes.NotFound, $"A service is of {string.Join(", ", ServiceKinds.All)}.");

        var subject = new JsonObject();
        if (service.Id?.Split(':', 2) is [_, var key])
            subject[ServiceKinds.KeyOf(kind)] = key;
        foreach (var characteristic in service.ServiceCharacteristic ?? [])
        {
            if (characteristic.Name != ActionCharacteristic)
                subject[characteristic.Name] = characteristic.Value?.DeepClone();
        }

        var action = service.ServiceCharacteristic?.FirstOrDefault(one => one.Name == ActionCharacteristic)?.Value?.GetValue<string>() ?? ActionOf(service.State, path);
        try
        {
            return RestBody.Parse<ItemBody>(RestJson.Octets<JsonNode>(new JsonObject { ["action"] = action, [kind] = subject }));
        }
        catch (RestProblem e)
        {
            throw Refused($"{path}.service.serviceCharacteristic", CodesOfForm.Schema, $"Not a characteristic of {kind}, or not its value: {(e.Findings is [var first, ..] ? first.Path : "")}");
        }
    }

    private string ActionOf(string? state, string path) => (Action, state) switch
    {
        ("add", _) => nameof(OrderAction.Provide),
        ("modify", "inactive") => nameof(OrderAction.Suspend),
        ("modify", "active") => nameof(OrderAction.Resume),
        ("modify", _) => nameof(OrderAction.Modify),
        ("delete", _) => nameof(OrderAction.Terminate),
        _ => throw Refused($"{path}.action", ErrorCodes.NotApplicable, "An action is add, modify or delete."),
    };

    private static DomainException Refused(string path, string code, string text) => new(new DomainError.Validation([new Finding(path, code, text)]));
}

/// <summary>TMF638 <c>Service</c>, which TMF641 carries in its items.</summary>
internal sealed record ServiceBody
{
    public string? Id { get; init; }

    public string? Href { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? ServiceType { get; init; }

    public string? State { get; init; }

    public DateTime? StartDate { get; init; }

    public DateTime? EndDate { get; init; }

    public bool? IsServiceEnabled { get; init; }

    public IReadOnlyList<CharacteristicBody>? ServiceCharacteristic { get; init; }

    public SpecificationRef? ServiceSpecification { get; init; }

    public IReadOnlyList<RelatedPartyBody>? RelatedParty { get; init; }

    public IReadOnlyList<ServiceRelationshipBody>? ServiceRelationship { get; init; }

    [JsonPropertyName("@type")]
    public string? Type { get; init; }
}

/// <summary>TMF638 <c>ServiceRelationship</c>.</summary>
internal sealed record ServiceRelationshipBody(string RelationshipType, ServiceReferenceBody Service);

/// <summary>TMF638 <c>ServiceRef</c>.</summary>
internal sealed record ServiceReferenceBody(string Id, string Href);

/// <summary>TMF <c>Characteristic</c>.</summary>
internal sealed record CharacteristicBody(string Name, JsonNode? Value, string? ValueType = null);

/// <summary>TMF <c>ServiceSpecificationRef</c>.</summary>
internal sealed record SpecificationRef(string? Id = null, string? Href = null, string? Name = null)
{
    public static SpecificationRef Of(string kind) => new(kind, $"{TmfServices.Catalog}/serviceSpecification/{kind}", kind);
}

/// <summary>TMF <c>RelatedParty</c>: the customer.</summary>
internal sealed record RelatedPartyBody(string Id, string? Name, string Role)
{
    [JsonPropertyName("@referredType")]
    public string ReferredType { get; init; } = "Organization";
}

/// <summary>Kinds of service: the subjects of orders.</summary>
internal static class ServiceKinds
{
    public static IReadOnlyList<string> All { get; } = ["subscription", "domain", "mailbox", "alias"];

    /// <summary>The member that names one.</summary>
    public static string KeyOf(string kind) => kind switch { "subscription" => "contractNumber", "domain" => "name", _ => "address" };
}
