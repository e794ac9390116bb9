using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using BulkPush.Core.Notifications;
using BulkPush.Core.Security;
using BulkPush.Web.Api.Authentication;
using BulkPush.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BulkPush.Web.Api.Notifications;

/// <summary><c>/api/notifications/deliveries</c>: what was told to whom, and what came back.</summary>
internal static class DeliveryEndpoints
{
    public static void MapDeliveries(this IEndpointRouteBuilder api)
    {
        var deliveries = api.MapGroup("/notifications/deliveries").WithTags("Notifications").RequirePermission(Permissions.NotificationsManage);
        deliveries.MapGet("/", ListAsync).WithName("ListNotificationDeliveries").WithSummary("List deliveries, newest first").ProducesProblem(StatusCodes.Status400BadRequest);
        deliveries.MapPost("/{id:guid}/resend", ResendAsync).WithName("ResendNotification").WithSummary("Send again what was given up")
            .WithDescription("The delivery keeps its id and has all its attempts again.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<ApiPage<DeliveryRow>>> ListAsync(
        DeliveryLog log,
        CancellationToken cancellationToken,
        [Description("Only to this target.")] Guid? targetId = null,
        EnumText<DeliveryStatus>? status = null,
        [Description("Only of this push.")] Guid? jobId = null,
        [Range(1, ApiPages.Last, ErrorMessage = ApiPages.LastMessage), Description("From 1.")] int page = 1,
        [Range(1, ApiPages.LargestSize, ErrorMessage = ApiPages.SizeMessage)] int pageSize = ApiPages.Size)
    {
        var found = await log.ListAsync(new DeliveryQuery(targetId, status?.Value, jobId, page - 1, pageSize), cancellationToken);
        return TypedResults.Ok(new ApiPage<DeliveryRow>(found.Items, found.Total, page, pageSize));
    }

    private static async Task<Results<Accepted<DeliveryRow>, ProblemHttpResult>> ResendAsync(
        Guid id, ClaimsPrincipal user, DeliveryLog log, CancellationToken cancellationToken) =>
        await log.ResendAsync(id, user.CallerName(), cancellationToken) switch
        {
            ResendResult.Accepted => TypedResults.Accepted((string?)null, await log.FindAsync(id, cancellationToken)),
            ResendResult.NotPossible => ApiProblem.Of(StatusCodes.Status409Conflict, "Only a delivery that was given up can be sent again, and no test, and only while its target is there."),
            _ => ApiProblem.NotFound($"There is no delivery {id}."),
        };
}
