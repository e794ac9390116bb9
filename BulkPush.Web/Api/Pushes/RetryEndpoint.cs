using System.ComponentModel;
using System.Security.Claims;
using BulkPush.Core.Jobs;
using BulkPush.Core.Security;
using BulkPush.Web.Api.Authentication;
using BulkPush.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BulkPush.Web.Api.Pushes;

/// <summary><c>/api/products/bulk-push/{id}/retry-failed</c>: the results that <c>items</c> lists with the same parameters, pushed once more.</summary>
internal static class RetryEndpoint
{
    public static void MapRetries(this IEndpointRouteBuilder pushes) => pushes
        .MapPost("/{id:guid}/retry-failed", RetryAsync).RequirePermission(Permissions.ProductsPush).WithName("RetryPush").WithSummary("Retry what failed in a push")
        .WithDescription("""
            Starts a new push, with the same options, of exactly the products and stores that failed in one that has ended; a store that failed as a whole is
            taken up with everything it left out. An `Idempotency-Key` works as for starting a push.
            """)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Accepted<AcceptedRetry>, ProblemHttpResult>> RetryAsync(
        Guid id,
        [FromHeader(Name = "Idempotency-Key"), Description("A name of your own for this request, at most 255 characters.")] string? idempotencyKey,
        ClaimsPrincipal user,
        PushRetries retries,
        BulkPushJobQueries queries,
        CancellationToken cancellationToken,
        [Description("Only this store of the push.")] Guid? storeId = null,
        [Description("`failed` unless said otherwise; `skipped` and `deferred` can be retried too.")] EnumText<PushItemOutcome>? outcome = null,
        [Description("True for those instead that should be published in their store and are not.")] bool unpublished = false,
        [Description(BusyProblem.Choices)] EnumText<WhenBusy>? whenBusy = null)
    {
        var retry = new RetryScope(id) { Outcome = outcome?.Value ?? PushItemOutcome.Failed, IsUnpublished = unpublished };
        if (!RetryScope.Takes(retry.Outcome))
        {
            return ApiProblem.BadRequest("outcome", $"There is nothing to retry about products with the outcome '{outcome}'. Use failed, skipped or deferred.");
        }

        if (idempotencyKey is { Length: 0 or > BulkPushJob.MaxIdempotencyKeyLength })
        {
            return ApiProblem.BadRequest("Idempotency-Key", PushEndpoints.KeyLength);
        }

        switch (await retries.StartAsync(retry, storeId, user.CallerName(), idempotencyKey, whenBusy?.Value ?? WhenBusy.Refuse, cancellationToken))
        {
            case StartResult.Started started:
                var job = await queries.FindAsync(started.JobId, cancellationToken) ?? throw new InvalidOperationException($"Push {started.JobId} is gone.");
                return TypedResults.Accepted($"{PushEndpoints.Address}/{job.Id}", new AcceptedRetry(job.Id, job.Status, id, started.LeftOut));
            case StartResult.NoSuchJob:
                return PushEndpoints.NoSuchPush(id);
            case StartResult.NotOver:
                return ApiProblem.Conflict("This push has not ended: what fails in it can be retried when it has.", id);
            case var other:
                return PushEndpoints.NotStarted(other);
        }
    }
}
