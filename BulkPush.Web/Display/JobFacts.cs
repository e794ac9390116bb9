using BulkPush.Core.Jobs;

namespace BulkPush.Web.Display;

/// <summary>Who started a push, when, for how long, and of what.</summary>
public static class JobFacts
{
    /// <summary>"Started by anna@example.com, 24 Nov 2025, 14:05 · took 3 min 20 s · chosen products, forced".</summary>
    public static string For(JobProgress job, DateTimeOffset now, TimeZoneInfo zone)
    {
        var parts = new List<string> { $"Started by {job.RequestedBy}, {Moments.Exact(job.CreatedAt, zone)}" };
        if (Duration(job.StartedAt, job.FinishedAt, now) is { } duration)
            parts.Add(job.IsFinal ? $"took {duration}" : job.Status == BulkPushJobStatus.Paused ? $"begun {duration} ago" : $"running for {duration}");
        if (Scope(job.Scope) is { } scope)
            parts.Add(scope);
        if (IsAllUnchanged(job))
            parts.Add("nothing had to be sent");
        else if (job.Scope.Strategy != PushStrategy.Auto)
            parts.Add(job.Scope.Strategy == PushStrategy.Bulk ? "sent in files" : "sent one call a product");
        return string.Join(" · ", parts);
    }

    /// <summary>Why a push failed, a line a store.</summary>
    public static IReadOnlyList<string> Reasons(JobProgress job)
    {
        var reasons = job.Stores.Where(s => s.Error is { Length: > 0 }).Select(s => $"{s.StoreName}: {s.Error}").ToList();
        return reasons.Count == 0 && job.Error is { } error ? [error] : reasons;
    }

    /// <summary>How long a push took, or has been running; null when it never began.</summary>
    public static string? Duration(DateTimeOffset? startedAt, DateTimeOffset? finishedAt, DateTimeOffset now) =>
        startedAt is { } started ? Spans.Lasted((finishedAt ?? now) - started) : null;

    /// <summary>Whether the push ended without anything to send.</summary>
    public static bool IsAllUnchanged(JobProgress job) => job.Status == BulkPushJobStatus.Completed && job.Unchanged > 0 && job.Unchanged == job.Total;

    /// <summary>What narrows the push down or widens it; null when it is the plain push of everything.</summary>
    private static string? Scope(PushScope scope) => (scope.ProductIds, scope.Force) switch
    {
        _ when scope.Retry is { } retry => RetryText.Scope(retry),
        (null, false) => null,
        (null, true) => "everything sent again",
        ({ } ids, false) => $"{Amounts.Of(ids.Count, "chosen product")}",
        ({ } ids, true) => $"{Amounts.Of(ids.Count, "chosen product")}, sent again",
    };
}
