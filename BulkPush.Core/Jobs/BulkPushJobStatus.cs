namespace BulkPush.Core.Jobs;

/// <summary>State of a push job; stored in lower case. See docs/job-lifecycle.md.</summary>
public enum BulkPushJobStatus
{
    /// <summary>Recorded, no store has begun.</summary>
    Pending,

    /// <summary>At least one store has begun.</summary>
    Running,

    /// <summary>No store waits or runs, and at least one is paused.</summary>
    Paused,

    /// <summary>Every store settled; single products may have failed.</summary>
    Completed,

    /// <summary>No store could be pushed, or the job itself broke.</summary>
    Failed,

    /// <summary>Stopped by an operator.</summary>
    Cancelled,
}
