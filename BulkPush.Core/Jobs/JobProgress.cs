namespace BulkPush.Core.Jobs;

/// <summary>A push as it stands: the read model of the job page and of <c>GET /api/products/bulk-push/{id}</c>.</summary>
public sealed record JobProgress(
    Guid Id,
    BulkPushJobStatus Status,
    string? Error,
    string RequestedBy,
    bool IsCancelRequested,
    PushScope Scope,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    IReadOnlyList<StorePushView> Stores)
{
    /// <summary>The job whose failed products this one takes up; null when it is no retry.</summary>
    public JobLink? RetryOf { get; init; }

    /// <inheritdoc cref="BulkPushJob.ScheduleId"/>
    public Guid? ScheduleId { get; init; }

    /// <inheritdoc cref="BulkPushJob.RemovedSchedule"/>
    public string? RemovedSchedule { get; init; }

    /// <summary>Jobs that take up failed products of this one, oldest first.</summary>
    public IReadOnlyList<JobLink> Retries { get; init; } = [];

    public int Total => Stores.Sum(s => s.Progress.Total);

    public int Processed => Stores.Sum(s => s.Progress.Processed);

    public int Created => Stores.Sum(s => s.Progress.Created);

    public int Updated => Stores.Sum(s => s.Progress.Updated);

    public int Unchanged => Stores.Sum(s => s.Progress.Unchanged);

    public int Failed => Stores.Sum(s => s.Progress.Failed);

    public int Deferred => Stores.Sum(s => s.Progress.Deferred);

    /// <summary>When the last of the <see cref="Deferred"/> products may be sent; null while there are none.</summary>
    public DateTimeOffset? DeferredUntil => Stores.Max(s => s.Progress.DeferredUntil);

    public int Skipped => Stores.Sum(s => s.Progress.Skipped);

    /// <inheritdoc cref="StorePushProgress.UnderWay"/>
    public int UnderWay => Stores.Sum(s => s.Progress.UnderWay);

    public PublishCounts Publishing => Stores.Aggregate(new PublishCounts(), (sum, store) => sum.Plus(store.Progress.Publishing));

    /// <summary>Whether something is not as the operator wants it although every product was settled without a failure.</summary>
    public bool HasWarnings => Stores.Any(s => s.HasWarnings);

    /// <summary>Seconds until the slowest store is done; null while none of the running stores knows, or one is paused for nobody knows how long.</summary>
    public double? EtaSeconds => Stores.Any(s => s.Status == StorePushStatus.Paused) ? null : Stores.Where(s => !s.IsFinal).Max(s => s.Progress.EtaSeconds);

    public bool IsFinal => Status is BulkPushJobStatus.Completed or BulkPushJobStatus.Failed or BulkPushJobStatus.Cancelled;

    /// <summary>Whether it has begun and only waits now: another push is in front of it in every store that is left.</summary>
    public bool IsInLine => Status == BulkPushJobStatus.Running
        && Stores.Any(s => s.Status == StorePushStatus.Pending) && Stores.All(s => s.Status != StorePushStatus.Running);

    /// <summary>Whether the others of its stores were pushed and some were cancelled alone.</summary>
    public bool IsPartial => Status == BulkPushJobStatus.Completed && Stores.Any(s => s.Status == StorePushStatus.Cancelled);

    /// <summary>Whether the circuit breaker holds one of its stores back.</summary>
    public bool IsHalted => Stores.Any(s => s.Halt is not null);

    public bool HasFailures => Failed > 0 || Stores.Any(s => s.Status == StorePushStatus.Failed);
}

/// <summary>One store's part of a job.</summary>
/// <param name="Error">Why the store as a whole stopped, and what to do.</param>
/// <param name="Strategy">How products are sent, direct or bulk; null until that was chosen.</param>
/// <param name="StrategyReason">Why, for people.</param>
public sealed record StorePushView(
    Guid StorePushId,
    Guid StoreId,
    string StoreName,
    StorePushStatus Status,
    string? Error,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    StorePushProgress Progress,
    PushStrategy? Strategy = null,
    string? StrategyReason = null)
{
    /// <summary>Whether an operator asked for it to stop; it ends once what is under way has.</summary>
    public bool IsCancelRequested { get; init; }

    /// <inheritdoc cref="StorePush.IsPauseRequested"/>
    public bool IsPauseRequested { get; init; }

    /// <inheritdoc cref="StorePush.PausedBy"/>
    public string? PausedBy { get; init; }

    /// <inheritdoc cref="StorePush.PausedAt"/>
    public DateTimeOffset? PausedAt { get; init; }

    /// <inheritdoc cref="StorePush.IsAhead"/>
    public bool IsAhead { get; init; }

    /// <summary>Where it stands among the store's pushes; null when it is the only one, or over, or paused.</summary>
    public StoreLineView? Line { get; init; }

    /// <summary>Why the circuit breaker paused it; null when it did not.</summary>
    public StoreHalt? Halt { get; init; }

    /// <inheritdoc cref="JobProgress.HasWarnings"/>
    public bool HasWarnings => Progress.Warnings.Count > 0 || Progress.Publishing.Failed > 0;

    public bool IsFinal => Status is StorePushStatus.Completed or StorePushStatus.Failed or StorePushStatus.Cancelled;
}

/// <summary>A push that the circuit breaker has paused.</summary>
/// <param name="Code">Code of the fault, for programs.</param>
/// <param name="Reason">What the store said and what to do, for people.</param>
/// <param name="Since">When the breaker opened.</param>
/// <param name="ProbeAt">When the store is asked next whether the push may go on; null when it waits for an operator.</param>
/// <param name="Probes">How often it was asked.</param>
public sealed record StoreHalt(string Code, string Reason, DateTimeOffset Since, DateTimeOffset? ProbeAt, int Probes);

/// <summary>Another job, as one names it.</summary>
public sealed record JobLink(Guid Id, DateTimeOffset CreatedAt);

/// <summary>A page of the history and how many jobs match in all.</summary>
public sealed record JobPage(IReadOnlyList<JobSummary> Items, int Total);

/// <summary>A push as the history shows it.</summary>
public sealed record JobSummary(
    Guid Id,
    BulkPushJobStatus Status,
    string? Error,
    string RequestedBy,
    IReadOnlyList<string> StoreNames,
    BulkPushTotals Totals,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    Guid? RetryOf = null)
{
    /// <inheritdoc cref="JobProgress.IsPartial"/>
    public bool IsPartial { get; init; }

    /// <inheritdoc cref="JobProgress.IsInLine"/>
    public bool IsInLine { get; init; }

    /// <inheritdoc cref="BulkPushJob.ScheduleId"/>
    public Guid? ScheduleId { get; init; }

    /// <inheritdoc cref="BulkPushJob.RemovedSchedule"/>
    public string? RemovedSchedule { get; init; }

    /// <summary>Names of the stores that the circuit breaker holds back.</summary>
    public IReadOnlyList<string> HaltedStores { get; init; } = [];
}

/// <summary>What a push would do, per store.</summary>
public sealed record PushPreview(IReadOnlyList<StorePreview> Stores)
{
    public int ToSend => Stores.Sum(s => s.NeverPushed + s.Changed + s.Failed);
}

/// <param name="NeverPushed">Products the store has never had: they will be created.</param>
/// <param name="Changed">Products changed since their last push: they will be updated.</param>
/// <param name="Failed">Products whose last attempt failed: they will be tried again.</param>
/// <param name="UpToDate">Products that need no call (all are sent when the push is forced).</param>
/// <param name="RunningJobId">An unfinished push of this store: another one is refused, queued or goes first (<see cref="WhenBusy"/>).</param>
/// <param name="Deferred">Products that wait for the store's limit on new variants: a push settles them without a call unless it is forced.</param>
/// <param name="DeferredUntil">When all <paramref name="Deferred"/> products may be sent; null while there are none.</param>
public sealed record StorePreview(
    Guid StoreId, string StoreName, int NeverPushed, int Changed, int Failed, int UpToDate, Guid? RunningJobId,
    int Deferred = 0, DateTimeOffset? DeferredUntil = null)
{
    /// <summary>What is there when the store is busy; null when it is free.</summary>
    public BusyStore? Busy { get; init; }

    public int Total => NeverPushed + Changed + Failed + UpToDate + Deferred;
}

/// <param name="Cursor">The value of <see cref="PushItemPage.NextCursor"/> of the page before.</param>
public sealed record PushItemQuery(Guid JobId, Guid? StoreId, PushItemOutcome? Outcome, string? Cursor, int PageSize)
{
    /// <summary>Only products that should be published in their store and are not.</summary>
    public bool IsUnpublished { get; init; }
}

public sealed record PushItemPage(IReadOnlyList<PushItemRow> Items, string? NextCursor);

public sealed record PushItemRow(
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
    DateTimeOffset? DeferredUntil = null,
    PublishOutcome? Publish = null,
    string? PublishMessage = null);
