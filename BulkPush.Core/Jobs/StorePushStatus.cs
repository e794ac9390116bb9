namespace BulkPush.Core.Jobs;

/// <summary>State of one store's part of a job; stored in lower case. See docs/job-lifecycle.md.</summary>
public enum StorePushStatus
{
    /// <summary>Waiting for a worker.</summary>
    Pending,

    /// <summary>A worker holds it, named by the firing.</summary>
    Running,

    Completed,

    /// <summary>The store as a whole could not be pushed (or not any further); the error says why and what to do.</summary>
    Failed,

    Cancelled,
}
