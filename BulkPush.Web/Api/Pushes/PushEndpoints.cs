using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using BulkPush.Core.Jobs;
using BulkPush.Core.Notifications;
using BulkPush.Core.Security;
using BulkPush.Web.Api.Authentication;
using BulkPush.Web.Api.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BulkPush.Web.Api.Pushes;

/// <summary><c>/api/products/bulk-push</c>: start, watch and stop pushes.</summary>
internal static class PushEndpoints
{
    public const string Address = "/api/products/bulk-push";

    internal static readonly string KeyLength = $"Idempotency-Key must have 1 to {BulkPushJob.MaxIdempotencyKeyLength} characters.";

    public static void MapPushes(this IEndpointRouteBuilder api)
    {
        var pushes = api.MapGroup("/products/bulk-push").WithTags("Pushes");
        pushes.MapPost("/", StartAsync).RequirePermission(Permissions.ProductsPush).WithName("StartPush").WithSummary("Start a push, or preview one")
            .WithDescription("""
                Answers at once; the push runs in the background. With `dryRun` nothing is started and the answer is what a push would do.
                With an `Idempotency-Key` a request may be repeated after a lost answer: the same key with the same body finds the job it started.
                """)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        pushes.MapGet("/", ListAsync).RequirePermission(Permissions.ProductsView).WithName("ListPushes").WithSummary("List pushes, newest first")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        pushes.MapGet("/{id:guid}", FindAsync).RequirePermission(Permissions.ProductsView).WithName("GetPush").WithSummary("Read a push as it stands")
            .WithDescription("Read it every two seconds or so until `status` is `completed`, `failed` or `cancelled`.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        pushes.MapPost("/{id:guid}/cancel", CancelAsync).RequirePermission(Permissions.ProductsPush).WithName("CancelPush").WithSummary("Stop a push")
            .WithDescription("Queued and paused stores end at once, running ones after the calls that are under way. What was pushed stays pushed. With `storeId` only that store stops.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        pushes.MapPauses();
        pushes.MapRetries();
        pushes.MapPushItems();
    }

    private static async Task<Results<Accepted<AcceptedPush>, Ok<PushPreviewBody>, ProblemHttpResult>> StartAsync(
        StartPushBody? body,
        [FromHeader(Name = "Idempotency-Key"), Description("A name of your own for this request, at most 255 characters.")] string? idempotencyKey,
        HttpContext http,
        BulkPushJobService jobs,
        BulkPushJobQueries queries,
        NotificationTargets targets,
        CancellationToken cancellationToken)
    {
        if (body is null && http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            return ApiProblem.BadRequest("The body is null. Send an object: {} pushes everything to every store.");
        }

        body ??= new StartPushBody();
        if (await body.MistakesAsync(targets, cancellationToken) is { Count: > 0 } mistakes)
        {
            return ApiProblem.Mistaken(mistakes);
        }

        if (body.DryRun)
        {
            return TypedResults.Ok(PushPreviewBody.From(await queries.PreviewAsync(body.Scope, cancellationToken), body.Force));
        }

        if (idempotencyKey is { Length: 0 or > BulkPushJob.MaxIdempotencyKeyLength })
        {
            return ApiProblem.BadRequest("Idempotency-Key", KeyLength);
        }

        var result = await jobs.StartAsync(body.Scope, http.User.CallerName(), idempotencyKey, body.Choice ?? WhenBusy.Refuse, cancellationToken);
        return result is StartResult.Started started ? await AcceptedAsync(started.JobId, queries, cancellationToken) : NotStarted(result);
    }

    /// <summary>Why no push was started.</summary>
    internal static ProblemHttpResult NotStarted(StartResult result) => result switch
    {
        StartResult.AlreadyRunning running => BusyProblem.Of(running.Stores, running.MayGoAhead),
        StartResult.TooLargeToGoAhead large => BusyProblem.TooLarge(large.Store, large.Products, large.Limit),
        StartResult.KeyReused reused => ApiProblem.Of(
            StatusCodes.Status422UnprocessableEntity,
            "This Idempotency-Key was used for a different push. Use a new key for a new request.",
            new Dictionary<string, object?> { ["jobId"] = reused.JobId }),
        StartResult.NothingToPush nothing => ApiProblem.Unprocessable(nothing.Reason),
        var other => throw new NotSupportedException(other.ToString()),
    };

    private static async Task<Ok<ApiPage<PushSummaryBody>>> ListAsync(
        BulkPushJobQueries queries,
        CancellationToken cancellationToken,
        EnumText<BulkPushJobStatus>? status = null,
        [Range(1, ApiPages.Last, ErrorMessage = ApiPages.LastMessage), Description("From 1.")] int page = 1,
        [Range(1, ApiPages.LargestSize, ErrorMessage = ApiPages.SizeMessage)] int pageSize = ApiPages.Size)
    {
        var found = await queries.ListAsync(status?.Value, page - 1, pageSize, cancellationToken);
        return TypedResults.Ok(new ApiPage<PushSummaryBody>(found.Items.Select(PushSummaryBody.From).ToList(), found.Total, page, pageSize));
    }

    private static async Task<Results<Ok<PushBody>, ProblemHttpResult>> FindAsync(Guid id, SharedJobReadings readings, CancellationToken cancellationToken) =>
        await readings.FindAsync(id, cancellationToken) is { } job ? TypedResults.Ok(PushBody.From(job)) : NoSuchPush(id);

    private static async Task<Results<Accepted<AcceptedPush>, ProblemHttpResult>> CancelAsync(
        Guid id,
        ClaimsPrincipal user,
        BulkPushJobService jobs,
        BulkPushJobQueries queries,
        CancellationToken cancellationToken,
        [Description("Only this store of the push; the others go on.")] Guid? storeId = null) =>
        await jobs.CancelAsync(id, storeId, user.CallerName(), cancellationToken) switch
        {
            CancelResult.Accepted => await AcceptedAsync(id, queries, cancellationToken),
            CancelResult.AlreadyFinished => ApiProblem.Conflict(storeId is null ? "This push is finished already." : "This push is finished already in this store.", id),
            CancelResult.NoSuchStore => NoSuchStore(id),
            _ => NoSuchPush(id),
        };

    internal static async Task<Accepted<AcceptedPush>> AcceptedAsync(Guid id, BulkPushJobQueries queries, CancellationToken cancellationToken)
    {
        var job = await queries.FindAsync(id, cancellationToken) ?? throw new InvalidOperationException($"Push {id} is gone.");
        return TypedResults.Accepted($"{Address}/{id}", new AcceptedPush(id, job.Status));
    }

    internal static ProblemHttpResult NoSuchStore(Guid id) => ApiProblem.NotFound($"Push {id} has no part in this store, or the store was removed.");

    internal static ProblemHttpResult NoSuchPush(Guid id) => ApiProblem.NotFound($"There is no push {id}.");
}
