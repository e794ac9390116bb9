using BulkPush.Core.Jobs;
using MudBlazor;

namespace BulkPush.Web.Display;

/// <summary>How one store's part of a push is shown.</summary>
public static class StorePushDisplay
{
    public static StateDisplay For(StorePushView store) => store.Status switch
    {
        StorePushStatus.Pending => new(Icons.Material.Rounded.Schedule, Color.Default, "Waiting"),
        StorePushStatus.Running when store.IsCancelRequested => new(Icons.Material.Rounded.HourglassBottom, Color.Warning, "Cancelling"),
        StorePushStatus.Running when store.IsPauseRequested => new(Icons.Material.Rounded.HourglassBottom, Color.Warning, "Pausing"),
        StorePushStatus.Paused when store.Halt is { ProbeAt: null } => new(Icons.Material.Rounded.Error, Color.Error, "Paused, needs you"),
        StorePushStatus.Paused when store.Halt is not null => new(Icons.Material.Rounded.SyncProblem, Color.Error, "Paused by a fault"),
        StorePushStatus.Paused => new(Icons.Material.Rounded.PauseCircle, Color.Warning, "Paused"),
        StorePushStatus.Running => new(Icons.Material.Rounded.CloudUpload, Color.Primary, "Running"),
        StorePushStatus.Completed when store.Progress.Failed > 0 => new(Icons.Material.Rounded.Warning, Color.Warning, "Completed with errors"),
        StorePushStatus.Completed when store.HasWarnings => new(Icons.Material.Rounded.Warning, Color.Warning, "Completed with warnings"),
        StorePushStatus.Completed => new(Icons.Material.Rounded.CheckCircle, Color.Success, "Completed"),
        StorePushStatus.Failed => new(Icons.Material.Rounded.Error, Color.Error, "Failed"),
        StorePushStatus.Cancelled => new(Icons.Material.Rounded.Block, Color.Default, "Cancelled"),
        _ => throw new ArgumentOutOfRangeException(nameof(store), store.Status, null),
    };

    /// <summary>What the store's card says below its bar: what is being done or waited for, or how it ended.</summary>
    public static string Activity(StorePushView store, DateTimeOffset now) => store.Status switch
    {
        StorePushStatus.Pending => Waiting(store),
        StorePushStatus.Running when store.Progress.IsWaitingForBudget => "Waiting for Shopify's limit",
        StorePushStatus.Running => store.Progress.Phase ?? "Starting",
        StorePushStatus.Paused => $"{Amounts.Count(store.Progress.Total - store.Progress.Processed)} left",
        StorePushStatus.Completed => Ended("Took", store, now),
        StorePushStatus.Failed => Ended("Stopped after", store, now),
        StorePushStatus.Cancelled when store.StartedAt is null => "Never started",
        StorePushStatus.Cancelled => Ended("Cancelled after", store, now),
        _ => throw new ArgumentOutOfRangeException(nameof(store), store.Status, null),
    };

    /// <summary>What a store's push that has no turn yet waits for.</summary>
    public static string Waiting(StorePushView store) => LineText.Place(store) ?? "Waiting for a worker";

    /// <summary>What the striped part of the bar is, while Shopify works through files; null otherwise.</summary>
    public static string? Coarse(StorePushView store) => store switch
    {
        { Status: not StorePushStatus.Running } or { Progress.IsCoarse: false } => null,
        { Progress.UnderWay: 0 } => "Coarse: Shopify reports in steps, and results come when a file is through.",
        { Progress.UnderWay: var products } =>
            $"Coarse: Shopify reports in steps. It says it has worked through {Amounts.Count(products)} more; what became of them is read when their file is through.",
    };

    /// <summary>"4.2 products/s · about 3 min left"; null while neither is known.</summary>
    public static string? Pace(StorePushView store) => Join(Amounts.Rate(store.Progress.RatePerSecond), Spans.Left(store.Progress.EtaSeconds));

    /// <summary>The pace of all running stores together.</summary>
    public static string? Pace(JobProgress job) =>
        Join(Amounts.Rate(job.Stores.Where(s => s.Status == StorePushStatus.Running).Sum(s => s.Progress.RatePerSecond)), Spans.Left(job.EtaSeconds));

    private static string? Join(string? rate, string? left) => (rate, left) switch
    {
        (null, null) => null,
        (null, _) => left,
        (_, null) => rate,
        _ => $"{rate} · {left}",
    };

    private static string Ended(string word, StorePushView store, DateTimeOffset now) =>
        store.StartedAt is { } started ? $"{word} {Spans.Lasted((store.FinishedAt ?? now) - started)}" : "Did not start";
}
