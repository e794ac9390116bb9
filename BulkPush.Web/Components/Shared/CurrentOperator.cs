using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace BulkPush.Web.Components.Shared;

/// <summary>
/// Who uses this page and what they may do. Hiding a control is courtesy; every handler that changes something asks here again, because a
/// page that stays open outlives the rights it was opened with.
/// </summary>
public sealed class CurrentOperator(AuthenticationStateProvider states, IAuthorizationService authorization)
{
    /// <summary>Whether the operator holds <paramref name="permission"/> now (one of <see cref="Core.Security.Permissions"/>).</summary>
    public async Task<bool> MayAsync(string permission)
    {
        var state = await states.GetAuthenticationStateAsync();
        return (await authorization.AuthorizeAsync(state.User, resource: null, permission)).Succeeded;
    }

    /// <summary>The operator's name for the record, or null when they lack <paramref name="permission"/>.</summary>
    public async Task<string?> NameIfAsync(string permission)
    {
        var state = await states.GetAuthenticationStateAsync();
        var result = await authorization.AuthorizeAsync(state.User, resource: null, permission);
        return result.Succeeded ? state.User.Identity?.Name : null;
    }
}
