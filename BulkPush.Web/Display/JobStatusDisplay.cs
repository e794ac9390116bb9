using BulkPush.Core.Jobs;
using MudBlazor;

namespace BulkPush.Web.Display;

/// <summary>How the state of a whole push is shown.</summary>
public static class JobStatusDisplay
{
    public static StateDisplay For(JobProgress job) => For(job.Status, job.HasFailures, job.IsCancelRequested, job.HasWarnings, job.IsPartial, job.IsInLine, job.IsHalted);

    public static StateDisplay For(JobSummary job) => For(job.Status, job.Totals.Failed > 0 || job.Error is not null, isCancelRequested: false, isPartial: job.IsPartial, isInLine: job.IsInLine, isHalted: job.HaltedStores.Count > 0);

    /// <param name="isHalted">Whether the circuit breaker holds one of its stores back.</param>
    public static StateDisplay For(
        BulkPushJobStatus status,
        bool hasFailures,
        bool isCancelRequested,
        bool hasWarnings = false,
        bool isPartial = false,
        bool isInLine = false,
        bool isHalted = false) => status switch
        {
            BulkPushJobStatus.Pending or BulkPushJobStatus.Running or BulkPushJobStatus.Paused when isCancelRequested => new(Icons.Material.Rounded.HourglassBottom, Color.Warning, "Cancelling"),
            BulkPushJobStatus.Pending => new(Icons.Material.Rounded.Schedule, Color.Default, "Waiting"),
            BulkPushJobStatus.Running when isHalted => new(Icons.Material.Rounded.SyncProblem, Color.Error, "Running, a store is paused"),
            BulkPushJobStatus.Paused when isHalted => new(Icons.Material.Rounded.SyncProblem, Color.Error, "Paused by a fault"),
            BulkPushJobStatus.Running when isInLine => new(Icons.Material.Rounded.Schedule, Color.Default, "Waiting in line"),
            BulkPushJobStatus.Running => new(Icons.Material.Rounded.CloudUpload, Color.Primary, "Running"),
            BulkPushJobStatus.Paused => new(Icons.Material.Rounded.PauseCircle, Color.Warning, "Paused"),
            BulkPushJobStatus.Completed when hasFailures => new(Icons.Material.Rounded.Warning, Color.Warning, "Completed with errors"),
            BulkPushJobStatus.Completed when isPartial => new(Icons.Material.Rounded.Warning, Color.Warning, "Completed in part"),
            BulkPushJobStatus.Completed when hasWarnings => new(Icons.Material.Rounded.Warning, Color.Warning, "Completed with warnings"),
            BulkPushJobStatus.Completed => new(Icons.Material.Rounded.CheckCircle, Color.Success, "Completed"),
            BulkPushJobStatus.Failed => new(Icons.Material.Rounded.Error, Color.Error, "Failed"),
            BulkPushJobStatus.Cancelled => new(Icons.Material.Rounded.Block, Color.Default, "Cancelled"),
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
        };

    /// <summary>What a filter calls the status.</summary>
    public static string Name(BulkPushJobStatus status) => status switch
    {
        BulkPushJobStatus.Pending => "Waiting",
        BulkPushJobStatus.Running => "Running",
        BulkPushJobStatus.Paused => "Paused",
        BulkPushJobStatus.Completed => "Completed",
        BulkPushJobStatus.Failed => "Failed",
        BulkPushJobStatus.Cancelled => "Cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
