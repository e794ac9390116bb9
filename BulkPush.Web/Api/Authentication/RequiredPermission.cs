using BulkPush.Core.Security;
using Microsoft.AspNetCore.Authorization;

namespace BulkPush.Web.Api.Authentication;

/// <summary>The permission that an endpoint asks for, so that refusals and the OpenAPI document can name it.</summary>
internal sealed record RequiredPermission(string Name);

internal static class RequiredPermissionExtensions
{
    /// <summary>Lets in callers with this permission, by bearer token or (from our own pages) by cookie.</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder => builder
        .WithMetadata(new RequiredPermission(permission))
        .RequireAuthorization(new AuthorizationPolicyBuilder(ApiSchemes.Caller)
            .RequireAuthenticatedUser()
            .RequireClaim(Permissions.ClaimType, permission)
            .AddRequirements(new SameOrigin())
            .Build());
}
