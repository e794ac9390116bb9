namespace BulkPush.Core.Notifications;

/// <summary>What a notification tells, as it was when it happened. Stored as one JSON document; without push and breaker it is a test.</summary>
/// <param name="At">When it happened.</param>
public sealed record News(DateTimeOffset At)
{
    public PushNews? Push { get; init; }

    public BreakerNews? Breaker { get; init; }
}

/// <summary>A push that ended. Figures are in products.</summary>
/// <param name="Status"><c>completed</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Error">Why it failed, for people.</param>
public sealed record PushNews(
    Guid JobId,
    string Status,
    string? Error,
    string RequestedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset FinishedAt,
    IReadOnlyList<StoreNews> Stores)
{
    public int Total => Stores.Sum(store => store.Total);

    public int Failed => Stores.Sum(store => store.Failed);
}

/// <summary>One store's part of it.</summary>
/// <param name="Error">Why the store as a whole stopped, and what to do.</param>
/// <param name="Failures">The first few products that failed.</param>
public sealed record StoreNews(
    Guid StoreId,
    string Name,
    string Status,
    string? Error,
    int Total,
    int Created,
    int Updated,
    int Unchanged,
    int Failed,
    int Deferred,
    int Skipped,
    IReadOnlyList<FailureNews> Failures);

/// <summary>Why one product was not accepted, and what to do.</summary>
public sealed record FailureNews(long ProductId, string Handle, string Title, string Code, string? Field, string Message);

/// <summary>A store whose breaker opened.</summary>
/// <param name="JobId">The push that waits for it.</param>
/// <param name="Reason">What happened and what to do, for people.</param>
/// <param name="NextProbeAt">When the store is tried again; null when it waits for an operator.</param>
public sealed record BreakerNews(Guid JobId, Guid StoreId, string StoreName, string Reason, DateTimeOffset? NextProbeAt);
