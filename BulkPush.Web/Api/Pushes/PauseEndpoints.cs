using System.ComponentModel;
using System.Security.Claims;
using BulkPush.Core.Jobs;
using BulkPush.Core.Security;
using BulkPush.Web.Api.Authentication;
using BulkPush.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BulkPush.Web.Api.Pushes;

/// <summary><c>/api/products/bulk-push/{id}/pause</c> and <c>/resume</c>, for a push or one of its stores.</summary>
internal static class PauseEndpoints
{
    public static void MapPauses(this IEndpointRouteBuilder pushes)
    {
        pushes.MapPost("/{id:guid}/pause", PauseAsync).RequirePermission(Permissions.ProductsPush).WithName("PausePush").WithSummary("Pause a push")
            .WithDescription("What is under way ends, the rest waits until the push is resumed, also over restarts. A paused push does not occupy its store.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        pushes.MapPost("/{id:guid}/resume", ResumeAsync).RequirePermission(Permissions.ProductsPush).WithName("ResumePush").WithSummary("Let a paused push go on")
            .WithDescription("It goes on with the list that it began with. When another push has taken one of its stores meanwhile, `whenBusy` says what to do; unless it does, nothing is resumed.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Accepted<AcceptedPush>, ProblemHttpResult>> PauseAsync(
        Guid id,
        ClaimsPrincipal user,
        PushPauses pauses,
        BulkPushJobQueries queries,
        CancellationToken cancellationToken,
        [Description("Only this store of the push; the others go on.")] Guid? storeId = null) =>
        await AnswerAsync(id, await pauses.PauseAsync(id, storeId, user.CallerName(), cancellationToken), queries, cancellationToken);

    private static async Task<Results<Accepted<AcceptedPush>, ProblemHttpResult>> ResumeAsync(
        Guid id,
        ClaimsPrincipal user,
        PushPauses pauses,
        BulkPushJobQueries queries,
        CancellationToken cancellationToken,
        [Description("Only this store of the push.")] Guid? storeId = null,
        [Description(BusyProblem.Choices)] EnumText<WhenBusy>? whenBusy = null) =>
        await AnswerAsync(id, await pauses.ResumeAsync(id, storeId, user.CallerName(), whenBusy?.Value ?? WhenBusy.Refuse, cancellationToken), queries, cancellationToken);

    private static async Task<Results<Accepted<AcceptedPush>, ProblemHttpResult>> AnswerAsync(
        Guid id, PauseResult result, BulkPushJobQueries queries, CancellationToken cancellationToken) => result switch
        {
            PauseResult.Accepted => await PushEndpoints.AcceptedAsync(id, queries, cancellationToken),
            PauseResult.Refused refused => ApiProblem.Conflict(refused.Reason, id),
            PauseResult.Busy busy => BusyProblem.Of(busy.Stores, busy.MayGoAhead),
            PauseResult.TooLargeToGoAhead large => BusyProblem.TooLarge(large.Store, large.Products, large.Limit),
            _ => ApiProblem.NotFound($"There is no push {id}, or it has no part in this store."),
        };
}
