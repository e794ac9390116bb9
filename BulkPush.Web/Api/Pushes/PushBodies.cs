using BulkPush.Core.Jobs;
using BulkPush.Web.Display;

namespace BulkPush.Web.Api.Pushes;

/// <summary>A push that was accepted.</summary>
/// <param name="Id">For the address of the push: <c>/api/products/bulk-push/{id}</c>.</param>
public sealed record AcceptedPush(Guid Id, BulkPushJobStatus Status);

/// <summary>A retry that was accepted.</summary>
/// <param name="Id">The new push; for its address: <c>/api/products/bulk-push/{id}</c>.</param>
/// <param name="LeftOut">Products that can not be pushed any more, because they were deleted or switched off since.</param>
public sealed record AcceptedRetry(Guid Id, BulkPushJobStatus Status, Guid RetryOf, int LeftOut);

/// <summary>What a push would do, per store; nothing was started.</summary>
/// <param name="ToSend">Products that would be sent, over all stores.</param>
public sealed record PushPreviewBody(int ToSend, IReadOnlyList<StorePreviewBody> Stores)
{
    internal static PushPreviewBody From(PushPreview preview, bool isForced) => new(
        isForced ? preview.Stores.Sum(s => s.Total) : preview.ToSend,
        preview.Stores.Select(s => new StorePreviewBody(s.StoreId, s.StoreName, s.Total, s.NeverPushed, s.Changed, s.Failed, s.UpToDate, s.RunningJobId, s.Deferred, s.DeferredUntil)).ToList());
}

/// <param name="NeverPushed">Products that the store has never had.</param>
/// <param name="Changed">Products that changed since their last push.</param>
/// <param name="Failed">Products whose last attempt failed.</param>
/// <param name="UpToDate">Products that need no call unless the push is forced.</param>
/// <param name="RunningJobId">An unfinished push of this store: <c>whenBusy</c> says what another one does.</param>
/// <param name="Deferred">Products that wait for the store's limit on new variants; a push settles them without a call unless it is forced.</param>
/// <param name="DeferredUntil">When all deferred products may be sent.</param>
public sealed record StorePreviewBody(
    Guid StoreId, string StoreName, int Total, int NeverPushed, int Changed, int Failed, int UpToDate, Guid? RunningJobId, int Deferred,
    DateTimeOffset? DeferredUntil);

/// <summary>A push as it stands.</summary>
/// <param name="Error">Why the push as a whole failed.</param>
/// <param name="RequestedBy">The operator's e-mail address, or the name of the API token.</param>
/// <param name="RetryOf">The push whose failed products this one takes up; null when it is no retry.</param>
/// <param name="Retries">Pushes that take up failed products of this one, oldest first.</param>
/// <param name="ScheduleId">The schedule that started it; null when it was started by hand, or the schedule was removed.</param>
/// <param name="RemovedSchedule">What the schedule was called that started it, when it was removed since.</param>
public sealed record PushBody(
    Guid Id,
    BulkPushJobStatus Status,
    string? Error,
    string RequestedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    Guid? RetryOf,
    IReadOnlyList<Guid> Retries,
    Guid? ScheduleId,
    string? RemovedSchedule,
    PushProgressBody Progress)
{
    internal static PushBody From(JobProgress job) => new(
        job.Id, job.Status, job.Error, job.RequestedBy, job.CreatedAt, job.StartedAt, job.FinishedAt, job.RetryOf?.Id, job.Retries.Select(retry => retry.Id).ToList(), job.ScheduleId, job.RemovedSchedule,
        new PushProgressBody(
            job.Total, job.Processed, job.Created, job.Updated, job.Unchanged, job.Failed, job.Deferred, Rounded(job.EtaSeconds),
            job.Stores.Select(StoreProgressBody.From).ToList()));

    /// <summary>Estimates are no better than two decimals.</summary>
    internal static double? Rounded(double? estimate) => estimate is { } value ? Math.Round(value, 2) : null;
}

/// <summary>Sums over the stores, in products: one product in two stores counts twice.</summary>
/// <param name="Processed">Products settled so far. It stays below the total when a push was cancelled or a store failed.</param>
/// <param name="Deferred">Products that wait for a store's limit on new variants; they count as processed and are no failure.</param>
/// <param name="EtaSeconds">Seconds until the slowest store is done; null while not known.</param>
public sealed record PushProgressBody(
    int Total,
    int Processed,
    int Created,
    int Updated,
    int Unchanged,
    int Failed,
    int Deferred,
    double? EtaSeconds,
    IReadOnlyList<StoreProgressBody> Stores);

/// <param name="Deferred">Products that wait for the store's limit on new variants; a push after <c>deferredUntil</c> takes them up.</param>
/// <param name="DeferredUntil">When all deferred products may be sent; null while there are none.</param>
/// <param name="Publishing">Products that are new in the store, by what became of showing them in its sales channels.</param>
/// <param name="Warnings">What the operator should know although no product failed for it.</param>
/// <param name="RatePerSecond">Products settled a second, over the last stretch; null while not known.</param>
/// <param name="WaitingForBudget">True while the only thing waited for is Shopify's rate limit.</param>
/// <param name="Phase">What is being done, for people.</param>
/// <param name="Coarse">True while Shopify works through files and tells how far it is in steps only.</param>
/// <param name="UnderWay">Products that Shopify says it has worked through and whose outcome is not read yet; not part of <c>processed</c>.</param>
/// <param name="PausedBy">Who paused the store's push, or asked for it while <c>status</c> is still <c>running</c>; null when nobody did.</param>
/// <param name="PausedAt">When that was.</param>
/// <param name="Breaker">Why the circuit breaker has paused the store's push; null when it has not.</param>
/// <param name="Strategy">How products are sent, <c>direct</c> or <c>bulk</c>; null until that was chosen.</param>
/// <param name="StrategyReason">Why, for people.</param>
/// <param name="WaitsFor">The store's pushes that come before this one, the one whose turn it is first; empty when it does not wait.</param>
/// <param name="WaitedForBy">The store's pushes that wait behind this one, the next one first.</param>
/// <param name="Errors">The newest failures, at most 50; <c>items</c> has them all. The last one has no product when the store as a whole failed.</param>
public sealed record StoreProgressBody(
    Guid StoreId,
    string StoreName,
    StorePushStatus Status,
    int Total,
    int Processed,
    int Created,
    int Updated,
    int Unchanged,
    int Failed,
    int Deferred,
    DateTimeOffset? DeferredUntil,
    PublishCounts Publishing,
    IReadOnlyList<string> Warnings,
    double? RatePerSecond,
    double? EtaSeconds,
    bool WaitingForBudget,
    string? Phase,
    bool Coarse,
    int UnderWay,
    string? PausedBy,
    DateTimeOffset? PausedAt,
    StoreHalt? Breaker,
    PushStrategy? Strategy,
    string? StrategyReason,
    IReadOnlyList<LinePushBody> WaitsFor,
    IReadOnlyList<LinePushBody> WaitedForBy,
    IReadOnlyList<PushErrorBody> Errors)
{
    internal static StoreProgressBody From(StorePushView store)
    {
        var progress = store.Progress;
        var errors = progress.RecentErrors.Select(e => new PushErrorBody(e.ProductId, e.Handle, e.Title, e.Code, e.Field, e.Message)).ToList();
        if (store.Error is { } reason)
        {
            errors.Add(new PushErrorBody(null, null, null, PushErrorBody.StoreFailed, null, reason));
        }

        return new StoreProgressBody(
            store.StoreId, store.StoreName, store.Status,
            progress.Total, progress.Processed, progress.Created, progress.Updated, progress.Unchanged, progress.Failed, progress.Deferred, progress.DeferredUntil,
            progress.Publishing, progress.Warnings,
            PushBody.Rounded(progress.RatePerSecond), PushBody.Rounded(progress.EtaSeconds), progress.IsWaitingForBudget,
            store.Status == StorePushStatus.Pending ? StorePushDisplay.Waiting(store) : progress.Phase, progress.IsCoarse, progress.UnderWay, store.PausedBy, store.PausedAt, store.Halt, store.Strategy, store.StrategyReason,
            LinePushBody.From(store.Line?.Before), LinePushBody.From(store.Line?.Behind), errors);
    }
}

/// <summary>Why a product was not accepted, or (without a product) why the store's push stopped.</summary>
/// <param name="Code">Shopify's code or ours; <c>STORE_FAILED</c> when the store as a whole is meant.</param>
/// <param name="Field">Path of the offending field; null when the product as a whole is meant.</param>
/// <param name="Message">What happened and what to do, for people.</param>
public sealed record PushErrorBody(long? ProductId, string? Handle, string? Title, string Code, string? Field, string Message)
{
    internal const string StoreFailed = "STORE_FAILED";
}

/// <summary>A push as the history shows it.</summary>
/// <param name="Stores">Names of the stores.</param>
/// <param name="HaltedStores">Names of those whose push the circuit breaker has paused.</param>
/// <param name="RetryOf">The push whose failed products this one takes up; null when it is no retry.</param>
/// <param name="ScheduleId">The schedule that started it; null when it was started by hand, or the schedule was removed.</param>
/// <param name="RemovedSchedule">What the schedule was called that started it, when it was removed since.</param>
public sealed record PushSummaryBody(
    Guid Id,
    BulkPushJobStatus Status,
    string? Error,
    string RequestedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    Guid? RetryOf,
    Guid? ScheduleId,
    string? RemovedSchedule,
    IReadOnlyList<string> Stores,
    IReadOnlyList<string> HaltedStores,
    PushTotalsBody Progress)
{
    internal static PushSummaryBody From(JobSummary job) => new(
        job.Id, job.Status, job.Error, job.RequestedBy, job.CreatedAt, job.StartedAt, job.FinishedAt, job.RetryOf, job.ScheduleId, job.RemovedSchedule, job.StoreNames, job.HaltedStores,
        new PushTotalsBody(job.Totals.Total, job.Totals.Processed, job.Totals.Created, job.Totals.Updated, job.Totals.Unchanged, job.Totals.Failed, job.Totals.Deferred));
}

/// <summary>Sums over a push's stores, in products.</summary>
public sealed record PushTotalsBody(int Total, int Processed, int Created, int Updated, int Unchanged, int Failed, int Deferred);

/// <summary>Per-product results, in product order.</summary>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last one.</param>
public sealed record PushItemsBody(IReadOnlyList<PushItemBody> Items, string? NextCursor);

/// <summary>What became of one product in one store.</summary>
/// <param name="Attempts">Calls that were made for this product.</param>
/// <param name="PublishOutcome">What became of publishing a new product; null when nothing is to be published.</param>
/// <param name="PublishMessage">Why the product is not published or not visible, and what to do.</param>
/// <param name="DeferredUntil">With the outcome <c>deferred</c>: a push from then on takes the product up.</param>
public sealed record PushItemBody(
    Guid StoreId,
    string StoreName,
    long ProductId,
    string Handle,
    string Title,
    PushItemOutcome Outcome,
    string? Code,
    string? Field,
    string? Message,
    int Attempts,
    DateTimeOffset? FinishedAt,
    DateTimeOffset? DeferredUntil,
    PublishOutcome? PublishOutcome,
    string? PublishMessage)
{
    internal static PushItemBody From(PushItemRow row) => new(
        row.StoreId, row.StoreName, row.ProductId, row.Handle, row.Title, row.Outcome, row.Code, row.Field, row.Message, row.Attempts, row.FinishedAt,
        row.DeferredUntil, row.Publish, row.PublishMessage);
}

/// <summary>Another push in a store's line.</summary>
/// <param name="Running">Whether it is its turn.</param>
/// <param name="Ahead">Whether it asked to go first.</param>
/// <param name="Processed">How far it is in this store.</param>
public sealed record LinePushBody(Guid JobId, string RequestedBy, bool Running, bool Ahead, int Processed, int Total)
{
    internal static IReadOnlyList<LinePushBody> From(IReadOnlyList<LinePush>? pushes) =>
        (pushes ?? []).Select(p => new LinePushBody(p.JobId, p.RequestedBy, p.IsRunning, p.IsAhead, p.Processed, p.Total)).ToList();
}
