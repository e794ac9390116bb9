namespace BulkPush.Core.Jobs;

/// <summary>State of one store's part of a job; stored in lower case. See docs/job-lifecycle.md.</summary>
public enum StorePushStatus
{
    /// <summary>Waiting for a worker, or in its store's line behind another push.</summary>
    Pending,

    /// <summary>A worker holds it, named by the firing.</summary>
    Running,

    /// <summary>An operator halted it: no worker holds it, its store is free for other pushes, and it goes on with the same list when it is resumed.</summary>
    Paused,

    Completed,

    /// <summary>The store as a whole could not be pushed (or not any further); the error says why and what to do.</summary>
    Failed,

    Cancelled,
}
