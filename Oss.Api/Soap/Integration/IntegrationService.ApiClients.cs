using Oss.Api.Soap.Contract;
using Oss.Domain.Access;

namespace Oss.Api.Soap.Integration;

/// <summary>API clients.</summary>
internal sealed partial class IntegrationService
{
    public async Task<CreateApiClientResponse> CreateApiClientAsync(CreateApiClientRequest request)
    {
        var wanted = request.Client;
        var made = await clients.CreateAsync(
            new ApiClientNew(wanted.Name, wanted.Role, wanted.TenantNumber, wanted.Scopes, wanted.Certificate, wanted.OpenIdSubject), call.Actor, call.Aborted);
        return new CreateApiClientResponse { Client = IntegrationMapper.ToElement(made.Client), Secret = made.Secret };
    }

    public async Task<ListApiClientsResponse> ListApiClientsAsync(ListApiClientsRequest request)
    {
        var part = await clients.ListAsync(PageElement.CutOf(request.Page), call.Actor, call.Aborted);
        return new ListApiClientsResponse { Clients = [.. part.Items.Select(IntegrationMapper.ToElement)], Next = part.Next, Previous = part.Previous };
    }

    public async Task<GetApiClientResponse> GetApiClientAsync(GetApiClientRequest request) =>
        new() { Client = IntegrationMapper.ToElement(await clients.GetAsync(request.Name, call.Actor, call.Aborted)) };

    public async Task<ChangeApiClientResponse> ChangeApiClientAsync(ChangeApiClientRequest request)
    {
        var changes = request.Changes;
        var change = new ApiClientChange(changes.Scopes, changes.Certificate, changes.OpenIdSubject, changes.EverythingSpecified ? changes.Everything : null);
        return new ChangeApiClientResponse { Client = IntegrationMapper.ToElement(await clients.ChangeAsync(request.Name, change, call.Actor, call.Aborted)) };
    }

    public async Task<RotateApiClientSecretResponse> RotateApiClientSecretAsync(RotateApiClientSecretRequest request)
    {
        var made = await clients.RotateAsync(request.Name, request.AtOnce, call.Actor, call.Aborted);
        return new RotateApiClientSecretResponse { Client = IntegrationMapper.ToElement(made.Client), Secret = made.Secret };
    }

    public async Task<RemoveApiClientResponse> RemoveApiClientAsync(RemoveApiClientRequest request)
    {
        await clients.RemoveAsync(request.Name, call.Actor, call.Aborted);
        return new RemoveApiClientResponse();
    }
}
