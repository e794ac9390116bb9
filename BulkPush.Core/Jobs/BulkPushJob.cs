namespace BulkPush.Core.Jobs;

/// <summary>One bulk push as an operator started it; its stores' pushes do the work.</summary>
public sealed class BulkPushJob
{
    public required Guid Id { get; init; }

    public BulkPushJobStatus Status { get; private set; } = BulkPushJobStatus.Pending;

    public required PushScope Scope { get; init; }

    /// <summary>The job whose failed products this one takes up (<see cref="PushScope.Retry"/>); null when it is no retry.</summary>
    public Guid? RetryOf { get; init; }

    /// <summary>E-mail of the operator, or the name of the API token.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>The caller's own name for this request, unique per <see cref="RequestedBy"/>: sending the request again finds this job. Null when none was given.</summary>
    public string? IdempotencyKey { get; init; }

    public const int MaxIdempotencyKeyLength = 255;

    /// <summary>The schedule that started it; null when it was started by hand, or the schedule was removed.</summary>
    public Guid? ScheduleId { get; init; }

    /// <summary>What the schedule was called that started it, once that was removed; null before, and for pushes whose schedule was removed before this was kept.</summary>
    public string? RemovedSchedule { get; private set; }

    /// <summary>When the schedule's run was due, unique per schedule; null when an operator started it out of turn.</summary>
    public DateTimeOffset? ScheduledFor { get; init; }

    /// <summary>Whether an operator stopped the whole job; a store of it may be stopped alone (<see cref="StorePush.IsCancelRequested"/>).</summary>
    public bool IsCancelRequested { get; private set; }

    /// <summary>Final figures, written when the job settles; while it runs its stores' progress is the truth.</summary>
    public BulkPushTotals? Progress { get; private set; }

    /// <summary>Why the job failed, for people.</summary>
    public string? Error { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public List<StorePush> StorePushes { get; init; } = [];

    public bool IsFinal => Status is BulkPushJobStatus.Completed or BulkPushJobStatus.Failed or BulkPushJobStatus.Cancelled;
}

/// <summary>Sums over a job's stores, in products. Stored as <c>bulk_push_jobs.progress</c>.</summary>
public sealed record BulkPushTotals(int Total, int Processed, int Created, int Updated, int Unchanged, int Failed, int Skipped, int Deferred = 0);
